"""From money to the decision by programs: what they do is what people see, and nothing is overwritten or done twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.web.api.callers import caller
from tests.web.evaluation.cases import evaluation_of
from tests.web.factories import World
from tests.web.monitoring.rounds import complete, handed_out, project
from tests.web.rectification.cases import problem_of
from tests.web.results.cases import decided
from tests.web.self_evaluation.papers import item_of

from jiheng.web.evaluation.models import State
from jiheng.web.execution.models import Movement
from jiheng.web.monitoring.models import Report

pytestmark = pytest.mark.django_db


def test_money_is_typed_once_and_not_over_somebody_elses(world: World) -> None:
    goal, program = project(world), caller(world.people["preparer"])
    path, cell = f"/execution/projects/{goal.pk}/cells", {"kind": "spent", "month": 3, "amount": "3.5"}
    for _again in range(2):
        assert program("put", path, {"cells": [cell]}, key="march").status_code == 200
    assert Movement.objects.get().amount == Decimal("3.5")
    # 3.5 of 14
    assert program.get(f"/execution/projects/{goal.pk}")["sums"]["rate"] == "0.25"
    refused = program("put", path, {"cells": [{**cell, "amount": "5"}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "cells-changed")
    changed = program("put", path, {"cells": [{**cell, "amount": "5", "before": "3.5"}]})
    assert Decimal(changed.json()["sums"]["spent"]) == 5
    moved = program.get(f"/execution/projects/{goal.pk}/movements")["items"]
    assert [(each["on"], each["kind"]) for each in moved] == [("2027-03-31", "spent")]


def test_a_report_is_written_handed_in_and_its_red_light_answered(world: World) -> None:
    report = Report.objects.select_related("organization", "round", "goal").get(pk=handed_out(world).pk)
    program = caller(world.people["preparer"])
    read = program.get(f"/monitoring/reports/{report.pk}")
    assert (read["may"], read["state"]) == (["edit"], "draft")
    told = {"reasons": "staff", "explanation": "人手不足", "remark": "增加人手"}
    typed = complete(report, actual="1次", **told)
    saved = program("put", f"/monitoring/reports/{report.pk}", {"lock": read["lock"], "typed": typed}).json()
    assert (saved["errors"], saved["reds"]) == (0, 1)
    late = program("put", f"/monitoring/reports/{report.pk}", {"lock": read["lock"], "typed": typed})
    assert (late.status_code, late.json()["current"]["lock"]) == (409, saved["lock"])
    assert program.post(f"/monitoring/reports/{report.pk}/submit")["state"] == "submitted"
    (alert,) = program.get("/monitoring/alerts", state="open")["items"]
    assert (alert["about"], alert["colour"]) == ("接待客商批次", "red")
    assert "只完成 1次" in alert["sentence"]
    assert program.post(f"/monitoring/alerts/{alert['id']}/answer", {"text": "已增加人手"})["state"] == "answered"
    assert program.get("/monitoring/alerts", state="open")["items"] == []


def test_a_self_evaluation_shows_its_arithmetic(world: World) -> None:
    item, program = item_of(world), caller(world.people["preparer"])
    read = program.get(f"/self-evaluations/{item.pk}")
    rows = [{**row, "actual": "8次"} for row in read["content"]["indicators"]]
    body = {"lock": read["lock"], "content": {**read["content"], "indicators": rows}}
    saved = program("put", f"/self-evaluations/{item.pk}", body).json()
    money, score = saved["checked"]["scores"]
    assert (money["points"], money["problem"]) == ("—", "没有填写全年执行数")
    assert (score["points"], score["arithmetic"]) == ("72", "90 × 8 ÷ 10 = 72.00")
    assert program("put", f"/self-evaluations/{item.pk}", body).status_code == 409
    handed_in = program.post(f"/self-evaluations/{item.pk}/submit", {"explanation": "资料待补"})
    assert (handed_in["state"], handed_in["may"]) == ("submitted", ["withdraw"])
    assert program.get("/self-evaluations", state="submitted")["items"][0]["id"] == item.pk


@pytest.mark.parametrize("state", [State.SCORED, State.CONSULTING, State.FINAL])
def test_a_score_is_told_when_it_is_final_and_an_experts_never(world: World, state: State) -> None:
    item = evaluation_of(world, state=state)
    for name in ("preparer", "performance_office"):
        said = caller(world.people[name]).get(f"/evaluations/{item.pk}")
        assert (said["score"] is not None) == (state == State.FINAL)
        assert not {"scores", "opinion", "experts"} & set(said)


def test_problems_are_mended_and_decisions_told_when_they_are_published(world: World) -> None:
    problem, program = problem_of(world), caller(world.people["preparer"])
    path = f"/rectification/problems/{problem.pk}"
    assert program.post(f"{path}/plan", {"measures": "分批采购", "person": "李科长"})["state"] == "working"
    early = program("post", f"{path}/feedback", {"result": "已补足", "finished_on": "2020-01-01"})
    assert (early.status_code, "finished_on" in early.json()["fields"]) == (422, True)
    decided(world)
    assert program.get("/results")["items"] == []
    (told,) = caller(world.people["performance_office"]).get("/results")["items"]
    assert (told["action"], told["published_at"]) == ("keep", None)
