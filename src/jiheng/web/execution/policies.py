"""Who may do what with money; lists and buttons ask the same functions."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from jiheng.web.execution.models import TableImport
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.goals.policies import visible_goals
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, visible_to

__all__ = ["entered_for", "may_enter", "may_import", "may_see_import", "projects", "visible_imports"]

_ENTERING = frozenset({Role.PREPARER, Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICE})
"""The unit itself, and those above it who hold the payment system's tables."""


def projects(actor: Actor, year: int) -> QuerySet[Goal]:
    """The projects that were approved once, also while they are being adjusted, of those that `actor` may see."""
    approved = Exists(Version.objects.filter(goal=OuterRef("pk"), is_approved=True))
    return visible_goals(actor, year).filter(approved, kind=GoalKind.PROJECT)


def entered_for(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations whose money `actor` enters."""
    return visible_to(actor, year, _ENTERING)


def may_enter(actor: Actor, goal: Goal) -> bool:
    """Whether `actor` enters the money of a project."""
    return entered_for(actor, goal.year).filter(pk=goal.organization_id).exists()


def may_import(actor: Actor, organization: Organization, year: int) -> bool:
    """Whether `actor` brings tables for an organization (and with it for those below that they act for)."""
    return entered_for(actor, year).filter(pk=organization.pk).exists()


def visible_imports(actor: Actor, year: int) -> QuerySet[TableImport]:
    """The files of the organizations that `actor` may see."""
    return TableImport.objects.filter(organization__in=visible_to(actor, year), year=year).defer("data")


def may_see_import(actor: Actor, table: TableImport) -> bool:
    """Whether `table` is among the visible ones."""
    return visible_imports(actor, table.year).filter(pk=table.pk).exists()
