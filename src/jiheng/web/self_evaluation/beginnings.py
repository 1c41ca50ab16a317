"""What a self-evaluation begins with: the approved goals, the money, the last monitoring round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from jiheng.web.goals.mapping import department_of, sheet_of
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.monitoring.selectors import actuals_of
from jiheng.web.organizations.models import Organization
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.content import department_content, project_content
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.money import funding_of, spent_of

__all__ = ["approved_projects", "approved_version", "fresh_content"]

_SHORT = 120


def approved_projects(organizations: Iterable[Organization], year: int) -> list[Goal]:
    """The projects of the organizations that were approved once, also while they are being adjusted."""
    approved = Version.objects.filter(goal=OuterRef("pk"), is_approved=True)
    found = Goal.objects.filter(
        Exists(approved), organization__in=list(organizations), year=year, kind=GoalKind.PROJECT, is_deleted=False
    )
    return list(found.select_related("organization__parent").defer("content").order_by("id"))


def approved_version(goal: Goal) -> Version | None:
    """The goals that hold."""
    return goal.versions.filter(is_approved=True).order_by("-number").first()


def fresh_content(item: SelfEvaluation) -> tuple[dict[str, Any], Version | None]:
    """The content of a blank self-evaluation, and the goals that it was made from."""
    regulation = regulation_of(item.year)
    if item.kind == Kind.DEPARTMENT:
        return _whole(item), _department_version(item)
    assert item.goal is not None  # of a project
    version = approved_version(item.goal)
    sheet = sheet_of((version or item.goal).content)
    actuals = {index: said[0] for index, said in actuals_of(item.goal.pk).items()}
    content = project_content(sheet, item.organization, regulation, actuals)
    return {**content, "funding": funding_of([item.goal.pk], item.year)}, version


def _whole(item: SelfEvaluation) -> dict[str, Any]:
    goals = approved_projects([item.organization], item.year)
    money = spent_of([goal.pk for goal in goals], item.year)
    tasks = [
        {
            "name": str(goal),
            "content": _purpose(goal),
            "budget": f"{money[goal.pk][0]:f}" if goal.pk in money else "",
            "executed": f"{spent:f}" if goal.pk in money and (spent := money[goal.pk][1]) is not None else "",
            "completion": "",
        }
        for goal in goals
    ]
    version = _department_version(item)
    part = department_of(version.content) if version else None
    content = department_content(part, item.organization, regulation_of(item.year), tasks)
    return {**content, "funding": funding_of([goal.pk for goal in goals], item.year)}


def _purpose(goal: Goal) -> str:
    version = approved_version(goal)
    return str((version.content.get("purpose") if version else "") or "").strip()[:_SHORT]


def _department_version(item: SelfEvaluation) -> Version | None:
    approved = Version.objects.filter(
        is_approved=True, goal__organization=item.organization, goal__year=item.year, goal__kind=GoalKind.DEPARTMENT
    )
    return approved.order_by("-number").first()
