"""The ladder for what is overdue: each rung once, to the people whom the regulation names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.regulations import Rung
from jiheng.web.notices.services.telling import Message, notify_all
from jiheng.web.organizations.models import Role
from jiheng.web.organizations.policies import holders
from jiheng.web.rectification.models import WITH_UNIT, Happening, Problem
from jiheng.web.rectification.services.acts import note
from jiheng.web.rectification.services.telling import problem_page
from jiheng.web.regulation.selectors import regulation_of

__all__ = ["climb"]


@transaction.atomic
def climb(at: datetime) -> int:
    """Bring each overdue problem to the rung where it belongs; of several rungs at once the highest is told.

    Returns:
        How many problems rose.
    """
    today = timezone.localdate(at)
    overdue = Problem.objects.filter(state__in=WITH_UNIT, due_on__lt=today).order_by("pk")
    found = overdue.select_for_update(of=("self",)).select_related(
        "organization__parent", "notice__issuer", "notice__organization"
    )
    messages = []
    ladders: dict[int, list[Rung]] = {}
    for problem in found:
        if problem.year not in ladders:
            ladders[problem.year] = sorted(regulation_of(problem.year).ladder)
        ladder = ladders[problem.year]
        days = (today - problem.due_on) // timedelta(days=1)
        reached = sum(1 for rung in ladder if days >= rung.days)
        if reached > problem.rung:
            messages.append(_risen(problem, ladder, reached, days))
    notify_all(messages, at=at)
    return len(messages)


def _risen(problem: Problem, ladder: Sequence[Rung], reached: int, days: int) -> Message:
    rung = ladder[reached - 1]
    Problem.objects.filter(pk=problem.pk).update(rung=reached)
    problem.rung = reached
    note(problem, Happening.OVERDUE, actor=None, text=rung.label, days=days, rung=reached)
    people = {
        person.pk: person
        for role in rung.roles
        if role in Role.values
        for person in holders(problem.organization, problem.year, Role(role))
    }
    return Message(
        people=tuple(people.values()),
        kind="rectification.overdue",
        key=f"rectification.overdue.{problem.pk}.{problem.due_on}.{reached}",
        title=partial(_title, problem, rung, days),
        text=problem.requirement,
        url=problem_page(problem),
        organization=problem.organization,
        year=problem.year,
    )


def _title(problem: Problem, rung: Rung, days: int) -> str:
    return _("{label}：{name}的整改已逾期 {days} 天：{problem}").format(
        label=rung.label, name=problem.organization.name, days=days, problem=problem
    )
