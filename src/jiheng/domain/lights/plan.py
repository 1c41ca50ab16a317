"""How much of the year's plan is due by a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.goals import PlanStep

__all__ = ["Progress", "share_due"]

_ZERO, _ONE = Decimal(0), Decimal(1)


class Progress(NamedTuple):
    """How far the year is.

    Attributes:
        at: the last day that is reported.
        year: the budget year.
        elapsed: share of the time that the project has, from 0 to 1.
        due: share of the money that the plan wants spent by then; `elapsed` where there is no plan.
        has_plan: whether `due` is from the project's own plan.
    """

    at: date
    year: int
    elapsed: Decimal
    due: Decimal
    has_plan: bool

    @classmethod
    def of(cls, *, at: date, year: int, plan: Iterable[PlanStep] = (), starts: date | None = None) -> Progress:
        """The progress of a project by the end of `at`.

        Args:
            at: the last day that is reported.
            year: the budget year.
            plan: cumulative per cent by the end of months.
            starts: of a project that was added in mid-year, the day it began; else it has the whole year.
        """
        begin = max(starts, date(year, 1, 1)) if starts else date(year, 1, 1)
        steps = [(step.month, step.percent) for step in plan if step.percent is not None and 1 <= step.month <= 12]
        elapsed = _elapsed(begin, at, year)
        return cls(at, year, elapsed, share_due(steps, begin, at, year), bool(steps))

    @property
    def is_over(self) -> bool:
        """The year has ended."""
        return self.at >= date(self.year, 12, 31)

    @property
    def patient(self) -> Decimal:
        """What work can be expected to have reached: the lesser of time and plan, for work may follow either."""
        return min(self.elapsed, self.due)

    @property
    def generous(self) -> Decimal:
        """What may have been used of a ceiling: the greater of the two."""
        return max(self.elapsed, self.due)


def share_due(steps: Sequence[tuple[int, Decimal]], begin: date, at: date, year: int) -> Decimal:
    """The plan at a day: a straight line between its points, from nothing on the first day.

    A plan that falls is held at what it had reached; without a plan it is the time.
    """
    if not steps:
        return _elapsed(begin, at, year)
    before_day, before = begin, _ZERO
    for month, per_cent in sorted(steps):
        day = date(year, month, monthrange(year, month)[1])
        reached = max(before, min(_ONE, per_cent / 100))
        if at <= day:
            whole, gone = (day - before_day).days, (at - before_day).days
            if whole <= 0 or gone < 0:
                return before if at < day else reached
            return before + (reached - before) * gone / whole
        before_day, before = max(day, begin), reached
    return before


def _elapsed(begin: date, at: date, year: int) -> Decimal:
    """By months where whole months have passed, so that the end of June is one half."""
    end = date(year, 12, 31)
    if at >= end:
        return _ONE
    if at < begin:
        return _ZERO
    return (_months(at) - _months_before(begin)) / (12 - _months_before(begin))


def _months(day: date) -> Decimal:
    """How many months have passed by the end of a day."""
    return Decimal(day.month - 1) + Decimal(day.day) / monthrange(day.year, day.month)[1]


def _months_before(day: date) -> Decimal:
    return Decimal(day.month - 1) + Decimal(day.day - 1) / monthrange(day.year, day.month)[1]
