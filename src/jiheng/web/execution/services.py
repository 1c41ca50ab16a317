"""Typing money."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.execution import policies
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.selectors import adjustment_due
from jiheng.web.execution.standing import restate, year_hold
from jiheng.web.goals.models import Goal
from jiheng.web.ui.errors import Conflict

__all__ = ["MOST", "Cell", "adjustment_take", "cells_set", "last_day", "movement_set"]

MOST = Decimal(10) ** 12
"""万元; a larger amount is mistyped."""

_PLACES = -6
_JANUARY, _DECEMBER = 1, 12
_BY_MONTH = frozenset({MovementKind.ADJUSTMENT, MovementKind.ARRIVED, MovementKind.SPENT})


class Cell(NamedTuple):
    """A cell of the grid that was changed.

    Attributes:
        month: 1 to 12; 0 for what belongs to the whole year (the opening budget, the expected sum).
        amount: in 万元, None for an empty cell.
        before: what the person saw in it.
    """

    kind: MovementKind
    source: Source
    month: int
    amount: Decimal | None
    before: Decimal | None


def last_day(year: int, month: int) -> date:
    """Of a month; what is entered by month is entered as of then."""
    return date(year, month, monthrange(year, month)[1])


@transaction.atomic
def movement_set(
    *, goal: Goal, kind: MovementKind, source: Source, month: int, amount: Decimal | None, actor: User
) -> None:
    """Let the typed amount of a month be `amount`, whatever was typed there before.

    Raises:
        PermissionDenied: `actor` does not enter the money of this project.
        ValidationError: no amount, no month, or a file has the month already.
    """
    if not policies.may_enter(actor, goal):
        raise PermissionDenied
    year_hold(goal.year)
    before = _typed_sum(goal, kind, source, month)
    _write(goal, Cell(kind, source, month, amount, before), actor)
    restate([goal.pk])
    _log(goal, actor, [Cell(kind, source, month, amount, before)])


@transaction.atomic
def cells_set(*, goal: Goal, cells: Iterable[Cell], actor: User) -> None:
    """Store the changed cells of the grid, all or none.

    Raises:
        PermissionDenied: `actor` does not enter the money of this project.
        ValidationError: a cell holds no amount, or a file has its month already.
        Conflict: somebody else changed one of the cells meanwhile; `details` has what stands there now.
    """
    if not policies.may_enter(actor, goal):
        raise PermissionDenied
    year_hold(goal.year)
    changed = list(cells)
    now = {cell: _typed_sum(goal, cell.kind, cell.source, cell.month) for cell in changed}
    others = {cell: value for cell, value in now.items() if value not in {cell.before, cell.amount}}
    if others:
        there = [
            {"kind": cell.kind, "source": cell.source, "month": cell.month, "amount": _plain(value)}
            for cell, value in others.items()
        ]
        message = _("有 {count} 格刚刚被别人改过，您这次的修改没有存进去；现在的数已标出，请核对后再填")
        raise Conflict("cells-changed", message.format(count=len(others)), cells=there)
    for cell in changed:
        _write(goal, cell, actor)
    restate([goal.pk])
    _log(goal, actor, changed)


@transaction.atomic
def adjustment_take(*, goal: Goal, actor: User) -> dict[Source, Decimal]:
    """Enter what the approved goals say beyond the budget that is known, as an adjustment; once, however often.

    Returns:
        What was entered, by source; nothing where nothing was due.

    Raises:
        PermissionDenied: `actor` does not enter the money of this project.
    """
    if not policies.may_enter(actor, goal):
        raise PermissionDenied
    year_hold(goal.year)
    due = adjustment_due(goal)
    if due is None:
        return {}
    today = min(max(timezone.localdate(), date(goal.year, 1, 1)), date(goal.year, 12, 31))
    note = _("绩效目标第 {number} 版批复").format(number=due.number)
    for source, amount in due.amounts.items():
        Movement.objects.create(
            goal=goal, kind=MovementKind.ADJUSTMENT, source=source, on=last_day(goal.year, today.month), amount=amount,
            note=note, entered_by=actor,
        )  # fmt: skip
    restate([goal.pk])
    after = {source.value: str(amount) for source, amount in due.amounts.items()}
    code = goal.organization.code
    record("execution.adjusted", actor=actor, subject=goal, organization=code, after=after)
    return dict(due.amounts)


def _typed(goal: Goal, kind: MovementKind, source: Source, month: int) -> QuerySet[Movement]:
    found = Movement.objects.filter(goal=goal, kind=kind, source=source, key="")
    return found.filter(on__month=month) if kind in _BY_MONTH else found


def _typed_sum(goal: Goal, kind: MovementKind, source: Source, month: int) -> Decimal | None:
    typed = _typed(goal, kind, source, month)
    if kind == MovementKind.EXPECTED:
        return typed.order_by("-on", "-id").values_list("amount", flat=True).first()
    total: Decimal | None = typed.aggregate(sum=Sum("amount"))["sum"]
    return total


def _write(goal: Goal, cell: Cell, actor: User) -> None:
    _refuse(cell)
    typed = _typed(goal, cell.kind, cell.source, cell.month)
    imported = Movement.objects.filter(goal=goal, kind=cell.kind, source=cell.source).exclude(key="")
    if cell.kind in _BY_MONTH:
        imported = imported.filter(on__month=cell.month)
    if cell.amount is not None and imported.exists():
        raise ValidationError(
            _("这一格已由导入的文件登记，不能再手工填写；请更正文件后重新导入，或撤销那次导入"), code="imported"
        )
    on = _day(goal, cell)
    if cell.kind == MovementKind.EXPECTED:
        typed = typed.filter(on=on) if cell.amount is not None else typed
    typed.delete()
    if cell.amount is not None:
        Movement.objects.create(
            goal=goal, kind=cell.kind, source=cell.source, on=on, amount=cell.amount, entered_by=actor
        )


def _day(goal: Goal, cell: Cell) -> date:
    if cell.kind == MovementKind.OPENING:
        return date(goal.year, 1, 1)
    if cell.kind == MovementKind.EXPECTED:
        return timezone.localdate()
    return last_day(goal.year, cell.month)


def _refuse(cell: Cell) -> None:
    if cell.kind in _BY_MONTH and not _JANUARY <= cell.month <= _DECEMBER:
        raise ValidationError(_("月份应在 1 到 12 之间"), code="month")
    amount = cell.amount
    if amount is None:
        return
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or abs(amount) >= MOST or not isinstance(exponent, int) or exponent < _PLACES:
        raise ValidationError(_("金额应是以万元为单位、最多 6 位小数的数"), code="amount")
    if amount < 0 and cell.kind in {MovementKind.OPENING, MovementKind.EXPECTED}:
        raise ValidationError(_("预算数和全年预计数不能是负数"), code="negative")


def _log(goal: Goal, actor: User, cells: Iterable[Cell]) -> None:
    changed = [cell for cell in cells if cell.amount != cell.before]
    if not changed:
        return
    before = {f"{cell.kind}.{cell.source}.{cell.month}": _plain(cell.before) for cell in changed}
    after = {f"{cell.kind}.{cell.source}.{cell.month}": _plain(cell.amount) for cell in changed}
    code = goal.organization.code
    record("execution.typed", actor=actor, subject=goal, organization=code, before=before, after=after)


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount.normalize(), "f")
