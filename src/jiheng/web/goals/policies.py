"""Who may do what with goals; lists and buttons ask the same functions."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiheng.web.goals.models import Goal, GoalState, Version
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, acts_for, roles, visible_to

__all__ = ["EDITABLE", "may_create", "may_edit", "may_see", "may_submit", "may_withdraw", "visible_goals"]

EDITABLE = frozenset({GoalState.DRAFT, GoalState.RETURNED})
_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_OWN = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_BELOW = frozenset(set(Role) - _OWN - {Role.EXPERT})


def visible_goals(actor: Actor, year: int) -> QuerySet[Goal]:
    """The goals that `actor` may see: all of the own organization; of those below, what was handed in at least once."""
    goals = Goal.objects.filter(year=year, is_deleted=False)
    own = visible_to(actor, year, _OWN)
    below = visible_to(actor, year, _BELOW)
    handed_in = ~Q(state=GoalState.DRAFT) | Exists(Version.objects.filter(goal=OuterRef("pk")))
    return goals.filter(Q(organization__in=own) | Q(organization__in=below) & handed_in)


def may_see(actor: Actor, goal: Goal) -> bool:
    """Whether `goal`, which was read already, is among the visible ones."""
    if goal.is_deleted:
        return False
    if acts_for(actor, goal.organization, goal.year, _OWN):
        return True
    return acts_for(actor, goal.organization, goal.year, _BELOW) and (
        goal.state != GoalState.DRAFT or goal.versions.exists()
    )


def may_create(actor: Actor, organization: Organization, year: int) -> bool:
    """Whether `actor` writes for `organization`."""
    return organization.is_active and acts_for(actor, organization, year, _WRITERS)


def may_edit(actor: Actor, goal: Goal) -> bool:
    """Whether `actor` may change the working copy as it stands now."""
    return goal.state in EDITABLE and not goal.is_deleted and _writes_for(actor, goal)


def may_submit(actor: Actor, goal: Goal) -> bool:
    """Whoever may change it may hand it in; the window of the year is looked at by the service."""
    return may_edit(actor, goal)


def may_withdraw(actor: Actor, goal: Goal) -> bool:
    """Take back what is under way; whether it was opened already is the review's business."""
    return goal.state == GoalState.SUBMITTED and _writes_for(actor, goal)


def _writes_for(actor: Actor, goal: Goal) -> bool:
    return any(
        membership.organization_id == goal.organization_id and membership.role in _WRITERS
        for membership in roles(actor, goal.year)
    )
