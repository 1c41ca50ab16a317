"""Projects with results at the end of the year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.domain.goals import Indicator
from jiheng.domain.target import parse_target
from jiheng.web.execution.models import Movement, MovementKind
from jiheng.web.execution.standing import restate
from jiheng.web.goals.models import Goal
from jiheng.web.results.services import decisions_publish, goal_decide
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion

__all__ = ["decided", "evaluated", "project", "spent"]


def project(world: World, name: str = "招商经费", *, unit: int = 0, target: str = "≥95%", **fields: Any) -> Goal:
    """An approved project with one indicator."""
    home = world.units[unit]
    indicator = Indicator("产出指标", "质量指标", f"{name}完成率", "", parse_target(target), "年度计划")
    sheet = replace(make_sheet(home, name), indicators=(indicator,), **fields)
    goal = approve(world, sheet, organization=home)
    Goal.objects.filter(pk=goal.pk).update(amount=Decimal(14))
    goal.refresh_from_db()
    return goal


def spent(goal: Goal, amount: str) -> None:
    """So much of its budget of 14 is spent, in 万元."""
    Movement.objects.create(
        goal=goal, kind=MovementKind.SPENT, on=timezone.localdate().replace(year=goal.year), amount=Decimal(amount),
        entered_by=goal.created_by,
    )  # fmt: skip
    restate([goal.pk])


def evaluated(goal: Goal, total: str, grade: str, actual: str = "71%") -> None:
    """Its self-evaluation was approved with that result."""
    who = goal.created_by
    content = {
        "indicators": [{"source": 0, "name": "完成率", "target": "≥95%", "actual": actual, "reason": "人手不足"}]
    }
    made = SelfEvaluation.objects.create(
        organization=goal.organization, year=goal.year, goal=goal, name=goal.name, content=content, state="approved",
        created_by=who, changed_by=who,
    )  # fmt: skip
    SelfEvaluationVersion.objects.create(
        item=made, number=1, content=content, digest="0" * 64, submitted_by=who, is_approved=True,
        approved_at=timezone.now(), total=Decimal(total), grade=grade,
    )  # fmt: skip


def decided(world: World, unit: int = 0, *, is_published: bool = False) -> Goal:
    """A project of that unit about which the bureau decided."""
    goal, office = project(world, unit=unit), world.people["performance_office"]
    goal_decide(goal=goal, actor=office, action="keep", percent=Decimal(0))
    if is_published:
        decisions_publish(year=world.year, actor=office)
    return goal
