"""Sums of money; rates are reckoned here and never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from jiheng.web.execution.budgets import approved_budgets
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.policies import projects
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.policies import Actor

__all__ = [
    "NOTHING",
    "Due",
    "Sums",
    "adjustment_due",
    "money_of",
    "monies_of",
    "movements_of",
    "project_get",
    "spent_by_month",
    "total_of",
]

_ZERO = Decimal(0)


class Sums(NamedTuple):
    """Money of one source, or of all, in 万元.

    Attributes:
        opening: 年初预算数; adjusted: 全年预算数, the opening budget with all adjustments.
        arrived: 到位数; spent: 执行数; None where nothing was entered.
        expected: 全年预计执行数, None where nobody said it.
    """

    opening: Decimal
    adjusted: Decimal
    arrived: Decimal | None
    spent: Decimal | None
    expected: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """Spent of the adjusted budget, 1 for all; None where there is no budget or nothing was entered."""
        return self.spent / self.adjusted if self.spent is not None and self.adjusted > 0 else None

    def with_more(self, more: Sums) -> Sums:
        """Both together; what nobody entered adds nothing."""
        return Sums(
            self.opening + more.opening,
            self.adjusted + more.adjusted,
            _added(self.arrived, more.arrived),
            _added(self.spent, more.spent),
            _added(self.expected, more.expected),
        )


class Due(NamedTuple):
    """What the approved goals say beyond the budget that is entered.

    Attributes:
        number: of the version; amounts: by source, in 万元, negative where it is less.
    """

    number: int
    amounts: dict[Source, Decimal]


NOTHING = Sums(_ZERO, _ZERO, None, None, None)


def money_of(goal: int, *, at: date | None = None) -> dict[Source, Sums]:
    """The sums of a goal by source, of sources that have any; `at`: with the movements up to that day only."""
    return monies_of([goal], at=at).get(goal, {})


def monies_of(goals: Iterable[int], *, at: date | None = None) -> dict[int, dict[Source, Sums]]:
    """The same for many goals, in three queries.

    The opening budget of a goal for which nobody entered one is that of its first approved version.
    """
    wanted = list(goals)
    until = Q(on__lte=at) if at else Q()
    found = Movement.objects.filter(until, goal__in=wanted)
    summed = (
        found.exclude(kind=MovementKind.EXPECTED)
        .order_by()
        .values("goal", "source", "kind")
        .annotate(sum=Sum("amount"))
    )
    raw: dict[int, dict[Source, dict[str, Decimal]]] = {}
    for row in summed:
        raw.setdefault(row["goal"], {}).setdefault(Source(row["source"]), {})[row["kind"]] = row["sum"]
    latest = found.filter(kind=MovementKind.EXPECTED).order_by("on", "id")
    for goal, source, amount in latest.values_list("goal", "source", "amount"):
        raw.setdefault(goal, {}).setdefault(Source(source), {})[MovementKind.EXPECTED] = amount
    without = [goal for goal in wanted if not any(MovementKind.OPENING in each for each in raw.get(goal, {}).values())]
    for goal, approved in approved_budgets(without).items():
        for source, amount in approved.first.items():
            raw.setdefault(goal, {}).setdefault(source, {})[MovementKind.OPENING] = amount
    return {goal: {source: _sums(kinds) for source, kinds in sources.items()} for goal, sources in raw.items()}


def total_of(sources: Mapping[Source, Sums]) -> Sums:
    """All sources together."""
    total = NOTHING
    for each in sources.values():
        total = total.with_more(each)
    return total


def spent_by_month(goal: int, year: int) -> list[Decimal | None]:
    """What was spent by the end of each month, cumulative; None behind the last month with a movement."""
    sums: dict[int, Decimal] = {}
    rows = Movement.objects.filter(goal=goal, kind=MovementKind.SPENT, on__year=year).values_list("on__month", "amount")
    for month, amount in rows:
        sums[month] = sums.get(month, _ZERO) + amount
    last, running, series = max(sums, default=0), _ZERO, []
    for month in range(1, 13):
        running += sums.get(month, _ZERO)
        series.append(running if month <= last else None)
    return series


def project_get(*, actor: Actor, pk: int) -> Goal:
    """An approved project.

    Raises:
        Http404: there is none, or `actor` may not see it: nobody learns which there are.
    """
    year = Goal.objects.filter(pk=pk, is_deleted=False).values_list("year", flat=True).first() or 0
    return get_object_or_404(projects(actor, year).select_related("organization"), pk=pk)


def movements_of(goal: Goal) -> QuerySet[Movement]:
    """The movements of a project, the newest first, with where they come from."""
    found = Movement.objects.filter(goal=goal).select_related("table", "entered_by").defer("table__data")
    return found.order_by("-on", "-id")


def adjustment_due(goal: Goal, money: Mapping[Source, Sums] | None = None) -> Due | None:
    """What an approved adjustment of the goals changed of the budget and nobody entered yet; None where nothing is due.

    Args:
        goal: of which project.
        money: its sums, where they were read already.
    """
    approved = approved_budgets([goal.pk]).get(goal.pk)
    if approved is None:
        return None
    known = money_of(goal.pk) if money is None else money
    sources = [source for source in Source if source in known or source in approved.last]
    gaps = {source: approved.last.get(source, _ZERO) - known.get(source, NOTHING).adjusted for source in sources}
    amounts = {source: gap for source, gap in gaps.items() if gap}
    # Only what the last version changed: who entered another opening budget than the goals say has their reasons.
    amounts = {
        source: gap for source, gap in amounts.items()
        if approved.last.get(source, _ZERO) != approved.first.get(source, _ZERO)
    }  # fmt: skip
    return Due(approved.number, amounts) if amounts else None


def _sums(kinds: Mapping[str, Decimal]) -> Sums:
    opening = kinds.get(MovementKind.OPENING, _ZERO)
    return Sums(
        opening,
        opening + kinds.get(MovementKind.ADJUSTMENT, _ZERO),
        kinds.get(MovementKind.ARRIVED),
        kinds.get(MovementKind.SPENT),
        kinds.get(MovementKind.EXPECTED),
    )


def _added(one: Decimal | None, two: Decimal | None) -> Decimal | None:
    return one if two is None else two if one is None else one + two
