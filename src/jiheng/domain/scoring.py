"""How a self-evaluation is scored (财预〔2020〕10号): execution, indicators, grades; all in `Decimal`.

Scores are rounded half up to two decimals and never leave 0 … weight. Where the official text is silent and places differ,
the formula is a parameter.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import NamedTuple

from jiheng.domain.target import Operator

__all__ = [
    "EXECUTION_WEIGHT",
    "FULL_SCORE",
    "Achievement",
    "Band",
    "Grade",
    "ReverseFormula",
    "execution_base",
    "execution_rate",
    "execution_score",
    "grade",
    "half_up",
    "indicator_score",
    "overshoot_score",
    "score_band",
]

FULL_SCORE = Decimal(100)
EXECUTION_WEIGHT = Decimal(10)
"""What 10号 gives to the execution of the budget, out of 100."""

OVERSHOOT_ALLOWED = Decimal("0.30")
"""Reaching up to 130 % of a target is no sign yet that the target was set too low."""

_ZERO = Decimal(0)
_ONE = Decimal(1)
_CENT = Decimal("0.01")
_WIDE = Context(prec=60)  # two amounts of 15 + 15 digits divided by each other still fit


class ReverseFormula(StrEnum):
    """What an indicator with a ceiling loses when the ceiling is broken."""

    RATIO = "ratio"
    """w · t/a, as notes of the ministry to transfer funds have it."""
    DISTANCE = "distance"
    """w · (1 − (a − t)/t), nothing from twice the ceiling on."""


class Achievement(StrEnum):
    """The three verdicts on a qualitative indicator, by their printed names."""

    REACHED = "达成年度指标"
    PARTLY = "部分达成年度指标并具有一定效果"
    MISSED = "未达成年度指标且效果较差"


class Grade(StrEnum):
    """The verdict on a total score."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"


class Band(NamedTuple):
    """The scores that a verdict allows, both ends included."""

    low: Decimal
    high: Decimal


_GRADES = ((Decimal(90), Grade.EXCELLENT), (Decimal(80), Grade.GOOD), (Decimal(60), Grade.FAIR))
_BANDS = {
    Achievement.REACHED: (Decimal("0.8"), None),
    Achievement.PARTLY: (Decimal("0.6"), Decimal("0.8")),
    Achievement.MISSED: (_ZERO, Decimal("0.6")),
}


def half_up(value: Decimal) -> Decimal:
    """`value` with two decimals."""
    return value.quantize(_CENT, ROUND_HALF_UP, _WIDE)


def execution_base(opening: Decimal | None, adjusted: Decimal | None) -> Decimal | None:
    """What spending is measured by: the adjusted budget (全年预算数), where that is blank the opening one; None for 0."""
    base = opening if adjusted is None else adjusted
    return None if base is None or base <= 0 else base


def execution_rate(opening: Decimal | None, adjusted: Decimal | None, executed: Decimal | None) -> Decimal | None:
    """Spent of the budget, 1 for all; None where it cannot be told."""
    base = execution_base(opening, adjusted)
    return None if base is None or executed is None else executed / base


def execution_score(rate: Decimal | None, weight: Decimal = EXECUTION_WEIGHT) -> Decimal | None:
    """The score of an execution rate; spending more than the budget earns no more."""
    return None if rate is None else _points(weight, rate)


def indicator_score(
    weight: Decimal,
    operator: Operator | None,
    target: Decimal,
    actual: Decimal,
    *,
    reverse: ReverseFormula = ReverseFormula.RATIO,
) -> Decimal:
    """The score of a quantitative indicator by the sign of its target; without a sign, more is better."""
    if operator in {Operator.AT_MOST, Operator.LESS} or (operator is Operator.EQUAL and target == 0):
        return _points(weight, _kept(target, actual, reverse))
    return _points(weight, _reached(target, actual))


def overshoot_score(
    weight: Decimal, target: Decimal, actual: Decimal, *, allowed: Decimal = OVERSHOOT_ALLOWED
) -> Decimal:
    """The score of an indicator that was exceeded because its target was set too low: less by what is beyond `allowed`."""
    share = _reached(target, actual)
    over = share - _ONE - allowed
    return _points(weight, _ONE - over if over > 0 else share)


def score_band(weight: Decimal, achievement: Achievement) -> Band:
    """The scores that may be given to a qualitative indicator."""
    low, limit = _BANDS[achievement]
    lowest = half_up(weight * low)
    return Band(lowest, weight if limit is None else max(lowest, half_up(weight * limit) - _CENT))


def grade(total: Decimal) -> Grade:
    """优 from 90, 良 from 80, 中 from 60, else 差: 89.99 is 良."""
    return next((name for least, name in _GRADES if total >= least), Grade.POOR)


def _reached(target: Decimal, actual: Decimal) -> Decimal:
    """The share of a floor that is reached; a floor of zero or less is reached or not."""
    if target <= 0:
        return _ONE if actual >= target else _ZERO
    return actual / target


def _kept(target: Decimal, actual: Decimal, formula: ReverseFormula) -> Decimal:
    """The share of a ceiling that is kept; a ceiling of zero or less is kept or not."""
    if actual <= target:
        return _ONE
    if target <= 0:
        return _ZERO
    return target / actual if formula is ReverseFormula.RATIO else _ONE - (actual - target) / target


def _points(weight: Decimal, share: Decimal) -> Decimal:
    if share >= _ONE:
        return weight
    # A weight with three decimals could be passed by rounding.
    return min(weight, half_up(weight * share)) if share > 0 else _ZERO
