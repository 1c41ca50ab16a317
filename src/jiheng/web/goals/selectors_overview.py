"""What waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone

from jiheng.web.goals.models import Goal, GoalState
from jiheng.web.organizations.models import Organization, Phase, Role
from jiheng.web.organizations.policies import Actor, visible_to

__all__ = ["Deadline", "Work", "deadlines", "own_work", "writes"]

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
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


def writes(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations that the person writes for."""
    return visible_to(actor, year, _WRITERS).filter(is_active=True)


def own_work(*, organizations: Iterable[Organization], year: int) -> Work:
    """What came back, what still blocks, what could be handed in, of the organizations that a person writes for."""
    own = Goal.objects.filter(organization__in=organizations, year=year, is_deleted=False)
    counts = {row["state"]: row["n"] for row in own.order_by().values("state").annotate(n=Count("pk"))}
    newest = own.select_related("organization", "changed_by").defer("content").order_by("-changed_at")
    drafts = newest.filter(state=GoalState.DRAFT) if GoalState.DRAFT in counts else newest.none()
    returned = newest.filter(state=GoalState.RETURNED) if GoalState.RETURNED in counts else newest.none()
    return Work(
        returned=list(returned[:_SHOWN]),
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
