"""Problems: opened and closed in each month, and what is open of each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from jiheng.web.analytics.scopes import Scope
from jiheng.web.rectification.models import OPEN, Event, Happening, Problem

__all__ = ["Standing", "Turnover", "standing_of", "turnover_of"]


class Turnover(NamedTuple):
    """Month by month: opened (again), closed, and what was open at its end."""

    months: list[date]
    opened: list[int]
    closed: list[int]
    left: list[int]


class Standing(NamedTuple):
    """Problems of a group: all, not closed, and overdue of these."""

    total: int
    open: int
    overdue: int


def turnover_of(scope: Scope) -> Turnover | None:
    """Of the problems of the year; None where there was none. One query."""
    kinds = (Happening.ISSUED, Happening.REOPENED, Happening.CLOSED)
    events = Event.objects.filter(problem__organization__in=scope.rows, problem__year=scope.year, kind__in=kinds)
    rows = events.order_by().annotate(month=TruncMonth("at")).values("month", "kind").annotate(count=Count("pk"))
    opened: Counter[date] = Counter()
    closed: Counter[date] = Counter()
    for row in rows:
        (closed if row["kind"] == Happening.CLOSED else opened)[timezone.localdate(row["month"])] += row["count"]
    if not opened:
        return None
    now = timezone.localdate().replace(day=1)
    months = _months(min(opened), max([*opened, *closed, now]))
    left, running = [], 0
    for month in months:
        running += opened[month] - closed[month]
        left.append(running)
    return Turnover(months, [opened[month] for month in months], [closed[month] for month in months], left)


def standing_of(scope: Scope) -> Mapping[int, Standing]:
    """Key of the group → its problems; one query."""
    unclosed = Q(state__in=OPEN)
    late = unclosed & Q(due_on__lt=timezone.localdate())
    rows = Problem.objects.filter(organization__in=scope.rows, year=scope.year).order_by().values("organization")
    counted = rows.annotate(total=Count("pk"), unclosed=Count("pk", filter=unclosed), overdue=Count("pk", filter=late))
    folded = scope.folded(
        (row["organization"], Standing(row["total"], row["unclosed"], row["overdue"])) for row in counted
    )
    return {group: Standing(*map(sum, zip(*parts, strict=True))) for group, parts in folded.items()}


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while months[-1] < last:
        before = months[-1]
        months.append(date(before.year + before.month // 12, before.month % 12 + 1, 1))
    return months
