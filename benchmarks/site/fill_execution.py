"""The money of approved projects, entered by month as the pages do it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jiheng.web.execution.models import Movement, MovementKind, ProjectSums, Source
from jiheng.web.execution.selectors import total_of
from jiheng.web.execution.services import last_day
from rows import Approved, Rows
from ways import amount_of, arrived, sums_of, way_of

__all__ = ["add_money"]


def add_money(rows: Rows, approved: Approved, months: int) -> None:
    """The opening budget, what has arrived with each quarter, and what was spent in each of the first `months`."""
    budget, way = Decimal(approved.project.amount), way_of(approved.number)
    _movement(rows, approved, MovementKind.OPENING, date(approved.year, 1, 1), budget)
    there = gone = 0
    for month in range(1, months + 1):
        day = last_day(approved.year, month)
        for kind, now, before in (
            (MovementKind.ARRIVED, arrived(month), there),
            (MovementKind.SPENT, way.spent[month - 1], gone),
        ):
            if now > before:
                _movement(rows, approved, kind, day, amount_of(budget, now - before))
        there, gone = arrived(month), way.spent[month - 1]
    total = total_of(sums_of(budget, way, months))._replace(expected=None)  # that is said in monitoring
    rows.add(ProjectSums, pk=approved.goal, rate=total.rate, **total._asdict())


def _movement(rows: Rows, approved: Approved, kind: MovementKind, on: date, amount: Decimal) -> None:
    rows.add(
        Movement, goal_id=approved.goal, kind=kind, source=Source.FISCAL, on=on, amount=amount,
        entered_by_id=approved.unit.preparer,
    )  # fmt: skip
