"""Sums of money; rates are reckoned here and never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, Sum

from jiheng.web.execution.models import Movement, MovementKind, Source

__all__ = ["Sums", "money_of", "monies_of", "spent_by_month", "total_of"]

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


_NOTHING = Sums(_ZERO, _ZERO, None, None, None)


def money_of(goal: int, *, at: date | None = None) -> dict[Source, Sums]:
    """The sums of a goal by source, of sources that have any; `at`: with the movements up to that day only."""
    return monies_of([goal], at=at).get(goal, {})


def monies_of(goals: Iterable[int], *, at: date | None = None) -> dict[int, dict[Source, Sums]]:
    """The same for many goals, in two queries."""
    until = Q(on__lte=at) if at else Q()
    found = Movement.objects.filter(until, goal__in=list(goals))
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
    return {goal: {source: _sums(kinds) for source, kinds in sources.items()} for goal, sources in raw.items()}


def total_of(sources: Mapping[Source, Sums]) -> Sums:
    """All sources together."""
    total = _NOTHING
    for each in sources.values():
        total = Sums(
            total.opening + each.opening,
            total.adjusted + each.adjusted,
            _added(total.arrived, each.arrived),
            _added(total.spent, each.spent),
            _added(total.expected, each.expected),
        )
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
