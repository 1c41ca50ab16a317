"""What waits for a person, and how far everybody in their scope is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from jiheng.web.goals.models import Goal, GoalKind, GoalState
from jiheng.web.goals.policies import visible_goals
from jiheng.web.organizations.models import Kind, Organization, Phase, Role
from jiheng.web.organizations.policies import Actor, visible_to

__all__ = ["Deadline", "UnitState", "Work", "deadlines", "own_work", "unit_states", "writes"]

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_OVERSEERS = frozenset({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE, Role.AUDITOR})
_SHOWN = 20


class Work(NamedTuple):
    """What a writer has on the desk; `shown` of each kind at most, `counts` of all by state."""

    returned: list[Goal]
    blocked: list[Goal]
    ready: list[Goal]
    counts: dict[str, int]


class Deadline(NamedTuple):
    """A window of the year; `days` are left until it closes, below 0 it has passed."""

    name: str
    opens_at: datetime
    due_at: datetime
    days: int
    is_open: bool


class UnitState(NamedTuple):
    """An organization: how many project tables are in which state, their errors, the money of those handed in."""

    organization: Organization
    counts: dict[str, int]
    total: int
    errors: int
    amount: Decimal
    has_department: bool


def writes(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations that the person writes for."""
    return visible_to(actor, year, _WRITERS).filter(is_active=True)


def own_work(*, actor: Actor, year: int) -> Work:
    """What came back, what still blocks, what could be handed in."""
    own = (
        visible_goals(actor, year)
        .filter(organization__in=writes(actor, year))
        .select_related("organization")
        .defer("content")
        .order_by("-changed_at")
    )
    counts = {row["state"]: row["n"] for row in own.order_by().values("state").annotate(n=Count("pk", distinct=True))}
    drafts = own.filter(state=GoalState.DRAFT)
    return Work(
        returned=list(own.filter(state=GoalState.RETURNED)[:_SHOWN]),
        blocked=list(drafts.filter(errors__gt=0)[:_SHOWN]),
        ready=list(drafts.filter(errors=0)[:_SHOWN]),
        counts={state.value: counts.get(state.value, 0) for state in GoalState},
    )


def deadlines(year: int, at: datetime | None = None) -> list[Deadline]:
    """The windows of a year in their order."""
    now = at or timezone.now()
    return [
        Deadline(
            phase.name,
            phase.opens_at,
            phase.due_at,
            (timezone.localdate(phase.due_at) - timezone.localdate(now)).days,
            phase.opens_at <= now < phase.due_at,
        )
        for phase in Phase.objects.filter(cycle__year=year)
    ]


def unit_states(*, actor: Actor, year: int) -> list[UnitState]:
    """Every active organization below a reviewer; of drafts that were never handed in only the number is told."""
    scope = visible_to(actor, year, _OVERSEERS).filter(is_active=True).exclude(kind=Kind.BUREAU)
    organizations = list(scope.select_related("parent"))
    goals = Goal.objects.filter(organization__in=scope, year=year, is_deleted=False)
    handed_in = ~Q(state=GoalState.DRAFT)
    grouped = goals.order_by().values("organization", "state", "kind")
    rows = grouped.annotate(n=Count("pk"), wrong=Sum("errors", filter=handed_in), money=Sum("amount", filter=handed_in))
    by_unit: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_unit.setdefault(row["organization"], []).append(row)
    return [_unit_state(organization, by_unit.get(organization.pk, [])) for organization in organizations]


def _unit_state(organization: Organization, rows: Sequence[Mapping[str, Any]]) -> UnitState:
    counts = dict.fromkeys(GoalState.values, 0)
    errors, amount = 0, Decimal(0)
    for row in rows:
        if row["kind"] == GoalKind.PROJECT:
            counts[row["state"]] += row["n"]
            errors += row["wrong"] or 0
            amount += row["money"] or 0
    has_department = any(row["kind"] == GoalKind.DEPARTMENT for row in rows)
    return UnitState(organization, counts, sum(counts.values()), errors, amount, has_department)
