"""What the page of a report sends, looked at before it is believed; and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.domain.lights import Course
from jiheng.domain.money import parse_amount
from jiheng.domain.monitoring import Possibility
from jiheng.regulations import Regulation
from jiheng.web.goals.typed_values import list_in, mapping_in, text_in
from jiheng.web.monitoring.content import ANSWERS, NOTES, merged
from jiheng.web.monitoring.judging import ACHIEVEMENTS
from jiheng.web.ui.errors import Conflict

__all__ = ["typed_content", "typed_of"]

_MOST_ROWS = 500
_TICKS = "、"
_Typed = Mapping[str, Any]


def typed_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields of the page; `typed_content` is the way back."""
    wrong = content.get("malformed") or {}
    return {
        "goal_version": content["goal_version"],
        "funding": {
            line["source"]: wrong.get(f"funding.{line['source']}") or line["expected"] or ""
            for line in content["funding"][1:] or content["funding"]
        },
        "indicators": [{key: row[key] for key in ANSWERS} for row in content["indicators"]],
        **{key: content[key] for key in NOTES},
    }


def typed_content(typed: _Typed, facts: Mapping[str, Any], regulation: Regulation) -> dict[str, Any]:
    """The content of a report with what was typed.

    Raises:
        ValidationError: it is not what the page sends.
        Conflict: the goals were approved anew since the page was opened.
    """
    rows = list_in(typed, "indicators", _MOST_ROWS)
    if typed.get("goal_version") != facts["goal_version"] or len(rows) != len(facts["indicators"]):
        raise Conflict("goals-changed", _("绩效目标刚刚调整过，请刷新页面再填；已保存的内容会留在原来的指标上"))
    malformed: dict[str, str] = {}
    funding = mapping_in(typed, "funding")
    answers = {
        "funding": [
            {"source": line["source"], "expected": _expected(funding, line["source"], malformed)}
            for line in facts["funding"]
        ],
        "indicators": [
            {**_answers(row, regulation), "level2": known["level2"], "name": known["name"]}
            for row, known in zip(rows, facts["indicators"], strict=True)
        ],
        **{key: text_in(typed, key) for key in NOTES},
    }
    return {**merged(_without_expected(facts), answers), "malformed": malformed}


def _without_expected(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the unit deletes is deleted, even where the money area expects something."""
    return {**facts, "funding": [{**line, "expected": None} for line in facts["funding"]]}


def _expected(funding: _Typed, source: str, malformed: dict[str, str]) -> str | None:
    text = text_in(funding, source)
    amount = parse_amount(text, None) if text else None
    if text and amount is None:
        malformed[f"funding.{source}"] = text
    return None if amount is None else f"{amount:f}"


def _answers(row: Any, regulation: Regulation) -> dict[str, str]:
    if not isinstance(row, Mapping):
        raise ValidationError(_("格式不对"))
    texts = {key: text_in(row, key) or "" for key in ANSWERS}
    chosen: dict[str, set[str]] = {
        "possibility": set(Possibility), "course": set(Course), "achievement": set(ACHIEVEMENTS)
    }  # fmt: skip
    for key, known in chosen.items():
        if texts[key] and texts[key] not in known:
            raise ValidationError({key: _("没有这个选项")})
    codes = [reason.code for reason in regulation.reasons]
    finer = [word for reason in regulation.reasons for word in reason.finer]
    return {**texts, "reasons": _ticked(texts["reasons"], codes), "finer": _ticked(texts["finer"], finer)}


def _ticked(text: str, known: list[str]) -> str:
    """The words of a list of ticks that there are, in their order; others were in a regulation that holds no more."""
    chosen = set(text.split(_TICKS))
    return _TICKS.join(word for word in known if word in chosen)
