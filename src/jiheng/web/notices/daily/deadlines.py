"""Reminders of the year: a window opens, its deadline comes near, it has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import Office, User
from jiheng.web.notices.models import ReminderRule
from jiheng.web.notices.policies import remindable
from jiheng.web.notices.progress import source
from jiheng.web.notices.selectors import Unit, is_missing, people_of, rule_of, units
from jiheng.web.notices.services.telling import Message, notify_all
from jiheng.web.notices.words import missing_words, unit_names
from jiheng.web.organizations.models import Membership, Organization, Phase, Role

__all__ = ["remind"]

_NEWS = timedelta(days=3)  # that a window has opened is news for so long
_LATE = timedelta(days=7)  # so long after a deadline it is still worth saying who missed it
_OVER = (Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE)


def remind(at: datetime) -> None:
    """Tell everybody what the calendar has to say at the time `at`.

    Each message has a key of its window, deadline and step, so nothing is said twice; a day that was missed is made up
    for by the step that holds by now, not by each of them.
    """
    phases = Phase.objects.filter(opens_at__lte=at, due_at__gt=at - _LATE).select_related("cycle")
    for phase in phases.order_by("opens_at"):
        rule = rule_of(phase)
        if rule.is_on:
            expected = units(phase.cycle.year)
            notify_all(_messages(phase, rule, expected, at), at=at)


def _messages(phase: Phase, rule: ReminderRule, expected: list[Unit], at: datetime) -> Iterator[Message]:
    late = [unit for unit in expected if is_missing(unit)]
    if at >= phase.due_at:
        yield from _passed(phase, late)
        return
    if at - phase.opens_at < _NEWS:
        yield from _opened(phase, expected)
    left = _days(at, phase.due_at)
    step = min((day for day in rule.days if day >= left), default=None)
    if step is not None:
        yield from _near(phase, late, left, f"{_key(phase)}.{step}")


def _opened(phase: Phase, expected: list[Unit]) -> Iterator[Message]:
    year = phase.cycle.year
    people = people_of([unit.organization for unit in expected], year, (Role.PREPARER, Role.UNIT_LEADER))
    for unit in expected:
        organization = unit.organization
        yield Message(
            people.get(organization.pk, ()),
            "reminder.opened",
            f"phase.{phase.pk}.opened.{organization.pk}",
            partial(_opened_title, phase),
            source().own_page(organization, year),
            partial(_due_text, phase),
            organization,
            year,
        )


def _near(phase: Phase, late: list[Unit], left: int, key: str) -> Iterator[Message]:
    year = phase.cycle.year
    people = people_of([unit.organization for unit in late], year, (Role.PREPARER,))
    for unit in late:
        organization = unit.organization
        yield Message(
            people.get(organization.pk, ()),
            "reminder.due",
            f"{key}.{organization.pk}",
            partial(_near_title, phase, organization, left),
            source().own_page(organization, year),
            partial(_near_text, phase, unit),
            organization,
            year,
        )
    departments = (Role.DEPARTMENT_REVIEWER,)
    yield from _digests(phase, late, departments, f"{key}.units", partial(_units_title, phase, left))


def _passed(phase: Phase, late: list[Unit]) -> Iterator[Message]:
    yield from _digests(phase, late, _OVER, f"{_key(phase)}.passed", partial(_passed_title, phase))


def _digests(
    phase: Phase, late: list[Unit], roles: Iterable[Role], key: str, title: Callable[[int], str]
) -> Iterator[Message]:
    """To each of those above, the units in their reach that are missing; `title` is made of their number."""
    year = phase.cycle.year
    by_key = {unit.organization.pk: unit.organization for unit in late}
    for person in _holders(year, roles) if by_key else ():
        reach = remindable(person, year).filter(pk__in=by_key).values_list("pk", flat=True)
        missing = [by_key[each] for each in reach]
        if missing:
            yield Message(
                (person,), "reminder.units", key, partial(title, len(missing)),
                source().overview(year), partial(unit_names, missing), None, year,
            )  # fmt: skip


def _holders(year: int, roles: Iterable[Role]) -> Iterable[User]:
    held = Membership.objects.filter(Q(year=None) | Q(year=year), role__in=list(roles))
    return User.objects.filter(pk__in=held.values("user"), is_active=True, office=Office.NONE).order_by("pk")


def _key(phase: Phase) -> str:
    return f"phase.{phase.pk}.{timezone.localtime(phase.due_at):%Y%m%dT%H%M}"


def _days(at: datetime, due: datetime) -> int:
    return (timezone.localdate(due) - timezone.localdate(at)).days


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _opened_title(phase: Phase) -> str:
    return _("{year} 年“{phase}”开始申报").format(year=phase.cycle.year, phase=phase.name)


def _due_text(phase: Phase) -> str:
    return _("截止时间：{due}。").format(due=_moment(phase.due_at))


def _near_title(phase: Phase, organization: Organization, left: int) -> str:
    said = {"phase": phase.name, "unit": organization.name, "days": left}
    if not left:
        return _("“{phase}”今天截止，{unit}还没有交齐").format(**said)
    return _("“{phase}”还有 {days} 天截止，{unit}还没有交齐").format(**said)


def _near_text(phase: Phase, unit: Unit) -> str:
    return f"{missing_words(unit.progress)}\n{_due_text(phase)}"


def _units_title(phase: Phase, left: int, count: int) -> str:
    said = {"phase": phase.name, "count": count, "days": left}
    if not left:
        return _("“{phase}”今天截止，{count} 个单位还没有交齐").format(**said)
    return _("“{phase}”还有 {days} 天截止，{count} 个单位还没有交齐").format(**said)


def _passed_title(phase: Phase, count: int) -> str:
    return _("“{phase}”已经截止，{count} 个单位没有交齐").format(phase=phase.name, count=count)
