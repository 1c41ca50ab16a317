"""What a unit states, and what places do differently."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jiheng.domain.scoring import EXECUTION_WEIGHT, OVERSHOOT_ALLOWED, Achievement, ReverseFormula
from jiheng.domain.target import Target
from jiheng.i18n import N_, _

__all__ = ["METHODS", "Claim", "ExecutionClaim", "Method", "NotApplicable", "ScoringRule", "Step"]


class Method(StrEnum):
    """How an indicator earns its points."""

    PROPORTION = "proportion"
    """按完成比例赋分: by the share of the target that was reached."""
    FLOOR = "floor"
    """按完成比例赋分，设及格门槛: nothing below a share of the target."""
    DIRECT = "direct"
    """直接赋分: all or nothing."""
    STEPS = "steps"
    """分档赋分 (满意度赋分): the value falls into one of several steps."""
    BANDS = "bands"
    """按评判等级赋分: a verdict in words, a score within its band."""

    @property
    def label(self) -> str:
        """What people call it."""
        return _(METHODS[self])


METHODS = {
    Method.PROPORTION: N_("按完成比例赋分"),
    Method.FLOOR: N_("按完成比例赋分（设及格门槛）"),
    Method.DIRECT: N_("直接赋分"),
    Method.STEPS: N_("分档赋分"),
    Method.BANDS: N_("按评判等级赋分"),
}


class NotApplicable(StrEnum):
    """What becomes of the weight of an indicator that does not apply."""

    REDISTRIBUTE = "redistribute"
    """It goes to the other indicators of the same first level, in proportion."""
    REBASE = "rebase"
    """The sheet is counted without it: its weight goes to all that is left, the execution of the budget among it."""
    FULL = "full"
    """It is given in full."""


class Step(NamedTuple):
    """From `least` on, in the unit of the target, so large a share of the weight is earned."""

    least: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """What places do differently.

    Attributes:
        execution_weight: of the execution of the budget, mostly 10.
        reverse: what a broken ceiling costs.
        strict_equal: whether more than a target with = is a deviation, too.
        overshoot_allowed: what may be reached beyond a target before its height has to be explained.
        not_applicable: see `NotApplicable`.
        floor: below this share of the target `Method.FLOOR` gives nothing.
        satisfaction_steps: of `Method.STEPS` where an indicator has none of its own.
        reason_below: an execution rate below it needs a reason (four decimals of 1), 1 for every gap.
    """

    execution_weight: Decimal = EXECUTION_WEIGHT
    reverse: ReverseFormula = ReverseFormula.RATIO
    strict_equal: bool = False
    overshoot_allowed: Decimal = OVERSHOOT_ALLOWED
    not_applicable: NotApplicable = NotApplicable.REDISTRIBUTE
    floor: Decimal = Decimal("0.60")
    satisfaction_steps: tuple[Step, ...] = (
        Step(Decimal(90), Decimal(1)),
        Step(Decimal(80), Decimal("0.8")),
        Step(Decimal(60), Decimal("0.6")),
        Step(Decimal(0), Decimal(0)),
    )
    reason_below: Decimal = Decimal("0.90")


class Claim(NamedTuple):
    """One indicator as the unit states it.

    Attributes:
        group: its first level; weights of what does not apply stay within it.
        weight: in points; None is a blank cell.
        achievement, given: of `Method.BANDS`, the verdict and the points picked inside its band.
        target_was_low: the unit says that the target was set too low.
        not_applicable: why the indicator does not apply; empty where it does.
        method: None for the one that the target asks for.
    """

    group: str
    weight: Decimal | None
    target: Target | None
    actual: Target | None
    achievement: Achievement | None = None
    given: Decimal | None = None
    target_was_low: bool = False
    not_applicable: str = ""
    method: Method | None = None
    floor: Decimal | None = None
    steps: tuple[Step, ...] = ()
    reason: str = ""


class ExecutionClaim(NamedTuple):
    """The money of the year in one unit: 年初预算数, 全年预算数, 全年执行数; None is blank."""

    opening: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    reason: str = ""
