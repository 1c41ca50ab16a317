"""Reminders: those that people send by hand (催报), and when the site reminds by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.notices import policies
from jiheng.web.notices.models import Reminder, ReminderRule
from jiheng.web.notices.progress import Progress, source
from jiheng.web.notices.selectors import is_missing, people_of, rule_of, units
from jiheng.web.notices.services.telling import Message, notify_all
from jiheng.web.notices.words import missing_words
from jiheng.web.organizations.models import Organization, Phase, Role
from jiheng.web.organizations.policies import may_manage_year
from jiheng.web.ui.errors import Conflict

__all__ = ["LONGEST", "Sent", "reminders_send", "rule_save"]

LONGEST = 500
_MOST_DAYS = 60


class Sent(NamedTuple):
    """What became of a reminder to many units.

    Attributes:
        units: those that were reminded; people: how many people that were.
        already: reminded today; nobody: there is nobody who writes for them.
    """

    units: list[Organization]
    people: int
    already: list[Organization]
    nobody: list[Organization]


@transaction.atomic
def reminders_send(*, year: int, organizations: Iterable[Organization], text: str, actor: User) -> Sent:
    """Remind units that have not handed in, each once a day; those that have are passed over.

    Raises:
        PermissionDenied: one of them is not `actor`'s to remind.
        ValidationError: the text is too long.
        Conflict: a colleague reminded one of them at the same moment.
    """
    wanted = {each.pk for each in organizations}
    allowed = policies.remindable(actor, year).filter(pk__in=wanted)
    if allowed.count() != len(wanted):
        raise PermissionDenied
    words = text.strip()
    if len(words) > LONGEST:
        raise ValidationError(_("提醒最多 {count} 字").format(count=LONGEST))
    late = [unit for unit in units(year, allowed) if is_missing(unit)]
    people = people_of([unit.organization for unit in late], year, (Role.PREPARER, Role.UNIT_LEADER))
    now = timezone.now()
    today = Reminder.objects.filter(year=year, day=timezone.localdate(now))
    done = set(today.values_list("organization", flat=True))
    due = [unit for unit in late if unit.organization.pk in people and unit.organization.pk not in done]
    reminders = [
        Reminder(
            organization=unit.organization,
            year=year,
            day=timezone.localdate(now),
            text=words,
            sent_by=actor,
            sent_at=now,
        )
        for unit in due
    ]
    _store(reminders, actor)
    messages = [
        _message(reminder, people[unit.organization.pk], unit.progress)
        for reminder, unit in zip(reminders, due, strict=True)
    ]
    notify_all(messages)
    return Sent(
        units=[unit.organization for unit in due],
        people=len({person.pk for message in messages for person in message.people}),
        already=[unit.organization for unit in late if unit.organization.pk in done],
        nobody=[unit.organization for unit in late if unit.organization.pk not in people],
    )


@transaction.atomic
def rule_save(*, phase: Phase, is_on: bool, days: Iterable[int], actor: User) -> ReminderRule:
    """Set how many days before the deadline of a window the units are reminded.

    Raises:
        PermissionDenied: `actor` is not of the performance office in that year.
        ValidationError: there is no day, or one is out of bounds.
    """
    if not may_manage_year(actor, phase.cycle.year):
        raise PermissionDenied
    wanted = sorted(set(days), reverse=True)
    if (is_on and not wanted) or any(not 0 <= day <= _MOST_DAYS for day in wanted):
        raise ValidationError({"days": _("请填 0 到 {most} 之间的天数，如 7、3、1").format(most=_MOST_DAYS)})
    before = rule_of(phase)
    rule, _made = ReminderRule.objects.update_or_create(phase=phase, defaults={"is_on": is_on, "days": wanted})
    record(
        "reminder-rule.changed", actor=actor, subject=rule,
        before={"is_on": before.is_on, "days": before.days}, after={"is_on": is_on, "days": wanted},
    )  # fmt: skip
    return rule


def _store(reminders: list[Reminder], actor: User) -> None:
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(reminders)
    except IntegrityError as error:
        raise Conflict("reminder-sent", _("刚刚有人催过其中的单位，请刷新页面再看")) from error
    for reminder in reminders:
        code = reminder.organization.code
        record("reminder.sent", actor=actor, subject=reminder, organization=code, after={"text": reminder.text})


def _message(reminder: Reminder, people: tuple[User, ...], progress: Progress) -> Message:
    organization, year = reminder.organization, reminder.year
    return Message(
        people=people,
        kind="reminder.by-hand",
        key=f"reminder.{reminder.pk}",
        title=partial(_title, organization, year),
        text=partial(_text, reminder.text, reminder.sent_by, progress),
        url=source().own_page(organization, year),
        organization=organization,
        year=year,
    )


def _title(organization: Organization, year: int) -> str:
    return _("催报：请尽快提交{unit} {year} 年绩效目标").format(unit=organization.name, year=year)


def _text(words: str, actor: User, progress: Progress) -> str:
    said = _("{name}：{text}").format(name=actor.name, text=words) if words else actor.name
    return f"{said}\n{missing_words(progress)}"
