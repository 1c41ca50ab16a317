"""Beginning, saving, handing in, correcting, taking over; what other areas read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.web.disclosure.approved import approve_again, make_sheet
from tests.web.factories import YEAR, World
from tests.web.monitoring.rounds import handed_in, handed_out
from tests.web.self_evaluation.conftest import ANSWERS, ROWS, add_money, approve_run, make_goal, saved

from jiheng.domain.goals import Budget, DepartmentGoals, Indicator, SubGoal
from jiheng.domain.target import parse_target
from jiheng.engine import read
from jiheng.publishing import publish
from jiheng.web.audit.models import Entry
from jiheng.web.execution.models import MovementKind, Source
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.services import default_chain
from jiheng.web.self_evaluation.content import PROJECT_FORMS, department_content
from jiheng.web.self_evaluation.documents import document_of
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation, Window
from jiheng.web.self_evaluation.selectors import actuals_of, item_list, outcome_sentences, results_of
from jiheng.web.self_evaluation.services import (
    self_evaluation_begin,
    self_evaluation_refresh,
    self_evaluation_reopen,
    self_evaluation_save,
    self_evaluation_submit,
    self_evaluation_withdraw,
    self_evaluations_begin,
    window_set,
)
from jiheng.web.submissions.models import State
from jiheng.web.ui.errors import Conflict

pytestmark = pytest.mark.django_db

Made = Callable[..., SelfEvaluation]


@pytest.mark.usefixtures("chain")
def test_one_of_each_approved_project_and_one_of_the_whole_unit(world: World) -> None:
    make_goal(world, name="招商经费")
    make_goal(world, name="培训经费", code="13070021P000000000052", spent="10")
    actor = world.people["preparer"]
    made = self_evaluations_begin(organization=world.units[0], year=YEAR, actor=actor)
    assert [(str(item), item.kind) for item in made] == [
        ("招商经费", Kind.PROJECT), ("培训经费", Kind.PROJECT), ("整体自评", Kind.DEPARTMENT)
    ]  # fmt: skip
    whole = made[2]
    assert [task["name"] for task in whole.content["tasks"]] == ["招商经费", "培训经费"]
    assert whole.content["funding"] == [
        {"source": "fiscal", "opening": "28.00", "adjusted": "28.00", "executed": "24.00"}
    ]
    assert self_evaluations_begin(organization=world.units[0], year=YEAR, actor=actor) == []


def test_nobody_begins_for_another_unit(world: World) -> None:
    with pytest.raises(PermissionDenied):
        self_evaluations_begin(organization=world.units[-1], year=YEAR, actor=world.people["preparer"])


def test_it_begins_with_goals_money_and_weights(begun: Made) -> None:
    item = begun()
    rows = item.content["indicators"]
    assert [(row["name"], row["target"], row["weight"]) for row in rows] == [
        ("接待客商批次", "≥10批次", "25"), ("签约项目落地率", "≥80%", "25"), ("到位资金", "≥5000万元", "30"),
        ("客商满意度", "≥95%", "10"),
    ]  # fmt: skip
    assert item.content["expected_goals"] == "1. 引进项目\n2. 扩大影响"
    assert item.content["funding"][0]["executed"] == "14.00"


def test_what_the_last_monitoring_round_said_is_taken_over(world: World, chain: None) -> None:  # noqa: ARG001
    default_chain(subject="monitoring")
    report = handed_in(world, handed_out(world, month=10))
    item = self_evaluation_begin(
        organization=world.units[0], year=YEAR, actor=world.people["preparer"], goal=report.goal
    )
    said = [row["actual"] for row in item.content["indicators"]]
    assert said[:2] == ["6次", "97%"]


def test_indicators_that_stand_in_prose_become_rows(world: World) -> None:
    part = DepartmentGoals(
        "提升服务", (SubGoal("招商", "引进项目", "（1）接待批次≥10次；（2）满意度不低于95%。队伍建设"),), None
    )
    rows = department_content(part, world.units[0], regulation_of(YEAR), [])["indicators"]
    assert [(row["name"], row["target"]) for row in rows] == [
        ("接待批次", "≥10次"), ("满意度", "不低于95%"), ("队伍建设", "")
    ]  # fmt: skip


def test_money_follows_the_execution_and_is_never_typed(world: World, begun: Made) -> None:
    item = begun(spent="7.00")
    forged = {**item.content, "funding": [{"source": "fiscal", "opening": "1", "adjusted": "1", "executed": "1"}]}
    item = self_evaluation_save(item=item, actor=world.people["preparer"], content=forged, lock=item.lock)
    assert item.rate == Decimal("0.5")
    assert item.goal is not None
    add_money(world, item.goal, MovementKind.SPENT, "7.00")
    version = self_evaluation_submit(item=saved(world, item, *ANSWERS), actor=world.people["preparer"])
    assert (version.rate, version.total) == (Decimal(1), Decimal(100))


def test_two_people_do_not_overwrite_each_other(world: World, begun: Made) -> None:
    item = begun()
    saved(world, item, *ANSWERS)
    with pytest.raises(Conflict, match="改过"):
        self_evaluation_save(
            item=item, actor=world.people["unit_leader"], content={**item.content, "problems": "无"}, lock=item.lock
        )


def test_errors_need_an_explanation(world: World, begun: Made) -> None:
    item = begun()
    with pytest.raises(ValidationError, match="必须修改"):
        self_evaluation_submit(item=item, actor=world.people["preparer"])
    version = self_evaluation_submit(item=item, actor=world.people["preparer"], explanation="数据一月底才产生")
    assert version.reason == "数据一月底才产生"
    assert version.total is None


def test_outside_of_the_window_nothing_is_handed_in(world: World, begun: Made) -> None:
    item = saved(world, begun(), *ANSWERS)
    Window.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError, match="不在自评提交时间内"):
        self_evaluation_submit(item=item, actor=world.people["preparer"])
    Window.objects.all().delete()
    with pytest.raises(ValidationError, match="没有开放"):
        self_evaluation_submit(item=item, actor=world.people["preparer"])


def test_what_was_sent_back_may_come_late(world: World, begun: Made) -> None:
    item = saved(world, begun(), *ANSWERS)
    self_evaluation_submit(item=item, actor=world.people["preparer"])
    self_evaluation_withdraw(item=SelfEvaluation.objects.get(pk=item.pk), actor=world.people["preparer"])
    Window.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert self_evaluation_submit(item=item, actor=world.people["preparer"]).number == 2


def test_the_window_is_set_by_the_performance_office(world: World) -> None:
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        window_set(year=YEAR, opens_at=now, due_at=now + timedelta(days=1), actor=world.people["unit_leader"])
    with pytest.raises(ValidationError):
        window_set(year=YEAR, opens_at=now, due_at=now, actor=world.people["performance_office"])
    window_set(year=YEAR, opens_at=now, due_at=now + timedelta(days=1), actor=world.people["performance_office"])
    assert Entry.objects.filter(action="self_evaluation.window").exists()


def test_approved_results_are_read_by_other_areas(approved: Made) -> None:
    item = approved()
    assert item.state == State.APPROVED
    goal = item.goal
    assert goal is not None
    result = results_of([goal])[goal.pk]
    assert (result.total, result.grade, result.rate) == (Decimal(100), "优", Decimal(1))
    assert actuals_of(goal) == dict(enumerate(ANSWERS))
    assert outcome_sentences(goal)[0] == "接待客商批次：计划 ≥10批次，实际 12批次"


def test_a_correction_goes_through_the_chain_and_the_approved_one_holds_until_then(
    world: World, approved: Made
) -> None:
    item = approved()
    with pytest.raises(ValidationError):
        self_evaluation_reopen(item=item, actor=world.people["preparer"], reason=" ")
    item = self_evaluation_reopen(item=item, actor=world.people["preparer"], reason="审计更正了批次")
    item.refresh_from_db()
    missed = {"actual": "7批次", "reason": "审计核减"}
    item = saved(world, item, missed, *ANSWERS[1:])
    assert item.goal is not None
    assert results_of([item.goal])[item.goal.pk].total == 100
    self_evaluation_submit(item=item, actor=world.people["preparer"])
    approve_run(world, item)
    assert results_of([item.goal])[item.goal.pk].total == Decimal("92.5")
    assert outcome_sentences(item.goal)[0].endswith("没有达到")


def test_reviewers_do_not_see_drafts(world: World, begun: Made) -> None:
    item = begun()
    reviewers = [world.people[name] for name in ("department_reviewer", "performance_office")]
    assert not any(item_list(actor=person, year=YEAR) for person in reviewers)
    self_evaluation_submit(item=item, actor=world.people["preparer"], explanation="测试")
    assert all(item_list(actor=person, year=YEAR).count() == 1 for person in reviewers)
    assert not item_list(actor=world.people["other_preparer"], year=YEAR)


def test_adjusted_goals_are_taken_over_and_answers_stay_with_their_indicators(world: World, begun: Made) -> None:
    item = saved(world, begun(), *ANSWERS)
    rows = [ROWS[1], ("产出指标", "时效指标", "按期完成率", "=100%"), *ROWS[2:]]
    indicators = tuple(Indicator(*row[:3], None, parse_target(row[3]), None) for row in rows)
    assert item.goal is not None
    approve_again(item.goal, make_sheet(world.units[0], indicators=indicators))
    item = self_evaluation_refresh(item=item, actor=world.people["preparer"], lock=item.lock)
    assert [row["actual"] for row in item.content["indicators"]] == ["85.5%", "", "5100万元", "96.2%"]
    assert item.content["actual_goals"] == "全部完成"


# ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", PROJECT_FORMS)
@pytest.mark.parametrize("file_format", ["docx", "pdf", "xlsx"])
def test_printed_forms_read_back_to_the_same_scores(world: World, begun: Made, form: str, file_format: str) -> None:
    item = begun(*ROWS, ("效益指标", "社会效益指标", "营商环境", "明显改善"), spent="12.05")
    assert item.goal is not None
    add_money(world, item.goal, MovementKind.OPENING, "14.00")
    add_money(world, item.goal, MovementKind.OPENING, "2.50", Source.CARRIED_OVER)
    verdict = {
        "actual": "有所改善",
        "achievement": "partly",
        "given": "10.50",
        "weight": "15",
        "reason": "办件时限还偏长",
    }
    answers = (
        {"actual": "7批次", "reason": "两批改期"},
        *ANSWERS[1:2],
        {"actual": ANSWERS[2], "weight": "15"},
        ANSWERS[3],
        verdict,
    )
    item = saved(
        world, item, *answers, execution_reason="结余", process="按计划实施", conclusion="良好", problems="无",
        improvements="加强",
    )  # fmt: skip
    assert item.total is not None
    document = document_of(item, item.content, form)
    (table,) = read(publish(document, file_format), name=f"x.{file_format}").self_evaluations
    (own,) = document.self_evaluations
    assert table.form == form
    assert table.total_score == item.total
    assert [(row.name, row.weight, row.score) for row in table.indicators] == [
        (row.name, row.weight, row.score) for row in own.indicators
    ]
    first, again = own.funding[0], table.funding[0]
    assert (again.adjusted, again.executed, again.rate, again.score) == (
        first.adjusted, first.executed, first.rate, first.score
    )  # fmt: skip


@pytest.mark.usefixtures("chain")
def test_the_table_of_a_whole_unit_reads_back(world: World) -> None:
    make_goal(world, spent="13", budget="14")
    whole = self_evaluations_begin(organization=world.units[0], year=YEAR, actor=world.people["preparer"])[1]
    row = {
        "level1": "产出指标",
        "level2": "数量指标",
        "name": "完成任务数",
        "target": "≥1项",
        "weight": "90",
        "actual": "1项",
    }
    content = {**whole.content, "indicators": [row], "actual_goals": "完成", "execution_reason": "结余"}
    whole = self_evaluation_save(item=whole, actor=world.people["preparer"], content=content, lock=whole.lock)
    (table,) = read(publish(document_of(whole, whole.content), "docx"), name="x.docx").self_evaluations
    assert table.form == "national-department-self-evaluation"
    assert (table.total_score, table.tasks[0].name, table.tasks[0].executed) == (
        whole.total,
        "招商经费",
        Decimal("13.00"),
    )


def test_budget_of_another_currency_unit_is_reckoned_in_wan(world: World, begun: Made) -> None:
    item = begun(spent="20", budget="20")
    assert item.goal is not None
    amount = Decimal("200000.00")
    sheet = make_sheet(world.units[0], budget=Budget(amount, amount, None, "元"))
    approve_again(item.goal, sheet)
    assert item.content["funding"][0]["adjusted"] == "20.00"
