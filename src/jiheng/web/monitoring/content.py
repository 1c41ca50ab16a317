"""The content of a report: what is known already, and what the unit writes beside it.

``goal_version``: number of the approved goals. ``funding``: a line a source, the total first, amounts in 万元 as texts:
``source opening adjusted arrived executed expected``; only ``expected`` is written by the unit. ``goals``: the year's
goals. ``indicators``: ``level1 level2 name target`` of the goals, the other keys (`ANSWERS`) of the unit. `NOTES` are
texts of the whole. ``malformed``: path of an amount → what stands there and is none. ``lights``: ``spending`` and
``indicators`` as they were judged with the last save (see `judging`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiheng.domain.goals import GoalSheet
from jiheng.domain.self_evaluation import FundSource
from jiheng.domain.text import normalise
from jiheng.web.execution.models import Source
from jiheng.web.execution.selectors import Sums, total_of

__all__ = ["ANSWERS", "NOTES", "amount_of", "facts_of", "merged", "money_lines"]

ANSWERS = ("actual", "expected", "achievement", "reasons", "finer", "explanation", "possibility", "remark", "course")
"""What the unit writes of an indicator; ``reasons`` and ``finer`` are words with a space between."""
NOTES = ("analysis", "measures", "filled_by", "phone")
_Content = Mapping[str, Any]


def facts_of(sheet: GoalSheet, version: int, sums: Mapping[Source, Sums]) -> dict[str, Any]:
    """What is known: the approved goals, and the money until the day that is reported."""
    return {
        "goal_version": version,
        "funding": money_lines(sums),
        "goals": list(sheet.goals),
        "indicators": [
            {
                "level1": each.level1 or "",
                "level2": each.level2 or "",
                "name": each.name or "",
                "target": each.target.raw.strip() if each.target else "",
            }
            for each in sheet.indicators
        ],
    }


def money_lines(sums: Mapping[Source, Sums]) -> list[dict[str, Any]]:
    """The lines of the money, the total first."""
    sources = [(FundSource(each.value), sums[each]) for each in Source if each in sums]
    known = [(FundSource.TOTAL, total_of(sums)), *sources]
    return [
        {
            "source": source.value,
            "opening": _text(line.opening),
            "adjusted": _text(line.adjusted),
            "arrived": _text(line.arrived),
            "executed": _text(line.spent),
            "expected": _text(line.expected),
        }
        for source, line in known
    ]


def merged(facts: _Content, answers: _Content) -> dict[str, Any]:
    """The facts with what the unit wrote, be it for these facts or for older ones: an answer stays with its indicator."""
    own = _by_indicator(facts["indicators"], answers.get("indicators") or ())
    return {
        **{key: facts[key] for key in ("goal_version", "goals")},
        "funding": _with_expected(facts["funding"], answers.get("funding") or ()),
        "indicators": [
            {**row, **{key: str((own[number] or {}).get(key) or "") for key in ANSWERS}}
            for number, row in enumerate(facts["indicators"])
        ],
        **{key: str(answers.get(key) or "") for key in NOTES},
        "malformed": dict(answers.get("malformed") or {}),
    }


def amount_of(text: str | None) -> Decimal | None:
    """An amount that was stored as text."""
    return Decimal(text) if text else None


def _by_indicator(facts: Sequence[_Content], answered: Sequence[_Content]) -> list[_Content | None]:
    """For each indicator the answers to it: by name and level, of two alike in their order."""
    left: dict[tuple[str, str], list[_Content]] = {}
    for row in answered:
        left.setdefault(_key(row), []).append(row)
    return [found.pop(0) if (found := left.get(_key(row))) else None for row in facts]


def _key(row: _Content) -> tuple[str, str]:
    return normalise(str(row.get("level2") or "")), normalise(str(row.get("name") or ""))


def _with_expected(lines: Sequence[_Content], answered: Sequence[_Content]) -> list[dict[str, Any]]:
    """The lines with what is expected of each source; the total is their sum."""
    said = {row["source"]: row.get("expected") for row in answered}
    total, *sources = ({**line, "expected": said.get(line["source"]) or line["expected"]} for line in lines)
    amounts = [Decimal(line["expected"]) for line in sources if line["expected"]]
    if sources:
        total["expected"] = _text(sum(amounts, Decimal(0))) if amounts else None
    return [total, *sources]


def _text(amount: Decimal | None) -> str | None:
    """Without the zeros that a database adds."""
    return None if amount is None else f"{amount.normalize():f}"
