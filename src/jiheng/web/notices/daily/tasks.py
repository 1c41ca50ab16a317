"""Reminders of reviews: whose open steps are due today or tomorrow, or late."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.notices.services.telling import Message, notify_all
from jiheng.web.organizations.models import Role
from jiheng.web.review.models import StepState, Task
from jiheng.web.review.policies import colleagues

__all__ = ["remind"]


def remind(at: datetime) -> None:
    """Tell reviewers how much is due or late; one notice a person and year, made anew every day while it is so."""
    end = timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=2), datetime.min.time()))
    open_tasks = Task.objects.filter(state=StepState.OPEN, due_at__lt=end)
    due: Counter[tuple[int, int]] = Counter()
    late: Counter[tuple[int, int]] = Counter()
    people: dict[int, User] = {}
    known: dict[object, list[User]] = {}
    for task in open_tasks.select_related("assignee", "run__organization__parent").order_by("pk"):
        for person in _takers(task, known):
            people[person.pk] = person
            counter = late if task.due_at is not None and task.due_at < at else due
            counter[person.pk, task.run.year] += 1
    notify_all(
        [
            Message(
                (people[user],), "reminder.tasks", f"tasks-due.{year}", partial(_title, late[user, year], due[user, year]),
                f"{reverse('review:queue')}?year={year}&sort=due", year=year, renew=True,
            )
            for user, year in sorted(due | late)
        ],
        at=at,
    )  # fmt: skip


def _takers(task: Task, known: dict[object, list[User]]) -> list[User]:
    """Who could decide it: the colleague it was handed over to, else all; asked once for each role and unit."""
    run = task.run
    author = None if task.role == Role.UNIT_LEADER else run.started_by_id
    key = (run.organization_id, run.year, task.role, author)
    if key not in known:
        known[key] = list(colleagues(task))
    if task.assignee_id is None:
        return known[key]
    return [person for person in known[key] if person.pk == task.assignee_id] or known[key]


def _title(late: int, due: int) -> str:
    if not late:
        return _("{count} 项审核今明两天到期").format(count=due)
    if not due:
        return _("{count} 项审核已经逾期").format(count=late)
    return _("{late} 项审核已经逾期，{due} 项今明两天到期").format(late=late, due=due)
