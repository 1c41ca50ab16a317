"""What was reached, measured by what was promised."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jiheng.domain.money import in_wan
from jiheng.domain.scoring import OVERSHOOT_ALLOWED
from jiheng.domain.target import Operator, Target, TargetKind
from jiheng.domain.taxonomy import Dimension
from jiheng.domain.units import TIME_UNITS, is_money, is_ratio

__all__ = ["Outcome", "comparable", "outcome"]

_CEILINGS = frozenset({Operator.AT_MOST, Operator.LESS})
_OPEN = frozenset({Operator.EQUAL, None})
_VAGUE = ("约", "左右")
_OVERSHOT = 1 + OVERSHOOT_ALLOWED


class Outcome(StrEnum):
    """How a quantitative target ended."""

    MET = "met"
    MISSED = "missed"
    OVERSHOT = "overshot"
    """More than 130 % of it was reached."""


def comparable(target: Target, actual: Target | None) -> Decimal | None:
    """The number that `actual` states, in the unit of `target`; None where the two cannot be compared.

    A unit that only one of them has holds for both: forms with a column for the unit print it once.
    """
    if actual is None or target.kind is not TargetKind.QUANTITATIVE or actual.kind is not TargetKind.QUANTITATIVE:
        return None
    number, bounds = actual.value, target.bounds
    if number is None or bounds is None:
        return None
    unit, own = target.unit or "", actual.unit or ""
    if not own and is_ratio(unit) and 0 < number <= 1 < bounds[1]:  # 0.95 may be meant as 95 %
        return None
    if not own or not unit or (is_ratio(unit) and is_ratio(own)):
        return number
    if is_money(unit) and is_money(own):
        amount, one = in_wan(number, own), in_wan(Decimal(1), unit)
        return None if amount is None or one is None else amount / one
    return number if unit.startswith(own) or own.startswith(unit) else None  # 场 and 场次, 个 and 个项目


def outcome(target: Target, actual: Target | None, dimension: Dimension | None) -> Outcome | None:
    """Whether `actual` meets `target`; None where that cannot be told.

    A sign says whether more or less is better. Without one, or with =, it is less for cost, for times, and for zero
    (no accident); else more.
    """
    number = comparable(target, actual)
    bounds = target.bounds
    if number is None or bounds is None or (target.operator is None and any(word in target.raw for word in _VAGUE)):
        return None
    low, high = bounds
    if _is_ceiling(target, high, dimension):
        kept = number < high if target.operator is Operator.LESS else number <= high
        return Outcome.MET if kept else Outcome.MISSED
    if number <= low if target.operator is Operator.MORE else number < low:
        return Outcome.MISSED
    return Outcome.OVERSHOT if high > 0 and number > high * _OVERSHOT else Outcome.MET


def _is_ceiling(target: Target, high: Decimal, dimension: Dimension | None) -> bool:
    if target.operator not in _OPEN:
        return target.operator in _CEILINGS
    return (
        high == 0
        or dimension is Dimension.COST
        or (dimension is Dimension.TIMELINESS and (target.unit or "") in TIME_UNITS)
    )
