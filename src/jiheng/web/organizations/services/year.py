"""The budget year: its phases, their windows, the day the budget was approved."""

from __future__ import annotations

from datetime import date, datetime
from types import EllipsisType

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.organizations import policies
from jiheng.web.organizations.models import Cycle, Phase

__all__ = ["cycle_change", "cycle_create", "phase_change", "phase_create", "phase_delete"]


@transaction.atomic
def cycle_create(*, year: int, actor: User) -> Cycle:
    """Begin a budget year.

    Raises:
        PermissionDenied: `actor` is not of the performance office in that year.
        ValidationError: it has begun already.
    """
    _require(actor, year)
    if Cycle.objects.filter(year=year).exists():
        raise ValidationError({"year": _("{year} 年已经有了").format(year=year)})
    cycle = Cycle(year=year)
    cycle.save(force_insert=True)
    record("cycle.created", actor=actor, subject=cycle)
    return cycle


@transaction.atomic
def cycle_change(
    *, cycle: Cycle, approved_on: date | None, accounts_approved_on: date | EllipsisType | None = ..., actor: User
) -> Cycle:
    """Note the days on which the budget and its final accounts were approved: the days for publishing run from them.

    Args:
        cycle: the budget year.
        approved_on: of the budget.
        accounts_approved_on: of the final accounts; stays as it is where it is not given.
        actor: who notes it.

    Raises:
        PermissionDenied: `actor` is not of the performance office in that year.
        ValidationError: no budget is of that day.
    """
    _require(actor, cycle.year)
    days = {"approved_on": approved_on}
    if not isinstance(accounts_approved_on, EllipsisType):
        days["accounts_approved_on"] = accounts_approved_on
    _require_day(**days)
    row = Cycle.objects.select_for_update().get(pk=cycle.pk)
    before = {name: getattr(row, name) for name in days}
    for name, day in days.items():
        setattr(row, name, day)
    row.save(update_fields=list(days))
    record("cycle.changed", actor=actor, subject=row, before=before, after=days)
    return row


@transaction.atomic
def phase_create(*, cycle: Cycle, name: str, opens_at: datetime, due_at: datetime, actor: User) -> Phase:
    """Plan a window in which units may hand in.

    Raises:
        PermissionDenied: `actor` is not of the performance office in that year.
        ValidationError: it ends before it begins, or overlaps another.
    """
    _require(actor, cycle.year)
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # two windows at once are compared with each other
    phase = Phase(cycle=cycle, name=name, opens_at=opens_at, due_at=due_at)
    _check(phase)
    phase.save(force_insert=True)
    record("phase.created", actor=actor, subject=phase, after=_said(phase))
    return phase


@transaction.atomic
def phase_change(*, phase: Phase, name: str, opens_at: datetime, due_at: datetime, reason: str, actor: User) -> Phase:
    """Move a window or its deadline; the reason stands in the log.

    Raises:
        PermissionDenied: `actor` is not of the performance office in that year.
        ValidationError: it ends before it begins, or overlaps another.
    """
    _require(actor, phase.cycle.year)
    Cycle.objects.select_for_update().get(pk=phase.cycle_id)
    row = Phase.objects.select_for_update().get(pk=phase.pk)
    before = _said(row)
    row.name, row.opens_at, row.due_at = name, opens_at, due_at
    _check(row)
    row.save(update_fields=["name", "opens_at", "due_at"])
    if _said(row) != before:
        record("phase.changed", actor=actor, subject=row, before=before, after=_said(row) | {"reason": reason})
    return row


@transaction.atomic
def phase_delete(*, phase: Phase, actor: User) -> None:
    """Give up a window that has not opened yet.

    Raises:
        PermissionDenied: `actor` is not of the performance office in that year.
        ValidationError: it has opened: units may have handed in.
    """
    _require(actor, phase.cycle.year)
    row = Phase.objects.select_for_update().get(pk=phase.pk)
    if row.opens_at <= timezone.now():
        raise ValidationError(_("这个阶段已经开始，不能删除；需要提前结束时请改截止时间"))
    record("phase.deleted", actor=actor, subject=row, before=_said(row))
    row.delete()


def _require(actor: User, year: int) -> None:
    if not policies.may_manage_year(actor, year):
        raise PermissionDenied


def _require_day(**days: date | None) -> None:
    # Whatever is reckoned from a day at the ends of the calendar, such as the deadline to publish, falls off it.
    wrong = [name for name, day in days.items() if day is not None and not 2000 <= day.year <= 2099]
    if wrong:
        raise ValidationError(dict.fromkeys(wrong, _("日期应当在 2000 年到 2099 年之间")))


def _check(phase: Phase) -> None:
    _require_day(opens_at=phase.opens_at, due_at=phase.due_at)
    if phase.due_at <= phase.opens_at:
        raise ValidationError({"due_at": _("截止时间应当晚于开始时间")})
    others = Phase.objects.filter(cycle=phase.cycle_id, opens_at__lt=phase.due_at, due_at__gt=phase.opens_at)
    other = others.exclude(pk=phase.pk).first()
    if other:
        raise ValidationError({"opens_at": _("与阶段“{name}”的时间重叠").format(name=other.name)})
    phase.full_clean(validate_constraints=False)


def _said(phase: Phase) -> dict[str, object]:
    opens, due = (timezone.localtime(at).isoformat("T", "minutes") for at in (phase.opens_at, phase.due_at))
    return {"name": phase.name, "opens_at": opens, "due_at": due}
