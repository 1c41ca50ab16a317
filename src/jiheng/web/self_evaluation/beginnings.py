"""What a self-evaluation begins with: the approved goals, the money, the last monitoring round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from jiheng.web.goals.mapping import department_of, sheet_of
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.monitoring.selectors import actuals_of
from jiheng.web.organizations.models import Organization
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.content import TASK, department_content, project_content
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.money import funding_of, spent_of

__all__ = ["approved_projects", "approved_version", "fresh_content", "with_spending"]

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
    purposes = _purposes(goals)
    tasks = [{"goal": goal.pk, "name": str(goal), "content": purposes.get(goal.pk, "")} for goal in goals]
    version = _department_version(item)
    part = department_of(version.content) if version else None
    content = department_content(part, item.organization, regulation_of(item.year), with_spending(tasks, item.year))
    return {**content, "funding": funding_of([goal.pk for goal in goals], item.year)}


def with_spending(tasks: Iterable[Mapping[str, Any]], year: int) -> list[dict[str, Any]]:
    """The tasks of a whole unit with what each of its projects had and spent, as it is known now."""
    known = list(tasks)
    money = spent_of([task["goal"] for task in known if task.get("goal")], year)
    blank: tuple[None, None] = (None, None)
    made = []
    for task in known:
        budget, spent = money.get(task.get("goal") or 0, blank)
        made.append({**TASK, **task, "budget": _text(budget), "executed": _text(spent)})
    return made


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def _purposes(goals: Iterable[Goal]) -> dict[int, str]:
    """Goal → what its money is for, shortened."""
    versions = Version.objects.filter(goal__in=[goal.pk for goal in goals], is_approved=True).order_by("number")
    said = versions.values_list("goal", "content__purpose")
    return {goal: str(text or "").strip()[:_SHORT] for goal, text in said}


def _department_version(item: SelfEvaluation) -> Version | None:
    approved = Version.objects.filter(
        is_approved=True, goal__organization=item.organization, goal__year=item.year, goal__kind=GoalKind.DEPARTMENT
    )
    return approved.order_by("-number").first()
