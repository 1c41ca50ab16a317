"""What those above units do by programs: rounds, conclusions, samples, notices, decisions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from tests.web.api.callers import Caller, caller
from tests.web.factories import World, give_role, make_person
from tests.web.monitoring.rounds import alert_of, project, report_of
from tests.web.rectification.cases import in_days, problem_of, project_of
from tests.web.results.cases import evaluated
from tests.web.results.cases import project as project_with_results
from tests.web.self_evaluation.papers import item_of

from jiheng.web.notices.models import Notice as Told
from jiheng.web.organizations.models import Role

pytestmark = pytest.mark.django_db


def _elsewhere(world: World) -> Caller:
    """A reviewer of the other department."""
    person = make_person("reviewer_elsewhere")
    give_role(person, world.departments[1], Role.DEPARTMENT_REVIEWER)
    return caller(person)


def test_a_round_is_planned_handed_out_and_looked_at(world: World) -> None:
    for unit in (0, -1):
        project(world, unit=unit)
    office, code = caller(world.people["performance_office"]), world.bureau.code
    days = {"through": "2027-07-31", "opens_on": "2027-08-01", "due_on": "2027-08-20"}
    said = {"organization": code, "year": world.year, "name": "1–7月监控", **days}
    early = office("post", "/monitoring/rounds", {**said, "due_on": "2027-07-20"})
    assert (early.status_code, list(early.json()["fields"])) == (422, ["due_on"])
    unknown = office("post", "/monitoring/rounds", {**said, "organizations": ["999"]})
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["organizations"])
    made = office.post("/monitoring/rounds", {**said, "organizations": [world.departments[0].code]})
    assert office("post", "/monitoring/rounds", said).status_code == 422  # the name is taken
    path = f"/monitoring/rounds/{made['id']}"
    assert office.post(f"{path}/hand-out", key="out") == {"reports": 1}
    assert office.post(f"{path}/hand-out", key="out") == {"reports": 1}
    assert office.post(f"{path}/hand-out") == {"reports": 0}
    wider = office("put", path, {**days, "name": "半年监控"}).json()
    assert (wider["name"], wider["organizations"]) == ("半年监控", [])
    assert office("put", path, {**days, "name": "x", "through": "2027-06-30"}).status_code == 422
    assert office.post(f"{path}/hand-out") == {"reports": 1}
    groups = office.get(path)["groups"]
    assert sorted((each["organization"], each["missing"]) for each in groups) == [("205", 1), ("214", 1)]
    assert _elsewhere(world)("put", path, {**days, "name": "y"}).status_code == 403


def test_a_report_is_concluded_and_an_alert_closed_by_who_looks_after_the_unit(world: World) -> None:
    report, alert = report_of(world, 0, "submitted"), alert_of(world)
    finance, unit = caller(world.people["finance_reviewer"]), caller(world.people["preparer"])
    path = f"/monitoring/reports/{report.pk}"
    bare = finance("post", f"{path}/conclude", {"conclusion": "rectify"})
    assert (bare.status_code, list(bare.json()["fields"])) == (422, ["text"])
    assert "conclude" in finance.get(path)["may"]
    finance.post(f"{path}/conclude", {"conclusion": "rectify", "text": "限期整改"})
    seen = unit.get(path)
    assert (seen["conclusion"], seen["conclusion_text"], "conclude" in seen["may"]) == ("rectify", "限期整改", False)
    assert Told.objects.filter(user=world.people["preparer"], kind="monitoring.concluded").exists()
    assert unit("post", f"/monitoring/alerts/{alert.pk}/close", {"reason": "已开工"}).status_code == 403
    assert _elsewhere(world)("post", f"/monitoring/alerts/{alert.pk}/close", {"reason": "已开工"}).status_code == 404
    assert finance.post(f"/monitoring/alerts/{alert.pk}/close", {"reason": "已开工"})["state"] == "closed"
    again = finance("post", f"/monitoring/alerts/{alert.pk}/close", {"reason": "已开工"})
    assert (again.status_code, again.json()["code"]) == (409, "alert-closed")


def test_a_sample_is_drawn_scored_again_and_told_when_it_is_done(world: World) -> None:
    item = item_of(world, 0, "approved")
    office, unit = caller(world.people["performance_office"]), caller(world.people["preparer"])
    body = {"year": world.year, "name": "抽查"}
    neither = office("post", "/samples", body)
    assert (neither.status_code, list(neither.json()["fields"])) == (422, ["count"])
    sample = office.post("/samples", {**body, "percent": "100", "seed": "2027"}, key="draw")
    assert office.post("/samples", {**body, "percent": "100", "seed": "2027"}, key="draw") == sample
    assert len(office.get("/samples")["items"]) == 1
    (drawn,) = office.get(f"/samples/{sample['id']}/rescores")["items"]
    assert (drawn["item"], drawn["own_total"], drawn["done_at"]) == (item.pk, "90.00", None)
    path = f"/rescores/{drawn['id']}"
    assert unit("get", path).status_code == 404
    read = office.get(path)
    scores = {line["key"]: {"points": "1", "reason": "资料不全"} for line in read["lines"]}
    above = office(
        "put", path, {"lock": read["lock"], "scores": {**scores, "execution": {"points": "99", "reason": "x"}}}
    )
    assert above.status_code == 422
    kept = office("put", path, {"lock": read["lock"], "scores": scores, "opinion": "请补资料"}).json()
    late = office("put", path, {"lock": read["lock"], "scores": scores})
    assert (late.status_code, late.json()["current"]["lock"]) == (409, kept["lock"])
    done = office.post(f"{path}/finish", {"lock": kept["lock"]})
    assert (done["may"], Decimal(done["difference"])) == ([], Decimal(done["total"]) - 90)
    assert unit.get(path)["opinion"] == "请补资料"


def test_a_notice_is_issued_and_its_problem_goes_to_and_fro(world: World) -> None:
    goal, office = project_of(world), caller(world.people["performance_office"])
    unit, elsewhere = caller(world.people["preparer"]), _elsewhere(world)
    problem = {"category": "outcome", "description": "接待客商批次只完成 4 次", "requirement": "年底前补足"}
    said = {"year": world.year, "goal": goal.pk, "source": "audit", "title": "整改通知", "due_on": str(in_days(30))}
    past = office("post", "/rectification/notices", {**said, "due_on": "2020-01-01", "problems": [problem]})
    assert (past.status_code, list(past.json()["fields"])) == (422, ["due_on"])
    assert elsewhere("post", "/rectification/notices", {**said, "problems": [problem]}).status_code == 404
    notice = office.post("/rectification/notices", {**said, "problems": [problem, problem]}, key="send")
    assert office.post("/rectification/notices", {**said, "problems": [problem, problem]}, key="send") == notice
    assert [each["id"] for each in unit.get("/rectification/notices")["items"]] == [notice["id"]]
    path = f"/rectification/problems/{notice['problems'][0]['id']}"
    early = office("post", f"{path}/close", {"opinion": "属实"})
    assert (early.status_code, early.json()["current"]["state"]) == (409, "open")
    unit.post(f"{path}/plan", {"measures": "分批采购"})
    unit.post(f"{path}/extension", {"due_on": str(in_days(60)), "reason": "等批复"})
    bare = office("post", f"{path}/extension/answer", {"granted": False})
    assert (bare.status_code, list(bare.json()["fields"])) == (422, ["reason"])
    assert office.post(f"{path}/extension/answer", {"granted": True})["due_on"] == str(in_days(60))
    finished = {"result": "已补足", "finished_on": str(timezone.localdate())}
    unit.post(f"{path}/feedback", finished)
    assert elsewhere("post", f"{path}/close", {"opinion": "属实"}).status_code == 404
    assert office.post(f"{path}/return", {"reason": "只补了一半"})["state"] == "returned"
    unit.post(f"{path}/feedback", finished)
    assert office.post(f"{path}/close", {"opinion": "属实", "advice": "按批次安排"})["state"] == "closed"
    assert office.post(f"{path}/reopen", {"reason": "又发生"})["state"] == "returned"
    kinds = [each["kind"] for each in unit.get(f"{path}/events")["items"]]
    assert kinds == [
        "issued", "planned", "asked", "extended", "reported", "returned", "reported", "closed", "reopened",
    ]  # fmt: skip


def test_a_department_verifies_only_what_it_sent_itself(world: World) -> None:
    problem, department = problem_of(world), caller(world.people["department_reviewer"])
    refused = department("post", f"/rectification/problems/{problem.pk}/close", {"opinion": "属实"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


def test_a_decision_is_taken_undone_told_and_answered(world: World) -> None:
    goal, other = project_with_results(world), project_with_results(world, "另一项目")
    evaluated(goal, "55.00", "差")
    office, unit = caller(world.people["performance_office"]), caller(world.people["preparer"])
    path = f"/results/projects/{goal.pk}"
    case = office.get(path)
    assert (case["results"]["grade"], case["may"]) == ("差", ["decide"])
    assert unit("get", path).status_code == 404
    assert unit("post", f"{path}/decide", {"action": "keep"}).status_code == 404
    bare = office("post", f"{path}/decide", {"action": "cut", "percent": "1"})
    assert (bare.status_code, list(bare.json()["fields"])) == (422, ["reason"])
    office.post(f"{path}/decide", {"action": "cut", "percent": "30", "reason": "效果差"})
    office.post(f"{path}/undo", {"reason": "再议"})
    assert office("post", f"{path}/undo", {"reason": "再议"}).status_code == 409
    chosen = {"year": world.year, "goals": [goal.pk, other.pk]}
    assert office.post("/results/acceptances", chosen, key="all") == {"count": 2}
    assert office.post("/results/acceptances", chosen, key="all") == {"count": 2}
    assert office.post("/results/acceptances", chosen) == {"count": 0}
    waiting = office.get("/results/projects", state="decided")["items"]
    assert {each["goal"] for each in waiting} == {goal.pk, other.pk}
    assert office.post("/results/publications", {"year": world.year}) == {"count": 2}
    empty = office("post", "/results/publications", {"year": world.year})
    assert (empty.status_code, empty.json()["code"]) == (409, "nothing-decided")
    told = unit.get(path)
    assert (told["decision"]["action"], told["proposal"], told["may"]) == (case["proposal"]["action"], None, ["answer"])
    assert unit.post(f"{path}/answer", {"view": "请考虑困难"})["decision"]["view"] == "请考虑困难"
    assert unit("post", f"{path}/answer", {"view": "再说一次"}).status_code == 403
