"""Approved projects with money, and a window that is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import YEAR, World

from jiheng.domain.goals import Budget, Indicator
from jiheng.domain.target import parse_target
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.standing import restate
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.review.models import Run, RunState, StepState
from jiheng.web.review.services import default_chain, task_approve
from jiheng.web.self_evaluation.models import SelfEvaluation, Window
from jiheng.web.self_evaluation.paper import SUBJECT
from jiheng.web.self_evaluation.services import (
    self_evaluation_begin,
    self_evaluation_save,
    self_evaluation_submit,
)

ROWS = (
    ("产出指标", "数量指标", "接待客商批次", "≥10批次"),
    ("产出指标", "质量指标", "签约项目落地率", "≥80%"),
    ("效益指标", "经济效益指标", "到位资金", "≥5000万元"),
    ("满意度指标", "服务对象满意度指标", "客商满意度", "≥95%"),
)
ANSWERS = ("12批次", "85.5%", "5100万元", "96.2%")


def make_goal(
    world: World,
    rows: tuple[tuple[str, str, str, str], ...] = ROWS,
    *,
    name: str = "招商经费",
    budget: str = "14.00",
    spent: str | None = "14.00",
    organization: Organization | None = None,
    **more: Any,
) -> Goal:
    """An approved project; `spent` in 万元 of the year, None for no money yet."""
    indicators = tuple(Indicator(*row[:3], None, parse_target(row[3]), None) for row in rows)
    amount = Decimal(budget)
    sheet = make_sheet(
        organization or world.units[0], name, indicators=indicators, budget=Budget(amount, amount, None, "万元"), **more
    )
    goal = approve(world, sheet, organization=organization)
    if spent is not None:
        add_money(world, goal, MovementKind.SPENT, spent)
    return goal


def add_money(world: World, goal: Goal, kind: MovementKind, amount: str, source: Source = Source.FISCAL) -> None:
    """A movement of the year."""
    Movement.objects.create(
        goal=goal, kind=kind, source=source, on=date(goal.year, 11, 30), amount=Decimal(amount),
        entered_by=world.people["preparer"],
    )  # fmt: skip
    restate([goal.pk])


def answered(item: SelfEvaluation, *answers: Any, **more: Any) -> dict[str, Any]:
    """The content with what was reached: a text, or the keys of a row."""
    rows = [
        {**row, **(said if isinstance(said, dict) else {"actual": said})}
        for row, said in zip(item.content["indicators"], answers, strict=True)
    ]
    return {**item.content, "indicators": rows, "actual_goals": "全部完成", **more}


def approve_run(world: World, item: SelfEvaluation) -> None:
    """Everybody in the chain agrees."""
    run = Run.objects.get(subject=SUBJECT, subject_id=item.pk, state=RunState.RUNNING)
    for task in run.tasks.order_by("order"):
        task.refresh_from_db()
        assert task.state == StepState.OPEN
        task_approve(task=task, actor=world.people[task.role], grades={}, opinion="同意", override="同意")


@pytest.fixture
def chain(world: World) -> None:
    """A way to go, and a window that is open."""
    default_chain(subject=SUBJECT).steps.filter(quality_form=True).update(quality_form=False)
    now = timezone.now()
    Window.objects.create(cycle=world.cycle, opens_at=now - timedelta(days=1), due_at=now + timedelta(days=9))


@pytest.fixture
def begun(world: World, chain: None) -> Callable[..., SelfEvaluation]:  # noqa: ARG001 - the chain has to be there
    """A function that makes a project and its self-evaluation."""

    def begin(*rows: tuple[str, str, str, str], **more: Any) -> SelfEvaluation:
        goal = make_goal(world, rows or ROWS, **more)
        return self_evaluation_begin(
            organization=goal.organization, year=YEAR, actor=world.people["preparer"], goal=goal
        )

    return begin


@pytest.fixture
def approved(world: World, begun: Callable[..., SelfEvaluation]) -> Callable[..., SelfEvaluation]:
    """A function that makes a self-evaluation which went through the whole chain."""

    def make(**more: Any) -> SelfEvaluation:
        item = begun(**more)
        item = saved(world, item, *ANSWERS)
        self_evaluation_submit(item=item, actor=world.people["preparer"], explanation="测试")
        approve_run(world, item)
        item.refresh_from_db()
        return item

    return make


def saved(world: World, item: SelfEvaluation, *answers: Any, **more: Any) -> SelfEvaluation:
    """The self-evaluation with these answers, stored."""
    return self_evaluation_save(
        item=item, actor=world.people["preparer"], content=answered(item, *answers, **more), lock=item.lock
    )
