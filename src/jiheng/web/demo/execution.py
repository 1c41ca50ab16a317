"""The money of the demo: a year of payments out of a file, arrivals typed by hand, one project that lags behind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone

from jiheng.web.execution.models import MovementKind, Source
from jiheng.web.execution.selectors import money_of, total_of
from jiheng.web.execution.services import movement_set
from jiheng.web.execution.tables.services import table_bring, table_check, table_take
from jiheng.web.execution.tables.work import options_from
from jiheng.web.goals.models import Goal, GoalKind, GoalState
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import holders

__all__ = ["make_money"]

_HEADINGS = ("项目编码", "项目名称", "预算单位编码", "资金性质", "支付日期", "支付金额（元）", "支付凭证号", "摘要")
_MONTHLY = (0, 3, 7, 6, 8, 14, 9, 8, 12, 10, 11, 9)  # per cent of the budget that is paid in each month
_LAGGING = (0, 2, 2, 3, 2, 4, 3, 2, 4, 3, 5, 6)
_CORRECTED = 5  # the month in which a payment of the first project is taken back
_CENT = Decimal("0.01")
_WAN = 10_000


def make_money(year: int) -> None:
    """The movements of the approved projects of `year`, as far as the year has come."""
    bureau = Organization.objects.get(kind=Kind.BUREAU)
    office = holders(bureau, year, Role.PERFORMANCE_OFFICE)[0]
    found = Goal.objects.filter(year=year, kind=GoalKind.PROJECT, state=GoalState.APPROVED, is_deleted=False)
    goals = list(found.select_related("organization").order_by("pk"))
    months = _months(year)
    if not goals or not months:
        return
    table = table_bring(
        organization=bureau,
        year=year,
        name=f"{year}年国库集中支付明细.csv",
        data=_file(goals, year, months),
        actor=office,
    )
    table = table_check(
        table=table,
        columns=table.columns,
        options=options_from(table.options),
        actor=office,
        remember="国库集中支付明细",
    )
    table_take(table=table, actor=office)
    for goal in goals:
        _arrivals(goal, months)


def _months(year: int) -> int:
    """How many months of the year are over."""
    today = timezone.localdate()
    return 12 if today.year > year else today.month - 1 if today.year == year else 0


def _file(goals: list[Goal], year: int, months: int) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(_HEADINGS)
    for number, goal in enumerate(goals):
        writer.writerows(_payments(goal, number, year, months))
    unit = goals[0].organization.code
    writer.writerow(
        ["301001990009", "往年遗留工程尾款", unit, "财政拨款", f"{year}-01-20", "36000.00", f"{year}9001", "尾款"]
    )
    writer.writerow(
        [goals[0].code, goals[0].name, unit, "财政拨款", f"{year - 1}-12-30", "1200.00", f"{year}9002", "上年补记"]
    )
    return made.getvalue().encode("gb18030")


def _payments(goal: Goal, number: int, year: int, months: int) -> Iterator[list[str]]:
    budget = total_of(money_of(goal.pk)).adjusted * _WAN
    shares = _LAGGING if number == 0 else _MONTHLY
    for month, share in enumerate(shares[:months], 1):
        amount = (budget * share / 100).quantize(_CENT)
        if not amount:
            continue
        line = [goal.code, goal.name, goal.organization.code, "财政拨款"]
        day = date(year, month, 8 + number).isoformat()
        voucher = f"{year}{month:02d}{number + 1:03d}"
        yield [*line, day, str(amount), voucher, f"{month}月进度款"]
        if number == 0 and month == _CORRECTED:
            back = -(amount / 2).quantize(_CENT)
            yield [*line, date(year, month, 20).isoformat(), str(back), f"{voucher}冲", "退回多付"]


def _arrivals(goal: Goal, months: int) -> None:
    """Half of the budget arrives in January, the rest in July."""
    preparer = holders(goal.organization, goal.year, Role.PREPARER)[0]
    budget = total_of(money_of(goal.pk)).adjusted
    half = (budget / 2).quantize(_CENT)
    for month, amount in ((1, half), (7, budget - half)):
        if month <= months:
            movement_set(
                goal=goal, kind=MovementKind.ARRIVED, source=Source.FISCAL, month=month, amount=amount, actor=preparer
            )
