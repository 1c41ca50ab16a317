"""Scores for pages: points with the rule, the arithmetic and what is missing, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.scores import Score
from jiheng.domain.scores.score import plain
from jiheng.domain.scoring import score_band
from jiheng.domain.target import TargetKind, parse_target
from jiheng.web.self_evaluation.reckoning import ACHIEVEMENTS, Reckoned, number_of

__all__ = ["ShownScore", "score_answer", "shown_score", "shown_scores"]

_Content = Mapping[str, Any]


class ShownScore(NamedTuple):
    """A score as ``_score.html`` shows it; all parts are words.

    Attributes:
        name: what is scored; points: a dash while there are none.
        rule, arithmetic, problem: see `jiheng.domain.scores.Score`.
        in_words: judged by a verdict; band: which points it allows, empty without a verdict.
        is_beyond: full points for far more than was promised.
    """

    name: str
    weight: str
    points: str
    rule: str
    arithmetic: str
    problem: str
    needs_reason: bool
    reason: str
    in_words: bool = False
    band: str = ""
    is_beyond: bool = False

    @property
    def is_full(self) -> bool:
        """Nothing was lost."""
        return self.points == self.weight


def shown_scores(content: _Content, reckoned: Reckoned) -> list[ShownScore]:
    """The score of the money, then those of the rows."""
    rows = content.get("indicators") or []
    money = shown_score(_("预算执行率"), reckoned.sheet.execution, str(content.get("execution_reason") or ""))
    return [money, *(_of_row(row, score) for row, score in zip(rows, reckoned.sheet.indicators, strict=True))]


def _of_row(row: _Content, score: Score) -> ShownScore:
    shown = shown_score(str(row.get("name") or ""), score, str(row.get("reason") or ""))
    in_words = not row.get("is_void") and _is_in_words(row)
    is_beyond = not in_words and score.needs_reason and score.points == score.weight
    return shown._replace(in_words=in_words, band=_band(row, score) if in_words else "", is_beyond=is_beyond)


def shown_score(name: str, score: Score, reason: str = "") -> ShownScore:
    """One score."""
    return ShownScore(
        name=name,
        weight=plain(score.weight),
        points="—" if score.points is None else plain(score.points),
        rule=score.rule_text,
        arithmetic=score.arithmetic_text,
        problem=score.problem_text,
        needs_reason=score.needs_reason,
        reason=reason.strip(),
    )


def score_answer(score: ShownScore) -> dict[str, Any]:
    """The same for the scripts of the editor."""
    return {**score._asdict(), "isFull": score.is_full}


def _is_in_words(row: _Content) -> bool:
    method = row.get("method") or ""
    return method == "bands" or (
        not method and parse_target(str(row.get("target") or "")).kind is not TargetKind.QUANTITATIVE
    )


def _band(row: _Content, score: Score) -> str:
    """From which points to which the verdict allows."""
    verdict = ACHIEVEMENTS.get(row.get("achievement") or "")
    if verdict is None or number_of(row.get("weight")) is None:
        return ""
    low, high = score_band(score.weight, verdict)
    return f"{plain(low)}–{plain(high)}"
