"""The ledger of problems: all that a person sees of a year, narrowed and counted."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from jiheng.web.organizations.policies import Actor
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import OPEN, WITH_UNIT, Problem, ProblemState

__all__ = ["Counts", "counts_of", "in_order", "ledger"]


class Counts(NamedTuple):
    """How many problems there are; `overdue` and `reported` are among the open ones, `mine` wait for whoever looks."""

    all: int
    open: int
    overdue: int
    reported: int
    closed: int
    mine: int


def ledger(
    *,
    actor: Actor,
    year: int,
    state: str = "",
    organization: str = "",
    source: str = "",
    category: str = "",
    text: str = "",
    goal: str = "",
) -> QuerySet[Problem]:
    """The problems that `actor` sees; what is empty does not filter.

    Args:
        actor: whose view.
        year: the budget year.
        state: one of `ProblemState`, or ``unclosed``, ``overdue``, ``mine``.
        organization: code, with those below it.
        source: of the notice; category: of the problem.
        category: see `Category`.
        text: part of description, 文号 or project.
        goal: key of a project.
    """
    found = policies.visible_problems(actor, year).filter(_in_state(state, actor, year))
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if source:
        found = found.filter(notice__source=source)
    if category:
        found = found.filter(category=category)
    if goal.isdecimal() and len(goal) < 10:
        found = found.filter(goal=int(goal))
    if words := text.strip():
        found = found.filter(
            Q(description__contains=words) | Q(notice__document__contains=words) | Q(goal__name__contains=words)
        )
    return found.select_related("organization__parent", "notice__issuer", "goal").defer("goal__content")


def _in_state(state: str, actor: Actor, year: int) -> Q:
    if state == "unclosed":
        return Q(state__in=OPEN)
    if state == "overdue":
        return Q(state__in=WITH_UNIT, due_on__lt=timezone.localdate())
    if state == "mine":
        return Q(pk__in=policies.acted_by(actor, year).values("pk"))
    return Q(state=state) if state in ProblemState.values else Q()


def in_order(found: QuerySet[Problem], sort: str = "") -> QuerySet[Problem]:
    """By what is most urgent, what is closed last; ``unit`` by organization, ``new`` by when it was found."""
    if sort == "unit":
        return found.order_by("organization__code", "notice", "number")
    if sort == "new":
        return found.order_by("-notice", "number")
    done = Case(When(state=ProblemState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.order_by(done, "due_on", "organization__code", "notice", "number")


def counts_of(actor: Actor, year: int) -> Counts:
    """The numbers above the ledger."""
    late = Q(state__in=WITH_UNIT, due_on__lt=timezone.localdate())
    found = policies.visible_problems(actor, year).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN)),
        overdue=Count("pk", filter=late),
        reported=Count("pk", filter=Q(state=ProblemState.REPORTED)),
        closed=Count("pk", filter=Q(state=ProblemState.CLOSED)),
    )
    return Counts(**found, mine=policies.acted_by(actor, year).count())
