"""Writing goals: what each page shows and does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.factories import World, give_role, make_person
from tests.web.goals.conftest import make_goal, row, typed_sheet

from jiheng.engine import read
from jiheng.web.goals.models import Goal, GoalState, Version
from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Run
from jiheng.web.review.services import task_return

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def url(name: str, *args: object) -> str:
    return reverse(f"goals:{name}", args=args)


def post_json(browser: Client, address: str, body: Any) -> Any:
    return browser.post(address, json.dumps(body), content_type="application/json")


def text_of(response: Any) -> str:
    return response.content.decode()


def page_data(page: str) -> Any:
    """What the scripts of a page are given."""
    return json.loads(page.partition('id="goal-page" type="application/json">')[2].partition("</script>")[0])


# ── First page and list ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("goal")
def test_first_page_tells_a_preparer_what_to_do(signed_in: Browser) -> None:
    page = text_of(signed_in("preparer").get("/"))
    assert "招商经费" in page
    assert "可以提交的草稿" in page
    assert "12 天" in page


def test_first_page_of_a_blank_year_says_how_to_begin(signed_in: Browser) -> None:
    assert "开始填报" in text_of(signed_in("preparer").get("/"))


@pytest.mark.usefixtures("goal")
def test_overseers_see_who_has_not_begun_and_no_drafts(signed_in: Browser, world: World) -> None:
    page = text_of(signed_in("department_reviewer").get("/"))
    assert "各单位进度" in page
    assert world.units[1].name in page
    assert "招商经费" not in page
    assert world.units[2].name not in page  # of another department


def test_administrators_have_no_business_here(signed_in: Browser) -> None:
    assert signed_in("system").get("/").status_code == 302


@pytest.mark.usefixtures("goal")
def test_list_is_filtered_by_the_address(signed_in: Browser, world: World) -> None:
    make_goal(world, name="道路养护", code="")
    browser = signed_in("preparer")
    assert "道路养护" not in text_of(browser.get(url("list"), {"text": "招商"}))
    assert "招商经费" in text_of(browser.get(url("list"), {"text": "招商", "state": "draft", "level": "clean"}))
    assert "没有符合条件" in text_of(browser.get(url("list"), {"state": "approved"}))


@pytest.mark.parametrize("query", ["?sort=password", "?state=x&level=y", "?page=999", "?organization=%00", "?year=abc"])
@pytest.mark.usefixtures("goal")
def test_list_takes_any_address(signed_in: Browser, query: str) -> None:
    assert signed_in("preparer").get(url("list") + query).status_code == 200


def test_exported_cells_are_no_formulas(signed_in: Browser, world: World) -> None:
    make_goal(world, name="=cmd|' /C calc'!A0")
    response = signed_in("preparer").get(url("export"))
    lines = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=cmd" in lines
    assert ",=cmd" not in lines


@pytest.mark.parametrize("address", ["/", "/goals/", "/goals/?sort=-errors&text=经费"])
def test_pages_ask_the_same_number_of_questions_for_many_rows(
    signed_in: Browser, world: World, django_assert_max_num_queries: Any, address: str
) -> None:
    def questions() -> int:
        with django_assert_max_num_queries(100) as asked:
            browser.get(address)
        return len(asked)

    browser = signed_in("preparer")
    make_goal(world)
    browser.get(address)  # the first page of a session writes it
    few = questions()
    for _number in range(5):
        make_goal(world, code="")
    assert questions() == few


# ── Beginning ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_blank_table_in_a_chosen_form(signed_in: Browser, world: World) -> None:
    browser = signed_in("preparer")
    response = browser.post(url("new"), {"form": "national-project-goals", "origin": "added"})
    made = Goal.objects.get()
    assert response.headers["Location"] == url("goal", made.pk)
    assert (made.content["form"], made.origin, made.organization) == ("national-project-goals", "added", world.units[0])
    assert "分值权重" in text_of(browser.get(url("goal", made.pk)))


def test_last_years_table_goes_on_with_its_code(signed_in: Browser, world: World, goal: Goal) -> None:
    Goal.objects.filter(pk=goal.pk).update(year=world.year - 1)
    browser = signed_in("preparer")
    assert "招商经费" in text_of(browser.get(url("new")))
    browser.post(url("new_copy", goal.pk), {"origin": "carried_over"})
    made = Goal.objects.get(year=world.year)
    assert (made.code, made.previous, made.origin) == (goal.code, goal, "carried_over")
    assert url("new_copy", goal.pk) not in text_of(browser.get(url("new")))  # taken already


def test_copy_of_another_project_has_no_code(signed_in: Browser, goal: Goal) -> None:
    browser = signed_in("preparer")
    assert "招商经费" in text_of(browser.get(url("new"), {"text": "招商"}))
    browser.post(url("new_copy", goal.pk))
    made = Goal.objects.exclude(pk=goal.pk).get()
    assert (made.code, made.name) == ("", "招商经费")


def test_foreign_goals_cannot_be_copied(signed_in: Browser, goal: Goal) -> None:
    assert signed_in("other_preparer").post(url("new_copy", goal.pk)).status_code == 404


def test_template_reads_back(signed_in: Browser) -> None:
    response = signed_in("preparer").get(url("template", "hebei-project-goals"))
    assert response.content[:2] == b"PK"
    assert signed_in("preparer").get(url("template", "no-such-form")).status_code == 404


# ── Typing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_editor_shows_what_is_stored(signed_in: Browser, goal: Goal) -> None:
    page = text_of(signed_in("preparer").get(url("goal", goal.pk)))
    assert 'role="grid"' in page
    assert page_data(page)["typed"]["indicators"][0]["target"] == "≥10批次"
    assert page_data(page)["checked"]["errors"] == 0


def test_typed_text_is_stored_and_counted(signed_in: Browser, goal: Goal) -> None:
    typed = typed_sheet(name="招商引资经费", budget={"total": "15", "fiscal": "15", "other": ""})
    answer = post_json(signed_in("preparer"), url("save", goal.pk), {"lock": goal.lock, "content": typed})
    assert answer.status_code == 200
    assert answer.json()["lock"] == goal.lock + 1
    goal.refresh_from_db()
    assert (goal.name, str(goal.amount)) == ("招商引资经费", "15.000000")


def test_what_cannot_be_understood_is_kept_and_said(signed_in: Browser, goal: Goal) -> None:
    typed = typed_sheet(budget={"total": "约十四万", "fiscal": "14.00", "other": ""})
    browser = signed_in("preparer")
    answer = post_json(browser, url("check", goal.pk), {"content": typed}).json()
    assert {"budget.total"} <= {finding["path"] for finding in answer["findings"] if finding["severity"] == "error"}
    post_json(browser, url("save", goal.pk), {"lock": goal.lock, "content": typed})
    page = page_data(text_of(browser.get(url("goal", goal.pk))))
    assert page["typed"]["budget"]["total"] == "约十四万"


def test_weights_and_remarks_of_a_form_that_has_them_are_kept(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    browser.post(url("new"), {"form": "national-project-goals", "origin": "budget"})
    made = Goal.objects.get()
    rows = [{**row("产出指标", "数量指标", "接待批次", "≥10次"), "weight": "20", "remark": "含外商"}]
    body = {"lock": made.lock, "content": typed_sheet(indicators=rows)}
    assert post_json(browser, url("save", made.pk), body).status_code == 200
    made.refresh_from_db()
    stored = made.content["indicators"][0]
    assert (stored["weight"], stored["remark"]) == ("20", "含外商")


def test_a_colleagues_save_is_not_overwritten(signed_in: Browser, goal: Goal) -> None:
    browser = signed_in("preparer")
    post_json(browser, url("save", goal.pk), {"lock": goal.lock, "content": typed_sheet(name="甲")})
    answer = post_json(browser, url("save", goal.pk), {"lock": goal.lock, "content": typed_sheet(name="乙")})
    assert answer.status_code == 409
    assert answer.json()["content"]["name"] == "甲"
    assert answer.json()["lock"] == goal.lock + 1
    goal.refresh_from_db()
    assert goal.name == "甲"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"content": 5}',
        '{"content": {"name": 5}}',
        '{"content": {"indicators": "x"}}',
        "[" * 100_000,
        '{"content": {"indicators": [5]}}',
        '{"lock": "1", "content": {}}',
        '{"content": {"budget": []}}',
    ],
)
def test_nonsense_is_refused_at_once(signed_in: Browser, goal: Goal, body: str) -> None:
    browser = signed_in("preparer")
    for name in ("save", "check"):
        answer = browser.post(url(name, goal.pk), body, content_type="application/json")
        assert answer.status_code in {422, 409, 200}
        assert name == "check" or answer.status_code != 200
    goal.refresh_from_db()
    assert goal.name == "招商经费"


def test_a_save_without_content_changes_nothing(signed_in: Browser, goal: Goal) -> None:
    assert post_json(signed_in("preparer"), url("save", goal.pk), {"lock": goal.lock}).status_code == 422
    goal.refresh_from_db()
    assert goal.name == "招商经费"


def test_endless_text_is_refused_at_its_field(signed_in: Browser, goal: Goal) -> None:
    body = {"lock": goal.lock, "content": typed_sheet(name="长" * 6000)}
    answer = post_json(signed_in("preparer"), url("save", goal.pk), body)
    assert answer.status_code == 422
    assert "name" in answer.json()["fields"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("≥95%", ("≥", "95", "%")), ("不少于1200人次", ("≥", "1200", "人次")), ("提升服务水平", ("", "", ""))],
)
def test_target_is_taken_apart(signed_in: Browser, text: str, parts: tuple[str, str, str]) -> None:
    answer = post_json(signed_in("preparer"), url("parse_target"), {"text": text}).json()
    assert (answer["sign"], answer["number"], answer["unit"]) == parts


def test_department_part_is_typed_and_printed(signed_in: Browser, department: Goal) -> None:
    browser = signed_in("preparer")
    typed = {
        "overall_goals": "全年服务企业100家。", "safeguards": "按月调度。",
        "sub_goals": [{"title": "招商", "goal": "签约6个", "indicators": "客商满意度90%"}, {"title": "", "goal": "", "indicators": ""}],
    }  # fmt: skip
    assert post_json(browser, url("save", department.pk), {"lock": 1, "content": typed}).status_code == 200
    department.refresh_from_db()
    assert [goal["title"] for goal in department.content["sub_goals"]] == ["招商"]
    assert "全年服务企业100家" in text_of(browser.get(url("preview", department.pk)))


# ── Paper ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_preview_runs_nothing(signed_in: Browser, world: World) -> None:
    goal = make_goal(world, name="<script>alert(1)</script>")
    response = signed_in("preparer").get(url("preview", goal.pk))
    assert "<script" not in text_of(response)
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("file_format", ["docx", "xlsx", "html", "json"])
def test_downloads_read_back(signed_in: Browser, goal: Goal, file_format: str) -> None:
    response = signed_in("preparer").get(url("download", goal.pk, file_format))
    sheet = read(response.content, name=f"goals.{file_format}").sheets[0]
    assert (sheet.name, len(sheet.indicators)) == ("招商经费", 7)
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("goal")
def test_whole_document_of_ones_own_organization_only(signed_in: Browser) -> None:
    response = signed_in("preparer").get(url("document", "json"))
    assert len(read(response.content, name="x.json").sheets) == 1
    assert signed_in("other_preparer").get(url("document", "json"), {"organization": "205001"}).status_code == 404


def test_rule_page(signed_in: Browser) -> None:
    assert "怎么改" in text_of(signed_in("preparer").get(url("rule", "target-unit-missing")))
    assert signed_in("preparer").get(url("rule", "no-such-rule")).status_code == 404


# ── Handing in ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _submit(signed_in: Browser, goal: Goal, **data: str) -> Any:
    return signed_in("preparer").post(url("submit", goal.pk), data)


def test_submitted_goal_is_read_only_and_can_be_withdrawn(signed_in: Browser, goal: Goal) -> None:
    assert _submit(signed_in, goal).status_code == 302
    browser = signed_in("preparer")
    page = text_of(browser.get(url("goal", goal.pk)))
    assert "审核中" in page
    assert 'role="grid"' not in page
    body = {"lock": goal.lock + 1, "content": typed_sheet()}
    assert post_json(browser, url("save", goal.pk), body).status_code == 409
    assert "撤回" in page
    browser.post(url("withdraw", goal.pk))
    goal.refresh_from_db()
    assert goal.state == GoalState.DRAFT
    assert 'role="grid"' in text_of(browser.get(url("goal", goal.pk)))


@pytest.mark.usefixtures("goal")
def test_errors_need_an_explanation(signed_in: Browser, world: World) -> None:
    wrong = make_goal(world, indicators=[], code="")
    response = _submit(signed_in, wrong)
    assert response.status_code == 422
    assert "必须修改" in text_of(response)
    assert not Version.objects.exists()
    assert _submit(signed_in, wrong, explanation="财政部门要求先报框架").status_code == 302
    assert Version.objects.get().reason == "财政部门要求先报框架"


def test_nothing_is_handed_in_outside_the_window(signed_in: Browser, world: World, goal: Goal) -> None:
    world.phase.delete()
    assert "不在申报时间内" in text_of(signed_in("preparer").get(url("submit", goal.pk)))
    assert _submit(signed_in, goal).status_code == 422
    assert not Version.objects.exists()


def test_reviewer_sees_the_sheet_with_findings_and_changes(signed_in: Browser, world: World, goal: Goal) -> None:
    leader = world.people["unit_leader"]
    _submit(signed_in, goal)
    task_return(task=Run.objects.get().tasks.get(state="open"), actor=leader, opinion="请写明批次")
    rows = [row("产出指标", "数量指标", "接待客商批次", "≥20批次"), *typed_sheet()["indicators"][1:]]
    goal.refresh_from_db()
    post_json(signed_in("preparer"), url("save", goal.pk), {"lock": goal.lock, "content": typed_sheet(indicators=rows)})
    _submit(signed_in, goal)
    run = Run.objects.get(state="running")
    page = text_of(signed_in("unit_leader").get(reverse("review:run", args=[run.pk])))
    assert 'data-anchor="indicators[0].target"' in page
    assert "<del>≥10批次</del>" in page
    assert "<ins>≥20批次</ins>" in page


def test_others_see_what_was_handed_in_not_what_is_being_typed(signed_in: Browser, goal: Goal) -> None:
    _submit(signed_in, goal)
    Goal.objects.filter(pk=goal.pk).update(state=GoalState.RETURNED)
    post_json(
        signed_in("preparer"), url("save", goal.pk), {"lock": goal.lock + 1, "content": typed_sheet(purpose="还没想好")}
    )
    browser = signed_in("department_reviewer")
    for name in ("goal", "preview", "compare"):
        assert "还没想好" not in text_of(browser.get(url(name, goal.pk)))


def test_adjustment_needs_a_reason_and_shows_old_and_new(signed_in: Browser, goal: Goal) -> None:
    _submit(signed_in, goal)
    Goal.objects.filter(pk=goal.pk).update(state=GoalState.APPROVED)
    Version.objects.update(is_approved=True)
    browser = signed_in("preparer")
    assert browser.post(url("adjust", goal.pk), {"reason": "  "}).status_code == 422
    assert browser.post(url("adjust", goal.pk), {"reason": "追加预算"}).status_code == 302
    goal.refresh_from_db()
    post_json(browser, url("save", goal.pk), {"lock": goal.lock, "content": typed_sheet(purpose="追加到20万元。")})
    page = text_of(browser.get(url("compare", goal.pk)))
    assert "用于外出招商和接待客商，共14万元。" in page
    assert "追加到20万元。" in page
    assert "追加预算" in text_of(browser.get(url("goal", goal.pk)))


def test_draft_is_deleted_and_a_submitted_one_is_not(signed_in: Browser, world: World, goal: Goal) -> None:
    _submit(signed_in, goal)
    browser = signed_in("preparer")
    assert browser.post(url("delete", goal.pk)).status_code == 403
    other = make_goal(world)
    assert browser.post(url("delete", other.pk)).status_code == 302
    assert browser.get(url("goal", other.pk)).status_code == 404


def test_another_preparer_of_the_unit_may_write_too(signed_in: Browser, world: World, goal: Goal) -> None:
    colleague = make_person("colleague", "同事")
    give_role(colleague, world.units[0], Role.PREPARER)
    world.people["colleague"] = colleague
    assert 'role="grid"' in text_of(signed_in("colleague").get(url("goal", goal.pk)))
    assert signed_in("other_preparer").get(url("goal", goal.pk)).status_code == 404
