"""Reading proposals and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from jiheng.domain.proposals import Results
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.policies import Actor
from jiheng.web.results import policies
from jiheng.web.results.facts import Case, cases_of, results_from_json
from jiheng.web.results.models import Decision, DecisionAction

__all__ = [
    "STATES",
    "Row",
    "Summary",
    "decision_list",
    "decision_of",
    "project_get",
    "project_list",
    "rows_of",
    "summary_of",
    "waiting_count",
]

STATES = {
    "undecided": Q(decision=None) | Q(decision__action=""),
    "decided": Q(decision__published_at=None) & ~Q(decision=None) & ~Q(decision__action=""),
    "published": Q(decision__published_at__isnull=False),
    "answered": Q(decision__view_at__isnull=False),
}
"""What the list can be narrowed to."""


class Row(NamedTuple):
    """A line of the list: the case as it is now, and what was decided."""

    case: Case
    decision: Decision | None

    @property
    def results(self) -> Results:
        """As they were when it was decided, else as they are now."""
        return results_from_json(self.decision.results) if self.decision else self.case.results

    @property
    def has_moved(self) -> bool:
        """What the rules propose is not any more what they proposed when it was decided."""
        if self.decision is None:
            return False
        now = self.case.proposal
        return (now.action.value, now.percent) != (self.decision.proposed, self.decision.proposed_percent)

    @property
    def goal(self) -> Goal:
        """The project."""
        return self.case.goal


class Summary(NamedTuple):
    """The numbers above the list; amounts in 万元, of what is decided and has one."""

    projects: int
    decided: int
    published: int
    answered: int
    base: Decimal
    amount: Decimal

    @property
    def undecided(self) -> int:
        """How many are still to be decided."""
        return self.projects - self.decided

    @property
    def unpublished(self) -> int:
        """How many are decided and not told yet."""
        return self.decided - self.published


def summary_of(actor: Actor, year: int) -> Summary:
    """The numbers of what `actor` sees."""
    decided = policies.visible_decisions(actor, year).exclude(action="").order_by()
    counted = decided.aggregate(
        decided=Count("pk"),
        published=Count("pk", filter=Q(published_at__isnull=False)),
        answered=Count("pk", filter=Q(view_at__isnull=False)),
        base=Sum("base", filter=Q(amount__isnull=False), default=Decimal(0)),
        amount=Sum("amount", default=Decimal(0)),
    )
    return Summary(projects=policies.visible_projects(actor, year).count(), **counted)


def decision_of(goal: Goal) -> Decision | None:
    """What was decided about a project; None while nothing is."""
    return Decision.objects.filter(goal=goal).exclude(action="").first()


def project_list(
    *, actor: Actor, year: int, state: str = "", organization: str = "", text: str = "", action: str = ""
) -> QuerySet[Goal]:
    """The projects whose results `actor` sees.

    Args:
        actor: whose view.
        year: of the results.
        state: one of `STATES`.
        organization: code, with those below it.
        text: part of name or code.
        action: what was decided.
    """
    found = policies.visible_projects(actor, year).select_related("organization").defer("content")
    if state in STATES:
        found = found.filter(STATES[state])
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(code__contains=text.strip()))
    if action in DecisionAction.values:
        found = found.filter(decision__action=action)
    return found.order_by("organization__code", "pk")


def rows_of(goals: Iterable[Goal]) -> list[Row]:
    """Projects with their proposals and decisions; as many queries for many as for one."""
    cases = cases_of(goals)
    found = Decision.objects.filter(goal__in=[case.goal.pk for case in cases]).exclude(action="")
    decisions = {each.goal_id: each for each in found.select_related("decided_by")}
    return [Row(case, decisions.get(case.goal.pk)) for case in cases]


def project_get(*, actor: Actor, pk: int) -> Goal:
    """The project of that key.

    Raises:
        Http404: there is none, or `actor` may not see its results.
    """
    year = Goal.objects.filter(pk=pk, is_deleted=False).values_list("year", flat=True).first() or 0
    found = policies.visible_projects(actor, year).select_related("organization__parent")
    return get_object_or_404(found, pk=pk)


def decision_list(*, actor: Actor, year: int) -> QuerySet[Decision]:
    """What was decided, of the projects that `actor` sees."""
    found = policies.visible_decisions(actor, year).exclude(action="")
    return found.select_related("goal", "organization", "decided_by").defer("goal__content")


def waiting_count(actor: Actor, year: int) -> int:
    """How many decisions `actor` could still say something to, or has to publish."""
    unpublished = Decision.objects.filter(year=year, published_at=None).exclude(action="")
    return unpublished.filter(organization__in=policies.decided_for(actor, year)).count()
