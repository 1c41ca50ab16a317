"""The rest of the editor in a real browser: medium-term halves, tasks, remarks of the review, links to other tables."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.factories import World
from tests.web.goals.browser import NAME, NUMBER, Open, cell, needs_browser, paste, saved
from tests.web.goals.conftest import make_goal, row, typed_sheet

from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_submit
from jiheng.web.goals.services_drafts import goal_begin
from jiheng.web.review.models import Comment, Run
from jiheng.web.review.services import comment_add, comment_resolve, task_return

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


def begun(world: World, form: str) -> Goal:
    return goal_begin(
        organization=world.units[0], year=world.year, form=form, origin="budget", actor=world.people["preparer"]
    )


def test_the_medium_term_half_is_written(opened: Open, world: World) -> None:
    goal = begun(world, "national-project-goals-medium-term")
    page = opened(goal)
    page.fill('[data-path="medium_term.budget.total"]', "120.00")
    page.fill('[data-path="budget.total"]', "40.00")
    page.fill('[data-path="department.name"]', "教育局")
    page.locator('[data-rows="medium_term.goals"] [data-add]').click()
    page.keyboard.type("三年建成")
    cell(page, 0, 2, "grid-medium").click()
    page.keyboard.type("建成数量")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("≥3处")
    page.keyboard.press("Enter")
    cell(page, 1, 2, "grid-medium").click()
    paste(page, "建成质量\t≥95%\n验收合格率\t≥90%")
    page.locator("dialog.paste button.primary").click()
    page.locator("#grid-medium td", has_text="验收合格率").wait_for()
    saved(page)
    goal.refresh_from_db()
    planned = goal.content["medium_term"]
    assert (planned["budget"]["total"], planned["goals"]) == ("120.00", ["三年建成"])
    assert [(entry["name"], entry["target"]["raw"]) for entry in planned["indicators"]] == [
        ("建成数量", "≥3处"), ("建成质量", "≥95%"), ("验收合格率", "≥90%")
    ]  # fmt: skip
    assert goal.content["department"]["name"] == "教育局"
    page.keyboard.press("Control+z")
    saved(page)
    page.wait_for_function("() => document.querySelectorAll('#grid-medium tbody tr').length === 2")


def test_tasks_of_a_department_are_written(opened: Open, world: World) -> None:
    goal = begun(world, "national-department-goals")
    page = opened(goal)
    for column, words in enumerate(("招商", "接待和外出招商", "14", "14", "待定")):
        cell(page, 0, column, "grid-tasks").click()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    saved(page)
    page.wait_for_selector('#grid-tasks td.hit-error[data-column="4"]')
    goal.refresh_from_db()
    (task,) = goal.content["tasks"]
    assert (task["name"], task["budget"]["total"]) == ("招商", "14")
    assert goal.content["malformed"] == {"tasks[0].budget.other": "待定"}
    assert goal.errors > 0


@pytest.fixture
def remarked(world: World, goal: Goal) -> Goal:
    """A sheet that came back with remarks at cells, one of them dealt with."""
    goal_submit(goal=goal, actor=world.people["preparer"])
    leader = world.people["unit_leader"]

    def say(anchor: str, text: str) -> Comment:
        return comment_add(subject="goal", subject_id=goal.pk, version=1, anchor=anchor, text=text, actor=leader)

    say("indicators[1].target", "次数太少")
    say("purpose", "写明依据")
    comment_resolve(comment=say("indicators[2].name", "名称改过了"), actor=leader)
    task_return(task=Run.objects.get().tasks.get(state="open"), actor=leader, opinion="请修改")
    goal.refresh_from_db()
    return goal


def test_remarks_stand_at_their_cells(opened: Open, remarked: Goal) -> None:
    page = opened(remarked)
    sign = cell(page, 1, NUMBER).locator(".remark-sign")
    assert "次数太少" in (sign.get_attribute("title") or "")
    described = cell(page, 1, NUMBER).get_attribute("aria-describedby") or ""
    assert "次数太少" in page.locator(f"#{described.split()[-1]}").inner_text()
    assert "is-done" in (cell(page, 2, NAME).locator(".remark-sign").get_attribute("class") or "")
    assert page.locator('[data-path="purpose"] + .remark-sign').count() == 1


def test_from_a_remark_to_its_cell_and_back(opened: Open, remarked: Goal) -> None:
    page = opened(remarked)
    entry = page.locator("#remarks li", has_text="次数太少")
    entry.locator(".place button").focus()
    page.keyboard.press("Enter")
    active = page.locator("td.active")
    assert (active.get_attribute("data-row"), active.get_attribute("data-column")) == ("1", str(NUMBER))
    page.keyboard.press("Shift+F2")
    assert entry.evaluate("(entry) => entry.contains(document.activeElement)")
    cell(page, 2, NAME).locator(".remark-sign").click()
    assert page.locator("#remarks li", has_text="名称改过了").evaluate(
        "(entry) => entry.contains(document.activeElement)"
    )


def test_a_remark_goes_with_its_row(opened: Open, remarked: Goal) -> None:
    page = opened(remarked)
    cell(page, 0, NAME).click()
    page.keyboard.press("Control+Enter")  # a row above it
    assert cell(page, 2, NUMBER).locator(".remark-sign").count() == 1
    cell(page, 2, NAME).click()
    page.keyboard.press("Control+Delete")
    assert "没有了" in page.locator("#remarks li", has_text="次数太少").inner_text()
    page.keyboard.press("Control+z")
    assert cell(page, 2, NUMBER).locator(".remark-sign").count() == 1


@pytest.mark.usefixtures("goal")
def test_a_finding_leads_to_the_other_table(opened: Open, world: World) -> None:
    rows = [row("产出指标", "数量指标", "养护里程", "≥30公里"), *typed_sheet()["indicators"][2:]]
    page: Any = opened(make_goal(world, name="道路养护", code="", indicators=rows))
    page.fill('[data-path="code"]', typed_sheet()["code"])
    link = page.locator("#findings .others a")
    link.wait_for()
    assert link.inner_text() == "第 1 张：招商经费"
    with page.context.expect_page() as other:
        link.click()
    assert other.value.locator("h1").inner_text().endswith("招商经费")
