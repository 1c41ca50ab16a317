"""What the side bar shows of goals."""

from __future__ import annotations

from jiheng.web.goals.models import Goal, GoalState
from jiheng.web.goals.selectors_overview import writes
from jiheng.web.organizations.policies import Actor, roles
from jiheng.web.review.selectors import waiting_count

__all__ = ["has_business", "returned_count"]


def has_business(actor: Actor, year: int) -> bool:
    """Whether the person has a role in the year."""
    return bool(roles(actor, year))


def returned_count(actor: Actor, year: int) -> int:
    """What came back to the person, and what waits for their opinion."""
    own = Goal.objects.filter(
        organization__in=writes(actor, year), year=year, state=GoalState.RETURNED, is_deleted=False
    )
    return own.count() + waiting_count(actor, year)
