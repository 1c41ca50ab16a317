"""Rounds and reports: handed out once, filled from what is known, explained where it is bad, handed in, concluded."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.web.disclosure.approved import approve_again
from tests.web.factories import World
from tests.web.monitoring.rounds import (
    TOLD,
    complete,
    handed_in,
    handed_out,
    make_round,
    project,
    sheet_of,
    spend,
    typed,
    write,
)

from jiheng.engine import read
from jiheng.web.execution.models import MovementKind
from jiheng.web.monitoring import services
from jiheng.web.monitoring.models import Report
from jiheng.web.monitoring.selectors import actuals_of, history_of, lights_of
from jiheng.web.monitoring.services.daily import look_at_rounds
from jiheng.web.notices.models import Notice
from jiheng.web.review.models import Run
from jiheng.web.review.services import task_approve
from jiheng.web.ui.errors import Conflict

pytestmark = pytest.mark.django_db


def fresh(report: Report) -> Report:
    return Report.objects.select_related("organization__parent", "round", "goal__organization").get(pk=report.pk)


def approve_all(world: World, report: Report) -> None:
    """Everybody in the chain agrees."""
    run = Run.objects.get(subject="monitoring", subject_id=report.pk)
    while task := run.tasks.filter(state="open").select_related("run__organization").first():
        task_approve(task=task, actor=world.people[task.role], grades={}, opinion="同意", override="")


# ── Rounds ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_handing_out_gives_every_approved_project_one_report_however_often(world: World) -> None:
    one, other = project(world), project(world, "接待费", unit=-1)
    each, office = make_round(world), world.people["performance_office"]
    assert services.round_hand_out(each=each, actor=office) == 2
    assert services.round_hand_out(each=each, actor=office) == 0
    assert set(each.reports.values_list("goal", flat=True)) == {one.pk, other.pk}
    told = Notice.objects.filter(kind="monitoring.handed-out").values_list("user__login", flat=True)
    assert set(told) == {"preparer", "unit_leader", "other_preparer"}


def test_a_project_approved_later_joins_in_the_night(world: World) -> None:
    from django.utils import timezone

    report = handed_out(world)
    late = project(world, "追加项目")
    look_at_rounds(timezone.now())
    assert set(report.round.reports.values_list("goal__name", flat=True)) == {"招商经费", late.name}


def test_a_department_asks_only_its_own_and_only_what_it_chose(world: World) -> None:
    chosen, _left = project(world, "一"), project(world, "二")
    project(world, "外部门", unit=-1)
    reviewer = world.people["department_reviewer"]
    each = make_round(world, organization=world.departments[0], goals=[chosen], actor=reviewer)
    assert services.round_hand_out(each=each, actor=reviewer) == 1
    assert each.reports.get().goal == chosen
    with pytest.raises(PermissionDenied):
        make_round(world, 9, organization=world.departments[1], actor=reviewer)


def test_the_day_of_a_round_that_was_handed_out_stays(world: World) -> None:
    each = handed_out(world).round
    values = {name: getattr(each, name) for name in ("name", "kind", "opens_on", "due_on")}
    with pytest.raises(ValidationError, match="已经下达"):
        services.round_save(
            actor=world.people["performance_office"], organization=world.bureau, year=each.year, changed=each,
            values={**values, "through": each.through.replace(month=6, day=30)},
        )  # fmt: skip


# ── What is known ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_money_is_filled_in_until_the_day_of_the_round(world: World) -> None:
    goal = project(world)
    spend(goal, 3, "3.5")
    spend(goal, 7, "0.7")
    spend(goal, 8, "5")
    spend(goal, 5, "2", MovementKind.ADJUSTMENT)
    total = handed_out(world, goal).content["funding"][0]
    assert (Decimal(total["opening"]), Decimal(total["adjusted"]), Decimal(total["executed"])) == (
        14,
        16,
        Decimal("4.2"),
    )


def test_money_that_comes_later_is_in_the_report_when_it_is_handed_in(world: World) -> None:
    goal = project(world)
    report = handed_out(world, goal)
    spend(goal, 6, "5.6")
    done = handed_in(world, fresh(report))
    assert done.versions.get().content["funding"][0]["executed"].startswith("5.6")
    assert done.rate == Decimal("0.4")


def test_an_answer_stays_with_its_indicator_when_goals_are_adjusted(world: World) -> None:
    goal = project(world)
    report = fresh(handed_out(world, goal))
    write(report, complete(report), world.people["preparer"])
    sheet = sheet_of(world.units[0])
    approve_again(goal, sheet_of(world.units[0], indicators=sheet.indicators[1:]))
    report = fresh(report)
    assert typed(report)["indicators"][0]["actual"] == "97%"
    with pytest.raises(Conflict, match="调整过"):
        write(report, complete(report) | {"goal_version": 1}, world.people["preparer"])


def test_the_next_round_knows_who_fills_in_and_what_kind_things_are_but_no_results(world: World) -> None:
    goal = project(world)
    first = fresh(handed_out(world, goal))
    handed_in(world, first, complete(first, course="level", **TOLD))
    second = handed_out(world, goal, month=9)
    assert second.content["filled_by"] == "填报人"
    assert second.content["indicators"][0]["course"] == "level"
    assert not any(row["actual"] for row in second.content["indicators"])


# ── Lights and what they ask for ──────────────────────────────────────────────────────────────────────────────────────


def test_spending_is_held_against_the_projects_own_plan(world: World, signed_in: Any) -> None:
    """4.9 of 14 by the end of July is 35 %: the plan wants 40 %, the calendar would have wanted 58 % and said red."""
    goal = project(world)
    spend(goal, 7, "4.9")
    report = handed_out(world, goal)
    answer = check(signed_in("preparer"), report, typed(report))
    assert answer["spending"]["colour"] == "green"
    assert "支出计划" in answer["spending"]["sentence"]
    assert "60%" in answer["spending"]["rule"]


def test_lights_come_while_one_types_and_say_why(world: World, signed_in: Any) -> None:
    report = handed_out(world)
    browser = signed_in("preparer")
    answer = check(browser, report, complete(report, ("2次", "97%", "正在推进", "5万元", "")))
    colours = [light["colour"] for light in answer["indicators"]]
    assert colours == ["red", "green", "green", "green", "green"]
    assert "只完成 2次" in answer["indicators"][0]["sentence"]
    assert answer["indicators"][0]["rule"].startswith("累计指标")
    missing = [each["anchor"] for each in answer["missing"]]
    assert [f"indicators[0].{name}" for name in ("reasons", "explanation", "remark")] == missing
    assert not Report.objects.get(pk=report.pk).content["indicators"][0]["actual"], "nothing is stored"


def test_a_corrected_kind_is_judged_as_such(world: World, signed_in: Any) -> None:
    report = handed_out(world)
    answer = check(signed_in("preparer"), report, complete(report, course="level"))
    assert answer["indicators"][0]["colour"] == "red"
    assert "低于目标" in answer["indicators"][0]["sentence"]


def test_doubt_has_to_be_explained_even_where_the_numbers_are_good(world: World) -> None:
    report = fresh(handed_out(world))
    saved = write(report, complete(report, possibility="possible"), world.people["preparer"])
    assert saved.errors == 3
    with pytest.raises(ValidationError, match="3 处"):
        services.report_submit(report=fresh(saved), actor=world.people["preparer"])
    told = {"reasons": "funding、other", "finer": "资金未到位", "explanation": "经费未到", "remark": "催拨"}
    done = handed_in(world, fresh(saved), complete(report, possibility="possible", **told))
    assert (done.state, done.colour) == ("submitted", "yellow")


def test_a_number_that_is_none_is_kept_and_asked_for(world: World) -> None:
    report = fresh(handed_out(world))
    answers = complete(report) | {"funding": {"fiscal": "十四"}}
    saved = write(report, answers, world.people["preparer"])
    assert saved.errors == 2, "no number, and so no sum"
    assert typed(fresh(saved))["funding"]["fiscal"] == "十四"


def check(browser: Any, report: Report, answers: dict[str, Any]) -> Any:
    address = reverse("monitoring:check", args=[report.pk])
    response = browser.post(address, json.dumps({"content": answers}), content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


def test_a_colleague_is_not_overwritten(world: World, signed_in: Any) -> None:
    report = fresh(handed_out(world))
    write(report, complete(report), world.people["unit_leader"])
    body = json.dumps({"content": typed(report), "lock": report.lock})
    response = signed_in("preparer").post(reverse("monitoring:save", args=[report.pk]), body, "application/json")
    assert response.status_code == 409
    assert response.json()["content"]["indicators"][0]["actual"] == "6次"


@pytest.mark.parametrize("body", ["", "[]", '{"content": 1}', '{"content": {}, "lock": "x"}',
                                  '{"content": {"goal_version": 1, "indicators": [1,2,3,4,5]}, "lock": 1}'])  # fmt: skip
def test_what_the_page_never_sends_is_refused(world: World, signed_in: Any, body: str) -> None:
    report = handed_out(world)
    for name in ("save", "check"):
        address = reverse(f"monitoring:{name}", args=[report.pk])
        assert signed_in("preparer").post(address, body, content_type="application/json").status_code in {409, 422}


# ── Review and conclusion ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_reviewer_sees_the_form_the_lights_and_what_has_changed(world: World, signed_in: Any) -> None:
    goal = project(world)
    handed_in(world, fresh(handed_out(world, goal)))
    second = fresh(handed_out(world, goal, month=9))
    second = handed_in(world, second, complete(second, actual="3次", **TOLD))
    run = Run.objects.get(subject_id=second.pk, subject="monitoring")
    page = signed_in("unit_leader").get(reverse("review:run", args=[run.pk])).content.decode()
    assert 'data-anchor="indicators[0].actual"' in page
    assert "全年预计完成情况" in page
    assert "与“1–7月监控”相比" in page
    assert "light-red" in page, "three of ten by the end of September"


def test_the_finance_division_concludes_and_the_unit_hears_of_it(world: World, signed_in: Any) -> None:
    report = fresh(handed_in(world, fresh(handed_out(world))))
    finance = world.people["finance_reviewer"]
    with pytest.raises(ValidationError, match="写明"):
        services.report_conclude(report=report, actor=finance, conclusion="adjust", text=" ")
    with pytest.raises(PermissionDenied):
        services.report_conclude(report=report, actor=world.people["department_reviewer"], conclusion="fine", text="")
    address = reverse("monitoring:conclude", args=[report.pk])
    done = signed_in("finance_reviewer").post(address, {"conclusion": "adjust", "conclusion_text": "批次调到 8 次"})
    assert done.status_code == 302
    page = signed_in("preparer").get(reverse("monitoring:report", args=[report.pk])).content.decode()
    assert "需调整目标" in page
    assert reverse("goals:adjust", args=[report.goal_id]) in page
    assert Notice.objects.filter(user=world.people["preparer"], kind="monitoring.concluded").exists()


def test_other_areas_are_told_lights_history_and_what_was_reached(world: World) -> None:
    goal = project(world)
    assert lights_of([goal.pk]) == {}
    handed_in(world, fresh(handed_out(world, goal)))
    second = fresh(handed_out(world, goal, month=9))
    second = handed_in(world, second, complete(second, actual="3次", **TOLD))
    approve_all(world, second)
    assert Report.objects.get(pk=second.pk).state == "approved"
    light = lights_of([goal.pk])[goal.pk]
    assert (light["colour"], light["round"]) == ("red", "1–9月监控")
    assert [each["round"] for each in history_of(goal.pk)] == ["1–7月监控", "1–9月监控"]
    assert actuals_of(goal.pk)[1] == ("97%", "1–9月监控")


# ── Papers ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file_format", ["docx", "xlsx", "html", "json", "pdf"])
def test_the_official_table_reads_back(world: World, signed_in: Any, file_format: str) -> None:
    if file_format == "pdf":
        pytest.importorskip("typst")
    goal = project(world)
    spend(goal, 5, "4.9")
    report = fresh(handed_out(world, goal))
    handed_in(world, report, complete(report, possibility="possible", **TOLD))
    address = reverse("monitoring:unit", args=[file_format])
    query = {"round": Report.objects.get().round_id, "organization": world.units[0].code}
    response = signed_in("finance_reviewer").get(address, query)
    assert response.status_code == 200
    (table,) = read(response.content, name=f"x.{file_format}").monitoring
    assert (table.name, table.through_month) == ("招商经费", 7)
    total = table.funding[0]
    assert (total.opening, total.executed, total.rate) == (14, Decimal("4.90"), 35)
    first = table.indicators[0]
    assert (first.target.raw, first.actual.raw) == ("≥10次", "6次")
    assert [each.value for each in first.reasons] == ["staff"]
    assert (first.possibility.value, first.remark) == ("possible", "增加人手")
    assert table.indicators[-1].actual.raw == "达成年度指标"
