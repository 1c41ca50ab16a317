"""Who decides about the next budget, and who sees it; lists and buttons ask the same functions."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiheng.web.accounts.models import User
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.goals.policies import visible_goals
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, holders, roles, visible_to
from jiheng.web.results.models import Decision

__all__ = [
    "decided_for",
    "decides",
    "has_part",
    "may_answer",
    "may_decide",
    "may_see_undecided",
    "visible_decisions",
    "visible_projects",
    "writers",
]

_DECIDERS = frozenset({Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE})
_OFFICE = _DECIDERS | {Role.AUDITOR}
"""They see proposals and what is not published yet."""
_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})


def has_part(actor: Actor, year: int) -> bool:
    """Whether the area is of any use to `actor`."""
    return any(membership.role != Role.EXPERT for membership in roles(actor, year))


def decides(actor: Actor, year: int) -> bool:
    """Whether `actor` decides about anything."""
    return any(membership.role in _DECIDERS for membership in roles(actor, year))


def may_see_undecided(actor: Actor, year: int) -> bool:
    """Whether `actor` is of the finance bureau, and sees proposals before they become decisions."""
    return any(membership.role in _OFFICE for membership in roles(actor, year))


def decided_for(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations about whose projects `actor` decides."""
    return visible_to(actor, year, _DECIDERS)


def may_decide(actor: Actor, goal: Goal) -> bool:
    """Whether `actor` decides about a project's next budget."""
    return decided_for(actor, goal.year).filter(pk=goal.organization_id).exists()


def visible_projects(actor: Actor, year: int) -> QuerySet[Goal]:
    """The approved projects: all for the finance bureau, those with a published decision for whom it concerns."""
    approved = Exists(Version.objects.filter(goal=OuterRef("pk"), is_approved=True))
    published = Exists(Decision.objects.filter(goal=OuterRef("pk"), published_at__isnull=False))
    office = visible_to(actor, year, _OFFICE)
    found = visible_goals(actor, year).filter(approved, kind=GoalKind.PROJECT)
    return found.filter(Q(organization__in=office) | Q(published))


def visible_decisions(actor: Actor, year: int) -> QuerySet[Decision]:
    """The decisions about them."""
    return Decision.objects.filter(goal__in=visible_projects(actor, year).values("pk"))


def may_answer(actor: Actor, decision: Decision) -> bool:
    """Whether `actor` may say what the unit thinks of it: once, after it was published."""
    held = roles(actor, decision.year)
    own = any(m.organization_id == decision.organization_id and m.role in _WRITERS for m in held)
    return own and decision.is_published and decision.view_at is None


def writers(organization: Organization, year: int) -> list[User]:
    """The people of the unit who are told."""
    found = {user.pk: user for role in sorted(_WRITERS) for user in holders(organization, year, Role(role))}
    return list(found.values())
