"""A project with approved goals, its money, a round that was handed out, and what a unit writes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import YEAR, World

from jiheng.domain.goals import GoalSheet, Indicator, PlanStep
from jiheng.domain.target import parse_target
from jiheng.web.execution.models import Movement, MovementKind
from jiheng.web.execution.standing import restate
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring import services
from jiheng.web.monitoring.models import Alert, Report, Round
from jiheng.web.monitoring.preparing import prepared, with_lights
from jiheng.web.monitoring.typed import typed_content, typed_of
from jiheng.web.organizations.models import Organization

__all__ = [
    "TOLD",
    "complete",
    "handed_in",
    "handed_out",
    "make_round",
    "project",
    "sheet_of",
    "spend",
    "typed",
    "write",
]

INDICATORS = (
    ("数量指标", "接待客商批次", "≥10次"),
    ("质量指标", "签约项目履约率", "≥95%"),
    ("时效指标", "工作完成时间", "12月底前"),
    ("成本指标", "接待总成本", "≤14万元"),
    ("社会效益指标", "营商环境", "明显改善"),
)
_LEVELS = {"社会效益指标": "效益指标"}
TOLD = {"reasons": "staff", "explanation": "人手不足", "remark": "增加人手"}
COMPLETE = ("6次", "97%", "正在推进", "5万元", "达成")


def sheet_of(organization: Organization, name: str = "招商经费", **fields: Any) -> GoalSheet:
    """Goals with an indicator of every kind, and a plan of spending that is slow in spring."""
    indicators = tuple(
        Indicator(_LEVELS.get(level, "产出指标"), level, text, text, parse_target(target), "年度计划")
        for level, text, target in INDICATORS
    )
    plan = tuple(PlanStep(month, Decimal(share)) for month, share in ((3, 10), (6, 30), (10, 70), (12, 100)))
    known = {"indicators": indicators, "spending_plan": plan}
    return make_sheet(organization, name, **known | fields)


def project(world: World, name: str = "招商经费", unit: int = 0, **fields: Any) -> Goal:
    """A project whose goals were approved: 14 万元."""
    home = world.units[unit]
    return approve(world, sheet_of(home, name, **fields), organization=home)


def spend(goal: Goal, month: int, amount: str, kind: MovementKind = MovementKind.SPENT) -> None:
    """Money that moved in a month."""
    Movement.objects.create(goal=goal, kind=kind, on=date(goal.year, month, 15), amount=Decimal(amount),
                            entered_by=goal.created_by)  # fmt: skip
    restate([goal.pk])


def make_round(world: World, month: int = 7, **values: Any) -> Round:
    """A round of the bureau that is open now."""
    today = timezone.localdate()
    through = date(YEAR, month + 1, 1) - timedelta(days=1) if month < 12 else date(YEAR, 12, 31)
    more = {name: values.pop(name) for name in ("organization", "organizations", "goals", "actor") if name in values}
    return services.round_save(
        actor=more.get("actor", world.people["performance_office"]),
        organization=more.get("organization", world.bureau),
        year=YEAR,
        values={
            "name": f"1–{month}月监控", "kind": "general", "through": through, "opens_on": today,
            "due_on": today + timedelta(days=20), **values,
        },
        organizations=more.get("organizations", ()),
        goals=more.get("goals", ()),
    )  # fmt: skip


def handed_out(world: World, goal: Goal | None = None, month: int = 7) -> Report:
    """The report of a project in a round that was handed out."""
    goal = goal or project(world)
    services.round_hand_out(each=make_round(world, month), actor=world.people["performance_office"])
    return Report.objects.get(goal=goal, round__through__month=month)


def typed(report: Report) -> dict[str, Any]:
    """What the page has in its fields."""
    return typed_of(prepared(report).content(report.content))


def complete(report: Report, actuals: tuple[str, ...] = COMPLETE, **first: str) -> dict[str, Any]:
    """The fields with everything that is wanted; `first` goes into the first indicator."""
    made = typed(report)
    for row, actual in zip(made["indicators"], actuals[-len(made["indicators"]) :], strict=True):
        row |= {"possibility": "certain", "actual": actual, "expected": ""}
    made["indicators"][-1] |= {"achievement": "reached", "actual": ""}
    made["indicators"][0] |= first
    made["funding"] = dict.fromkeys(made["funding"], "14")
    return made | {"analysis": "付款在下半年", "measures": "按合同付款", "filled_by": "填报人"}


def write(report: Report, answers: dict[str, Any], actor: Any) -> Report:
    """Save what was typed."""
    known = prepared(report)
    content = with_lights(typed_content(answers, known.facts, known.regulation), known.setting)
    return services.report_save(report=report, actor=actor, content=content, lock=report.lock)


def handed_in(world: World, report: Report, answers: dict[str, Any] | None = None) -> Report:
    """The report with the reviewers."""
    actor = world.people["preparer"]
    write(report, answers or complete(report), actor)
    fresh = Report.objects.select_related("organization", "round", "goal").get(pk=report.pk)
    services.report_submit(report=fresh, actor=actor)
    return Report.objects.get(pk=report.pk)


# ── For tables of pages: the same thing however often it is asked for ─────────────────────────────────────────────────


def round_of(world: World) -> Round:
    """A round of the bureau that was handed out."""
    known = Round.objects.filter(year=world.year, through__month=7).first()
    if known is None:
        project(world)
        known = make_round(world)
    services.round_hand_out(each=known, actor=world.people["performance_office"])
    return Round.objects.get(pk=known.pk)


def report_of(world: World, unit: int = 0, state: str = "draft") -> Report:
    """A report of a unit in a state, with a project of its own."""
    each, home = round_of(world), world.units[unit]
    name = f"{state}{home.code}"
    goal = Goal.objects.filter(name=name).first() or project(world, name, unit)
    services.round_hand_out(each=each, actor=world.people["performance_office"])
    report = Report.objects.select_related("organization", "round", "goal").get(goal=goal, round=each)
    if state != "draft" and report.state == "draft":
        author = world.people["preparer" if unit == 0 else "other_preparer"]
        write(report, complete(report, actual="1次", **TOLD), author)
        fresh = Report.objects.select_related("organization", "round", "goal").get(pk=report.pk)
        services.report_submit(report=fresh, actor=author)
        Report.objects.filter(pk=report.pk).update(state=state)
    return Report.objects.get(pk=report.pk)


def alert_of(world: World, unit: int = 0) -> Alert:
    """An alert of a unit."""
    return Alert.objects.get(goal=report_of(world, unit, "submitted").goal_id, kind="indicator")
