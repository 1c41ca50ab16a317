"""The whole way of a goal through the API, and what is said when something is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.api.callers import Caller, caller, make_draft, make_run
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World, give_role, make_person
from tests.web.goals.conftest import typed_sheet

from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_create
from jiheng.web.goals.typed import typed_content
from jiheng.web.organizations.models import Role
from jiheng.web.review.services import default_chain

GRADES = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")


def test_a_goal_goes_the_whole_way(world: World) -> None:
    default_chain()
    preparer, leader = caller(world.people["preparer"]), caller(world.people["unit_leader"])
    content = typed_content(typed_sheet(), world.units[0], None)
    organization = world.units[0].code
    goal = preparer.post("/goals", {"organization": organization, "year": world.year, "content": content})
    assert (goal["state"], goal["name"], goal["amount"], goal["errors"]) == ("draft", "招商经费", "14.000000", 0)
    assert goal["may"] == ["edit", "submit"]
    changed = {**goal["content"], "purpose": "用于外出招商和接待客商，全年共14万元。"}
    saved = preparer("put", f"/goals/{goal['id']}", {"lock": goal["lock"], "content": changed}).json()
    assert saved["content"]["purpose"] == changed["purpose"]
    assert preparer.get(f"/goals/{goal['id']}/findings")["errors"] == 0
    version = preparer.post(f"/goals/{goal['id']}/submit")
    assert version["number"] == 1

    for name in ("unit_leader", "department_reviewer", "finance_reviewer", "performance_office"):
        program = caller(world.people[name])
        [task] = program.get("/review/tasks")["items"]
        assert program.post(f"/review/tasks/{task['id']}/open")["may"] == ["decide", "hand_over"]
        program.post(f"/goals/{goal['id']}/comments", {"version": 1, "anchor": "name", "text": "好"})
        done = program.post(f"/review/tasks/{task['id']}/approve", {"opinion": "同意", "grades": GRADES})
        assert done["state"] == "approved"
    assert preparer.get(f"/goals/{goal['id']}")["may"] == ["adjust"]
    [run] = preparer.get("/review/runs")["items"]
    steps = preparer.get(f"/review/runs/{run['id']}")["tasks"]
    assert [step["decided_by"]["name"] for step in steps] == [
        "单位负责人", "主管部门审核人", "财政业务处室审核人", "绩效管理处",
    ]  # fmt: skip

    assert leader.get("/me/to-do")["publish"] == 1
    published = leader.post(f"/disclosure/organizations/{organization}/publications", {"year": world.year})
    again = leader("post", f"/disclosure/organizations/{organization}/publications", {"year": world.year})
    assert (again.status_code, again.json()["code"]) == (409, "published-already")
    assert again.json()["current"] == {"number": 1, "digest": published["digest"]}

    visitor = Caller()
    [found] = visitor.get("/public/projects", text="招商")["items"]
    assert found["name"] == "招商经费"
    document = visitor.get(f"/public/documents/{organization}/{world.year}/1")
    assert document["digest"] == published["digest"]
    assert document["document"]["projects"][0]["purpose"] == changed["purpose"]
    file = visitor("get", f"/public/documents/{organization}/{world.year}/1/files/docx")
    assert file.content[:2] == b"PK"
    assert file.headers["Content-Disposition"].startswith("attachment")

    leader.post(f"/disclosure/publications/{published['id']}/withdraw", {"reason": "金额有误"})
    gone = visitor("get", f"/public/documents/{organization}/{world.year}/1")
    assert (gone.status_code, gone.json()["reason"]) == (410, "金额有误")
    assert visitor.get("/public/projects", text="招商")["items"] == []


def test_returned_adjusted_withdrawn(world: World) -> None:
    preparer, leader = caller(world.people["preparer"]), caller(world.people["unit_leader"])
    run = make_run(world)
    path = f"/goals/{run.subject_id}"
    assert preparer.post(f"{path}/withdraw")["state"] == "draft"
    preparer.post(f"{path}/submit", {"explanation": "测试"})
    [task] = leader.get("/review/tasks")["items"]
    assert leader("post", f"/review/tasks/{task['id']}/return", {}).json()["code"] == "reason-missing"
    leader.post(f"/review/tasks/{task['id']}/return", {"opinion": "写全称"})
    assert leader.get(path)["state"] == "returned"
    assert [each["number"] for each in preparer.get(f"{path}/versions")["items"]] == [1, 2]
    approved = approve(world, make_sheet(world.units[0]))
    adjusted = preparer.post(f"/goals/{approved.pk}/adjust", {"reason": "年中追加"})
    assert (adjusted["state"], adjusted["adjustment"]) == ("draft", "年中追加")


def test_a_task_is_handed_over_to_a_colleague_only(world: World) -> None:
    leader, task = caller(world.people["unit_leader"]), make_run(world).tasks.get(order=1)
    colleague = make_person("second_leader", "副职")
    give_role(colleague, world.units[0], Role.UNIT_LEADER)
    path = f"/review/tasks/{task.pk}"
    known = leader.get(path)["colleagues"]
    assert {each["name"] for each in known} == {"单位负责人", "副职"}
    refused = leader("post", f"{path}/hand-over", {"to": world.people["preparer"].pk})
    assert (refused.status_code, refused.json()["code"]) == (422, "not-a-colleague")
    assert leader.post(f"{path}/hand-over", {"to": colleague.pk})["assignee"]["name"] == "副职"
    late = leader("post", f"{path}/approve", {})
    assert (late.status_code, late.json()["code"]) == (409, "task-handed-over")


def test_whoever_saves_too_late_is_told_what_is_there(world: World) -> None:
    goal = make_draft(world)
    program = caller(world.people["preparer"])
    body = {"lock": goal.lock, "content": goal.content}
    assert program("put", f"/goals/{goal.pk}", body).status_code == 200
    late = program("put", f"/goals/{goal.pk}", body)
    assert (late.status_code, late.json()["code"]) == (409, "goal-changed")
    assert late.json()["current"] == {"state": "draft", "lock": goal.lock + 1}
    english = Caller(program.secret, "en")("put", f"/goals/{goal.pk}", body).json()
    assert english["code"] == "goal-changed"


def test_a_table_can_not_name_another_organization(world: World) -> None:
    content = {**make_draft(world).content, "organization": {"code": "999", "name": "别的单位"}, "unknown": 1}
    body = {"organization": world.units[0].code, "year": world.year, "content": content}
    made = caller(world.people["preparer"]).post("/goals", body)
    assert made["content"]["organization"]["code"] == world.units[0].code
    assert "unknown" not in made["content"]


def test_a_department_part_is_written_too(world: World) -> None:
    program = caller(world.people["preparer"])
    body = {
        "organization": world.units[0].code, "year": world.year, "kind": "department",
        "content": {"overall_goals": "办好教育", "sub_goals": [], "safeguards": "专人负责"},
    }  # fmt: skip
    assert program.post("/goals", body)["content"]["overall_goals"] == "办好教育"
    assert program("post", "/goals", body).json()["code"] == "department-part-exists"


@pytest.mark.parametrize(
    "change",
    [
        {"form": "no-such-form"},
        {"form": 7},
        {"form": None},
        {"name": ["招商"]},
        {"name": "长" * 6000},
        {"budget": "十四"},
        {"budget": {"total": {"nested": [[[[[[[[[[[[[1]]]]]]]]]]]]]}}},
        {"indicators": [{"name": "甲"}] * 201},
        {"indicators": [None]},
        {"spending_plan": {"month": 3}},
        {"budget": {"total": "9" * 60, "currency_unit": "万元"}},
        {"budget": {"total": 1e300}},
    ],
)
def test_content_that_is_none_is_refused_with_a_place(world: World, change: dict[str, Any]) -> None:
    goal = make_draft(world)
    body = {"lock": goal.lock, "content": {**goal.content, **change}}
    answer = caller(world.people["preparer"])("put", f"/goals/{goal.pk}", body)
    assert answer.status_code == 422, answer.content
    assert set(answer.json()) >= {"code", "message"}
    assert Goal.objects.get(pk=goal.pk).lock == goal.lock


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        ("[" * 100_000, 400),
        ("[]", 422),
        ("{}", 422),
        (b"\xff\xfe", 400),
        ({"organization": "205001", "year": 10**30}, 422),
        ({"organization": "205001\x00", "year": 2027}, 201),
        ({"organization": "=cmd|'/c calc'!A1", "year": 2027}, 422),
        ({"organization": "<script>", "year": 2027}, 404),
        ({"organization": "205001", "year": 2027, "kind": "nothing"}, 422),
        ({"organization": "205001", "year": 2027, "form": "nothing"}, 422),
    ],
    ids=range(12),
)
def test_hostile_bodies_are_refused_in_one_way(world: World, body: Any, status: int) -> None:
    answer = caller(world.people["preparer"])("post", "/goals", body)
    assert answer.status_code == status, answer.content
    if status != 201:
        assert set(answer.json()) >= {"code", "message"}


@pytest.mark.parametrize(
    "path",
    [
        "/goals/0", "/goals/99999999999999999999999", "/goals/-1", "/goals/abc", "/goals?year=0", "/goals?state=nothing",
        "/goals?cursor=nothing", "/goals?cursor=YWZ0ZXI6eA==", "/goals?limit=100000", "/goals?organization=nobody",
        "/review/tasks?sort=worst&state=all", "/organizations/%00", "/goals/1/versions/1/2",
    ],
)  # fmt: skip
def test_hostile_addresses_are_refused_in_one_way(world: World, path: str) -> None:
    answer = caller(world.people["preparer"])("get", path)
    assert answer.status_code in {404, 422}, answer.content
    assert set(answer.json()) >= {"code", "message"}


def test_what_is_odd_but_readable_is_kept_harmlessly(world: World) -> None:
    goal = make_draft(world)
    name = "=cmd|'/c calc'!A1<script>\x00\ud800\u202e𠮷"
    body = {"lock": goal.lock, "content": {**goal.content, "name": name, "budget": {"total": "0.0000000000001"}}}
    saved = caller(world.people["preparer"])("put", f"/goals/{goal.pk}", body)
    assert saved.status_code in {200, 422}, saved.content
    assert "\x00" not in saved.json().get("name", "")


def test_an_amount_beyond_all_measure_does_not_break_the_lists(world: World) -> None:
    typed = typed_sheet(budget={"total": "9" * 40})
    goal_create(
        organization=world.units[0], year=world.year, actor=world.people["preparer"],
        content=typed_content(typed, world.units[0], None),
    )  # fmt: skip
    [item] = caller(world.people["preparer"]).get("/goals")["items"]
    assert item["amount"] is None


def test_answers_are_kept_by_nobody(world: World) -> None:
    assert caller(world.people["preparer"])("get", "/goals").headers["Cache-Control"] == "no-store"
    assert Caller()("get", "/goals").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_words_of_a_search_may_be_anything() -> None:
    for text in ("%00", "%25", "_", "%F0%A0%AE%B7", "%3Cscript%3E", "'%22;--"):
        assert Caller().get("/public/projects", text=text)["items"] == []
