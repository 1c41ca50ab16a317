"""Reading problems and notices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.policies import Actor
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import OPEN, WITH_UNIT, Notice, Problem

__all__ = ["Standing", "notice_get", "open_problems", "problem_get", "problems_of", "waiting_count"]


class Standing(NamedTuple):
    """How many problems of a project are not closed, and how many of these are overdue."""

    open: int
    overdue: int


def open_problems(goals: Iterable[Goal]) -> dict[int, Standing]:
    """Goal → its problems; one that has none open is not in it. In one query."""
    late = Q(due_on__lt=timezone.localdate(), state__in=WITH_UNIT)
    found = Problem.objects.filter(goal__in=[goal.pk for goal in goals], state__in=OPEN).order_by().values("goal")
    return {
        row["goal"]: Standing(row["open"], row["overdue"])
        for row in found.annotate(open=Count("pk"), overdue=Count("pk", filter=late))
    }


def problems_of(goal: Goal) -> QuerySet[Problem]:
    """The problems of a project, the newest notice first."""
    return Problem.objects.filter(goal=goal).select_related("notice__issuer")


def problem_get(*, actor: Actor, pk: int) -> Problem:
    """The problem of that key.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    year = Problem.objects.filter(pk=pk).values_list("year", flat=True).first() or 0
    found = policies.visible_problems(actor, year).select_related(
        "organization__parent", "notice__organization__parent", "notice__issuer", "notice__issued_by", "goal"
    )
    return get_object_or_404(found.defer("goal__content"), pk=pk)


def notice_get(*, actor: Actor, pk: int) -> Notice:
    """The notice of that key.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    year = Notice.objects.filter(pk=pk).values_list("year", flat=True).first() or 0
    found = policies.visible_notices(actor, year).select_related("organization__parent", "issuer", "issued_by", "goal")
    return get_object_or_404(found.defer("goal__content"), pk=pk)


def waiting_count(actor: Actor, year: int) -> int:
    """How many problems wait for `actor`."""
    return policies.acted_by(actor, year).count()
