"""What is done every night: spending is looked at, new projects join open rounds, units are reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.domain.lights import judge_spending
from jiheng.web.execution.selectors import monies_of
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.approved import approved_of, approved_projects
from jiheng.web.monitoring.content import money_lines
from jiheng.web.monitoring.judging import Setting, money_of
from jiheng.web.monitoring.models import AlertKind, Round
from jiheng.web.monitoring.services.alerts import Seen, alerts_seen
from jiheng.web.monitoring.services.rounds import reports_make
from jiheng.web.notices.selectors import people_of
from jiheng.web.notices.services import Message, notify_all
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.submissions.models import EDITABLE

__all__ = ["look_at_money", "look_at_rounds", "settled_day"]

_BATCH = 200
_DAYS_TO_ENTER = 10  # so long after a month its payments are still being entered
_REMINDED = (3, 1, 0)


def settled_day(today: date) -> date:
    """The last end of a month whose payments can be expected to be entered: until the tenth, of the month before."""
    first = today.replace(day=1)
    last = first - timedelta(days=1)
    return last if today.day > _DAYS_TO_ENTER else last.replace(day=1) - timedelta(days=1)


def look_at_money(at: datetime) -> None:
    """Judge the spending of every approved project by the last settled month; alerts come and go."""
    day = settled_day(timezone.localdate(at))
    goals = list(approved_projects(day.year).select_related("organization").defer("content").order_by("pk"))
    for start in range(0, len(goals), _BATCH):
        _look(goals[start : start + _BATCH], day)


def _look(goals: list[Goal], day: date) -> None:
    """Reads and judges first; only what is written keeps others from writing, and they come in between."""
    approved, regulation = approved_of(goals), regulation_of(day.year)
    sums = monies_of(approved, at=day)
    seen = {}
    for goal in goals:
        known = approved[goal.pk]
        setting = Setting.of(known.sheet, at=day, year=day.year, starts=known.starts, regulation=regulation)
        money = money_of({"funding": money_lines(sums.get(goal.pk, {}))})
        light = judge_spending(money, setting.progress, regulation.lights)
        seen[goal] = [Seen(AlertKind.SPENDING, "", "", light)]
    with transaction.atomic():
        alerts_seen(seen, at=day)


def look_at_rounds(at: datetime) -> None:
    """Projects that were approved meanwhile join the rounds that are open; units that have not handed in are told."""
    today = timezone.localdate(at)
    handed_out = Round.objects.exclude(handed_out_at=None).filter(due_on__gte=today)
    for each in handed_out.select_related("organization", "created_by"):
        with transaction.atomic():
            reports_make(each, each.created_by)
        left = (each.due_on - today).days
        if left in _REMINDED and today >= each.opens_on:
            notify_all(_reminders(each, left))


def _reminders(each: Round, left: int) -> Iterator[Message]:
    missing = each.reports.filter(state__in=EDITABLE).order_by().values("organization").annotate(count=Count("pk"))
    counts = {row["organization"]: row["count"] for row in missing}
    units = Organization.objects.in_bulk(counts)
    people = people_of(units.values(), each.year, (Role.PREPARER,))
    for key, count in counts.items():
        yield Message(
            people.get(key, ()), "monitoring.due", f"monitoring.due.{each.pk}.{left}.{key}",
            partial(_title, each, left, count), f"{reverse('monitoring:list')}?year={each.year}&round={each.pk}",
            "", units[key], each.year,
        )  # fmt: skip


def _title(each: Round, left: int, count: int) -> str:
    said = {"round": each.name, "days": left, "count": count}
    if not left:
        return _("“{round}”今天截止，还有 {count} 张监控表没有提交").format(**said)
    return _("“{round}”还有 {days} 天截止，还有 {count} 张监控表没有提交").format(**said)
