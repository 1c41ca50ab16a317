"""The lines of a self-evaluation that can be scored again: the money, then each indicator."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jiheng.domain.scores.score import plain
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.models import Rescore, SelfEvaluationVersion
from jiheng.web.self_evaluation.reckoning import number_of, reckon
from jiheng.web.self_evaluation.scored import ShownScore, shown_scores

__all__ = ["Compared", "Line", "compared", "difference_of", "lines_of"]

_EXECUTION = "execution"


class Line(NamedTuple):
    """A line.

    Attributes:
        key: as `Rescore.scores` has it; own: the unit's points, None where it has none.
        target, actual: in words; shown: with rule and arithmetic.
    """

    key: str
    name: str
    weight: Decimal
    own: Decimal | None
    target: str
    actual: str
    shown: ShownScore

    def points_of(self, scores: Mapping[str, Mapping[str, Any]]) -> Decimal:
        """The points after scoring again."""
        said = number_of((scores.get(self.key) or {}).get("points"))
        return (self.own or Decimal(0)) if said is None else said


class Compared(NamedTuple):
    """A line with both scores; `difference` is empty where they are the same, `typed` what was typed instead of it."""

    line: Line
    own: str
    again: str
    difference: str
    reason: str


def lines_of(version: SelfEvaluationVersion) -> list[Line]:
    """The lines of what was handed in."""
    content = version.content
    reckoned = reckon(content, regulation_of(version.item.year))
    money, *shown = shown_scores(content, reckoned)
    execution = reckoned.sheet.execution
    lines = [Line(_EXECUTION, money.name, execution.weight, execution.points, "", _rate(reckoned.rate), money)]
    for index, row in enumerate(content.get("indicators") or []):
        score, words = reckoned.score_of(index), (str(row.get("target") or ""), str(row.get("actual") or ""))
        if row.get("is_void") and not score.weight:
            continue  # where it is given in full it counts like any other
        lines.append(Line(str(index), shown[index].name, score.weight, score.points, *words, shown[index]))
    return lines


def compared(rescore: Rescore, typed: Mapping[str, Mapping[str, str]] | None = None) -> list[Compared]:
    """Both scores of each line; `typed`: what a person sent and could not be kept."""
    scores = rescore.scores if typed is None else typed
    return [_compared(line, scores.get(line.key) or {}) for line in lines_of(rescore.version)]


def difference_of(rescore: Rescore) -> Decimal | None:
    """Points that were taken (negative) or added on the whole; None while either total is missing."""
    own, again = rescore.version.total, rescore.total
    return None if own is None or again is None else again - own


def _rate(rate: Decimal | None) -> str:
    return "" if rate is None else f"{rate * 100:.2f}%"


def _compared(line: Line, said: Mapping[str, str]) -> Compared:
    points = number_of(said.get("points"))
    apart = None if points is None or line.own is None else points - line.own
    return Compared(
        line,
        "—" if line.own is None else plain(line.own),
        str(said.get("points") or ""),
        f"{apart:+f}" if apart else "",
        str(said.get("reason") or ""),
    )
