"""Evaluations by programs, from the plan to the final word: an expert sees their own scores only."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.api.callers import Caller, caller
from tests.web.evaluation.cases import CREDIT_CODE, evaluation_of, expert, give, goal_of
from tests.web.factories import World, give_role, make_person

from jiheng.web.evaluation.models import Evaluation, PlanItem, State
from jiheng.web.organizations.models import Role

pytestmark = pytest.mark.django_db


def _office(world: World) -> Caller:
    return caller(world.people["performance_office"])


def _given(sheet: dict[str, Any], less: int = 0) -> dict[str, Any]:
    scores = {line["id"]: {"score": line["weight"]} for line in sheet["lines"]}
    last = sheet["lines"][-1]
    if less:
        scores[last["id"]] = {"score": str(float(last["weight"]) - less), "reason": "资料不全"}
    return {"lock": sheet["lock"], "scores": scores, "opinion": "总体较好"}


def _scored(world: World, path: str, number: int) -> Caller:
    """An expert who has declared and handed in `number` points less than all."""
    program = caller(expert(world, number))
    program.post(f"{path}/declare", {"stance": "free"})
    saved = program("put", f"{path}/own-scores", _given(program.get(f"{path}/own-scores"), number))
    assert saved.status_code == 200, saved.content
    return program


def test_a_plan_is_tried_drawn_mended_by_hand_and_begun(world: World) -> None:
    large, small = goal_of(world, amount="600"), goal_of(world, name="小项目", amount="3")
    office, whose = _office(world), {"organizer": world.bureau.code, "year": world.year}
    rules = {**whose, "rules": {"amount_from": "500"}}
    (tried,) = office.post("/evaluation-plans/try", rules)
    assert (tried["goal"], tried["reasons"]) == (large.pk, ["预算数 600 万元，不低于 500 万元"])
    assert not PlanItem.objects.exists()
    assert office.post("/evaluation-plans/draw", rules, key="draw")["chosen"] == 1
    office.post("/evaluation-plans/draw", rules, key="draw")
    assert PlanItem.objects.count() == 1
    nothing = office("post", "/evaluation-plans/draw", {**whose, "rules": {"amount_from": "9999"}})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing")
    added = office.post("/evaluation-plans/items", {**whose, "goal": small.pk, "note": "民生项目"})
    twice = office("post", "/evaluation-plans/items", {**whose, "goal": small.pk, "note": "民生项目"})
    assert (twice.status_code, twice.json()["code"]) == (409, "planned")
    removed = office.post(f"/evaluation-plans/items/{added['id']}/remove", {"reason": "资金收回"})
    assert removed["removal"] == "资金收回"
    listed = office.get("/evaluation-plans")["items"]
    begun = office.post(f"/evaluation-plans/items/{listed[0]['id']}/begin", {"due_on": "2027-09-30"})
    assert (begun["state"], begun["due_on"], begun["may"]) == (
        "preparing", "2027-09-30", ["materials", "reports", "organize", "write"],
    )  # fmt: skip
    again = office("post", f"/evaluation-plans/items/{listed[0]['id']}/begin", {})
    assert (again.status_code, again.json()["current"]["evaluation"]) == (409, begun["id"])
    department = caller(world.people["department_reviewer"])
    assert department("post", "/evaluation-plans/draw", rules).status_code == 403
    assert department("post", f"/evaluation-plans/items/{added['id']}/remove", {"reason": "x"}).status_code == 404


def test_from_the_frame_to_the_final_word(world: World) -> None:
    item, office = evaluation_of(world), _office(world)
    path, unit = f"/evaluations/{item.pk}", caller(world.people["preparer"])
    frame = office.get(f"{path}/frame")
    assert frame["problems"] == []
    rows = [{**frame["rows"][0], "weight": "99"}, *frame["rows"][1:]]
    broken = office("put", f"{path}/frame", {"lock": frame["lock"], "rows": rows}).json()
    assert any("分值合计" in each for each in broken["problems"])
    late = office("put", f"{path}/frame", {"lock": frame["lock"], "rows": rows})
    assert (late.status_code, late.json()["current"]["lock"]) == (409, broken["lock"])
    office.post(f"{path}/frame/take", {"lock": broken["lock"]})
    assert office("post", f"{path}/start", {}).json()["code"] == "no-expert"
    for number in range(2):
        asked = office.post(f"{path}/people", {"person": expert(world, number).pk})
    assert [each["stance"] for each in asked["people"]] == ["", ""]
    biased = office("post", f"{path}/people", {"person": world.people["expert"].pk})
    assert (biased.status_code, biased.json()["code"], list(biased.json()["fields"])) == (422, "biased", ["person"])
    assert office.post(f"{path}/start")["state"] == "scoring"
    programs = [_scored(world, path, number) for number in range(2)]
    for program in programs:
        program.post(f"{path}/own-scores/hand-in")
    card = office.get(f"{path}/scores")
    assert card["experts"] == ["专家0", "专家1"]
    last = card["lines"][-1]
    assert [float(each["score"]) for each in last["given"]] == [10, 9]
    scores = {line["id"]: {"score": line["median"], "reason": "资料不全"} for line in card["lines"]}
    final = office("put", f"{path}/scores", {"lock": card["lock"], "scores": scores}).json()
    assert (final["missing"], final["total"], final["grade"]) == ([], "99.50", "优")
    office("put", f"{path}/narrative", {"lock": final["lock"], "texts": {"advice": "完善台账"}})
    assert unit("get", f"{path}/narrative").status_code == 403
    assert unit.get(f"{path}/reports") == []
    office.post(f"{path}/consult")
    (sent,) = unit.get(f"{path}/reports")
    assert unit.get(f"{path}/reports/{sent['number']}")["content"]["narrative"]["advice"] == "完善台账"
    opinion = unit.post(f"{path}/reports/{sent['number']}/opinions", {"text": "调查面太窄"})
    left = office("post", f"{path}/finish", {})
    assert (left.status_code, left.json()["code"]) == (422, "unanswered")
    office.post(f"{path}/opinions/{opinion['id']}/answer", {"accepted": False, "answer": "已达到要求"})
    assert unit.get(path)["score"] is None
    assert office.post(f"{path}/finish", key="end")["state"] == "final"
    assert (unit.get(path)["score"], unit.get(path)["grade"]) == ("99.50", "优")
    newest = unit.get(f"{path}/reports")[0]["number"]
    assert unit("get", f"{path}/reports/{newest}/files/docx").content.startswith(b"PK")
    table = unit("get", f"{path}/reports/{newest}/tables/json").json()["documents"][0]["evaluations"][0]
    assert table["organization"]["code"] == world.units[0].code
    over = office("put", f"{path}/scores", {"lock": final["lock"], "scores": scores})
    assert (over.status_code, over.json()["code"]) == (409, "final")


def test_an_expert_sees_their_own_scores_and_nobody_elses(world: World) -> None:
    item = evaluation_of(world, state=State.SCORING)
    path, first, second = f"/evaluations/{item.pk}", caller(expert(world, 0)), caller(expert(world, 1))
    give(item, expert(world, 0), less=3)
    mine, theirs = (each.get(f"{path}/own-scores") for each in (first, second))
    assert (mine["may"], mine["lines"][-1]["reason"], theirs["lines"][-1]["score"]) == ([], "资料不全", None)
    assert "资料不全" not in str(theirs)
    for program in (first, second, _office(world)):  # not even the organizer, before all have handed in
        assert program("get", f"{path}/scores").status_code == 403
    for name in ("preparer", "department_reviewer", "finance_reviewer"):
        assert caller(world.people[name])("get", f"{path}/own-scores").status_code == 403
    assert first("get", f"{path}/people").status_code == 403
    changed = first("put", f"{path}/own-scores", _given(mine))
    assert changed.status_code == 403
    outside = _given(theirs) | {"scores": {theirs["lines"][0]["id"]: {"score": "99"}}}
    refused = second("put", f"{path}/own-scores", outside)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, [f"scores.{theirs['lines'][0]['id']}.score"])
    assert second("post", f"{path}/own-scores/hand-in", {}).json()["code"] == "incomplete"
    second("put", f"{path}/own-scores", _given(theirs))
    second.post(f"{path}/own-scores/hand-in", key="mine")
    second.post(f"{path}/own-scores/hand-in", key="mine")
    assert Evaluation.objects.get(pk=item.pk).state == "scored"
    assert second.get(f"{path}/scores")["experts"] == ["", ""]


def test_whoever_declares_a_conflict_is_out(world: World) -> None:
    item, office = evaluation_of(world), _office(world)
    path, person = f"/evaluations/{item.pk}", expert(world, 5)
    office.post(f"{path}/people", {"person": person.pk})
    program = caller(person)
    assert program("get", f"{path}/frame").status_code == 403  # nothing is declared yet
    bare = program("post", f"{path}/declare", {"stance": "conflict"})
    assert (bare.status_code, list(bare.json()["fields"])) == (422, ["text"])
    assert program.post(f"{path}/declare", {"stance": "conflict", "text": "曾在该校任教"}) is None
    assert program("get", path).status_code == 404
    (part,) = office.get(f"{path}/people")["people"]
    assert (part["stance"], part["removed_at"] is None) == ("conflict", False)
    assert office("post", f"{path}/people", {"person": person.pk}).status_code == 422


def test_an_agency_is_kept_and_entrusted(world: World) -> None:
    item, office = evaluation_of(world), _office(world)
    wrong = office("post", "/agencies", {"name": "某公司", "credit_code": "9" * 18})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["credit_code"])
    agency = office.post("/agencies", {"name": "某公司", "credit_code": CREDIT_CODE})
    chosen = office("put", f"/evaluations/{item.pk}/agency", {"agency": agency["id"]}).json()
    assert chosen["agency"] == agency["id"]
    office("put", f"/agencies/{agency['id']}", {"name": "某公司", "credit_code": CREDIT_CODE, "is_active": False})
    gone = office("put", f"/evaluations/{item.pk}/agency", {"agency": agency["id"]})
    assert (gone.status_code, list(gone.json()["fields"])) == (422, ["agency"])


def test_a_reviewer_of_another_department_has_no_part_in_it(world: World) -> None:
    item = evaluation_of(world, organizer=world.departments[0])
    reviewer = make_person("reviewer_elsewhere")
    give_role(reviewer, world.departments[1], Role.DEPARTMENT_REVIEWER)
    elsewhere, own = caller(reviewer), caller(world.people["department_reviewer"])
    path = f"/evaluations/{item.pk}"
    for method, address in (
        ("get", ""),
        ("get", "/frame"),
        ("post", "/start"),
        ("post", "/close"),
        ("get", "/reports"),
    ):
        assert elsewhere(method, f"{path}{address}", {} if method == "post" else None).status_code == 404
    assert elsewhere.get("/evaluations")["items"] == []
    assert own.post(f"{path}/close")["state"] == "scored"


def test_the_list_is_narrowed(world: World) -> None:
    final, open_one = evaluation_of(world, 0, State.FINAL), evaluation_of(world, -1, organizer=None)
    office = _office(world)
    both = {final.pk, open_one.pk}
    asked: list[tuple[dict[str, str], set[int]]] = [
        ({"grade": "优"}, {final.pk}), ({"grade": "差"}, set()), ({"by": "finance"}, both), ({"by": "department"}, set()),
        ({"state": "preparing"}, {open_one.pk}), ({"organization": world.departments[0].code}, {final.pk}),
        ({"organization": world.units[-1].code}, {open_one.pk}), ({"text": "招商"}, both),
    ]  # fmt: skip
    for wish, expected in asked:
        assert {each["id"] for each in office.get("/evaluations", **wish)["items"]} == expected, wish
    assert office("get", "/evaluations?grade=A").status_code == 422
