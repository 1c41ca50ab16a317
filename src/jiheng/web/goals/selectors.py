"""Reading goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document
from jiheng.engine import check
from jiheng.web.goals.mapping import document_of_parts
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Version
from jiheng.web.goals.policies import may_see, visible_goals
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor

__all__ = ["approved_document", "document_of", "findings_of", "goal_get", "goal_list", "last_year", "latest_version"]


def goal_list(*, actor: Actor, year: int, organization: Organization | None = None, state: str = "") -> QuerySet[Goal]:
    """The goals that `actor` may see, without their contents."""
    found = visible_goals(actor, year).select_related("organization", "changed_by").defer("content")
    if organization:
        found = found.filter(organization=organization)
    return found.filter(state=state) if state in GoalState else found


def goal_get(*, actor: Actor, pk: int) -> Goal:
    """The goal of that key.

    Raises:
        Http404: there is none, or `actor` may not see it: nobody learns which there are.
    """
    goal = get_object_or_404(Goal.objects.select_related("organization", "changed_by"), pk=pk)
    if not may_see(actor, goal):
        raise Http404
    return goal


def latest_version(goal: Goal) -> Version | None:
    """What was submitted last."""
    return goal.versions.first()


def last_year(goal: Goal) -> Version | None:
    """The approved version of the same project in the year before."""
    if not goal.code and not goal.previous_id:
        return None
    found = Version.objects.filter(is_approved=True, goal__organization=goal.organization_id, goal__year=goal.year - 1)
    by_link = found.filter(goal=goal.previous_id) if goal.previous_id else found.filter(goal__code=goal.code)
    return by_link.order_by("-number").first()


def document_of(organization: Organization, year: int) -> Document:
    """The yearly document as it is being written."""
    goals = list(Goal.objects.filter(organization=organization, year=year, is_deleted=False).order_by("id"))
    department = next((goal.content for goal in goals if goal.kind == GoalKind.DEPARTMENT), None)
    return document_of_parts(
        organization, year, [goal.content for goal in goals if goal.kind == GoalKind.PROJECT], department
    )


def approved_document(organization: Organization, year: int, *, without: set[int] = frozenset()) -> Document:  # type: ignore[assignment]
    """The yearly document of the newest approved versions.

    Args:
        organization: whose.
        year: of which budget.
        without: keys of goals that are not to be in it.
    """
    versions: dict[int, Version] = {}
    approved = Version.objects.filter(
        is_approved=True, goal__organization=organization, goal__year=year, goal__is_deleted=False
    ).select_related("goal")
    for version in approved.order_by("goal_id", "number"):
        versions[version.goal_id] = version
    kept = [version for key, version in sorted(versions.items()) if key not in without]
    department = next((each.content for each in kept if each.goal.kind == GoalKind.DEPARTMENT), None)
    return document_of_parts(
        organization, year, [each.content for each in kept if each.goal.kind == GoalKind.PROJECT], department
    )


def findings_of(content: Mapping[str, Any], *, organization: Organization, year: int, kind: str) -> tuple[Finding, ...]:
    """What the checks say of one table (or department part) by itself."""
    is_department = kind == GoalKind.DEPARTMENT
    document = document_of_parts(
        organization, year, [] if is_department else [content], content if is_department else None
    )
    return tuple(
        finding
        for finding in check(document)
        if not finding.waived and finding.project == (None if is_department else 1)
    )
