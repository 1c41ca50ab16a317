"""Points and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jiheng.i18n import _

__all__ = ["Score", "ScoreSheet", "plain"]


class Score(NamedTuple):
    """Points and how they came about.

    Attributes:
        weight: what could be earned, after weights of others were added.
        points: None where it cannot be reckoned; `problem` says why.
        rule: the rule's name; arithmetic: the sum with its numbers (``10 × 37.24 ÷ 43.20 = 8.62``); both templates with
            `values`.
        needs_reason: a deviation that has to be explained; problem: what is missing or wrong, a template with `values`.
    """

    weight: Decimal
    points: Decimal | None
    rule: str
    arithmetic: str
    values: Mapping[str, Any]
    needs_reason: bool = False
    problem: str = ""

    @property
    def rule_text(self) -> str:
        """The rule in the language in use."""
        return _(self.rule).format(**self.values)

    @property
    def arithmetic_text(self) -> str:
        """The arithmetic in the language in use; empty where nothing was reckoned."""
        return _(self.arithmetic).format(**self.values) if self.arithmetic else ""

    @property
    def problem_text(self) -> str:
        """What is wrong, in the language in use; empty where nothing is."""
        return _(self.problem).format(**self.values) if self.problem else ""


class ScoreSheet(NamedTuple):
    """All scores in the order of the claims.

    Attributes:
        rate: of execution, 1 for all; None where it cannot be told.
        total: sum of what is shown; None while a score is missing. full: what could have been earned.
    """

    execution: Score
    rate: Decimal | None
    indicators: tuple[Score, ...]
    total: Decimal | None
    full: Decimal


def plain(value: Decimal) -> str:
    """A number without idle zeros behind the point and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
