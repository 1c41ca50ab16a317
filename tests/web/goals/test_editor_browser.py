"""The editor in a real browser: typing, pasting, undo, saving by itself, checks, two people on one sheet."""

from __future__ import annotations

import pytest
from tests.web.factories import World, give_role, make_person
from tests.web.goals.browser import NAME, NUMBER, Open, cell, needs_browser, paste, saved, text
from tests.web.goals.conftest import make_goal, row, typed_sheet

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Role

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


def test_typing_saves_itself(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 0, NAME).click()
    page.keyboard.type("接待外地客商批次")
    page.wait_for_selector('#save-state[data-state="typing"]')
    saved(page)  # while the cell is still being typed into
    page.keyboard.press("Enter")
    goal.refresh_from_db()
    assert goal.content["indicators"][0]["name"] == "接待外地客商批次"
    assert page.locator("td.active").get_attribute("data-row") == "1"


def test_a_target_typed_in_one_go_is_split(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 0, NUMBER).click()
    page.keyboard.type("<=95%")
    page.keyboard.press("Tab")
    assert [text(page, 0, column) for column in (4, 5, 6)] == ["≤", "95", "%"]
    cell(page, 1, NUMBER).click()
    page.keyboard.type("不少于1200人次")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('#grid td[data-row=\"1\"][data-column=\"6\"] .text').textContent === '人次'"
    )
    saved(page)
    goal.refresh_from_db()
    assert [entry["target"]["raw"] for entry in goal.content["indicators"][:2]] == ["≤95%", "≥1200人次"]


def test_keys_move_edit_and_take_back(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 0, NAME).click()
    page.keyboard.press("F2")
    page.keyboard.type("（次）")
    page.keyboard.press("Escape")
    assert text(page, 0, NAME) == "接待客商批次"
    page.keyboard.press("Delete")
    assert text(page, 0, NAME) == ""
    page.keyboard.press("Control+z")
    assert text(page, 0, NAME) == "接待客商批次"
    page.keyboard.press("Control+y")
    assert text(page, 0, NAME) == ""
    page.keyboard.press("Control+z")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    active = page.locator("td.active")
    assert (active.get_attribute("data-row"), active.get_attribute("data-column")) == ("1", "3")


def test_rows_move_within_their_level_only(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 0, NAME).click()
    page.keyboard.press("Alt+ArrowDown")
    assert [text(page, line, NAME) for line in (0, 1)] == ["外出招商次数", "接待客商批次"]
    page.keyboard.press("Alt+ArrowDown")
    assert text(page, 2, NAME) == "签约项目履约率"
    assert cell(page, 0, 1).get_attribute("rowspan") == "2"
    page.keyboard.press("Control+Enter")
    assert page.locator("#grid tbody tr").count() == 8
    assert cell(page, 0, 1).get_attribute("rowspan") == "3"


def test_block_from_a_spreadsheet_is_shown_before_it_is_taken(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 6, NAME).click()
    html = (
        "<table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td rowspan=2>效益指标</td><td rowspan=2>社会效益指标</td><td>带动就业人数</td><td>≥200人</td></tr>"
        "<tr><td>媒体报道篇数</td><td>≥12篇</td></tr></table>"
    )
    paste(page, "", html)
    page.wait_for_selector("dialog.paste")
    assert page.locator("dialog.paste tbody tr").count() == 2
    goal.refresh_from_db()
    assert len(goal.content["indicators"]) == 7
    page.locator("dialog.paste button.primary").click()
    assert [text(page, 7, NAME), text(page, 8, NAME)] == ["带动就业人数", "媒体报道篇数"]
    assert [text(page, 8, column) for column in (4, 5, 6)] == ["≥", "12", "篇"]
    page.keyboard.press("Control+z")
    assert page.locator("#grid tbody tr").count() == 7


def test_copied_cells_go_through_the_clipboard(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 0, NAME).click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+c")
    cell(page, 2, NAME).click()
    page.keyboard.press("Control+v")
    assert [text(page, line, NAME) for line in (2, 3)] == ["接待客商批次", "外出招商次数"]


def test_hostile_text_is_text(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    cell(page, 0, NAME).click()
    paste(
        page, "", "<table><tr><td><img src=x onerror=alert(1)>甲</td><td><script>alert(2)</script>乙</td></tr></table>"
    )
    page.wait_for_selector("dialog.paste")
    page.locator("dialog.paste button.primary").click()
    cell(page, 1, NAME).click()
    page.keyboard.type("<b onclick=alert(3)>丙</b>")
    page.keyboard.press("Enter")
    saved(page)
    assert page.locator("#grid b, #grid img, #grid script").count() == 0


def test_findings_appear_while_typing_and_a_fix_is_taken(opened: Open, world: World) -> None:
    rows = [row("产出指标", "质量指标", "平台可用率", "≥99百分比"), *typed_sheet()["indicators"]]
    page = opened(make_goal(world, indicators=rows))
    assert "可以提交" in page.locator("#check-bar").inner_text()
    cell(page, 7, NUMBER).click()
    page.keyboard.type("120")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('#check-bar').textContent.includes('必须修改')")
    assert "hit-error" in (cell(page, 7, NUMBER).get_attribute("class") or "")
    described = cell(page, 7, NUMBER).get_attribute("aria-describedby")
    assert page.locator(f"#{described.split()[0]}").inner_text()
    page.keyboard.press("Control+z")
    page.wait_for_function("() => document.querySelector('#check-bar').textContent.includes('可以提交')")
    page.locator("button.take").first.click()
    assert text(page, 0, 6) == "%"
    saved(page)


def test_two_people_choose_what_stays(opened: Open, world: World, goal: Goal) -> None:
    world.people["colleague"] = make_person("colleague", "同事")
    give_role(world.people["colleague"], world.units[0], Role.PREPARER)
    mine, theirs = opened(goal), opened(goal, "colleague")
    theirs.fill('[data-path="name"]', "招商引资经费")
    theirs.fill('[data-path="purpose"]', "同事写的用途，共14万元。")
    saved(theirs)
    theirs.wait_for_function("() => document.querySelector('#save-state').textContent.includes('自动保存')")
    mine.fill('[data-path="purpose"]', "我写的用途，共14万元。")
    mine.wait_for_selector("dialog.merge")
    dialog = mine.locator("dialog.merge")
    assert "同事" in dialog.inner_text()
    assert dialog.locator("tbody tr").count() == 1  # the name was changed by one of them only
    dialog.locator("button.primary").click()
    saved(mine)
    goal.refresh_from_db()
    assert (goal.name, goal.content["purpose"]) == ("招商引资经费", "我写的用途，共14万元。")


def test_rows_of_two_people_are_merged_without_a_question(opened: Open, world: World, goal: Goal) -> None:
    world.people["colleague"] = make_person("colleague", "同事")
    give_role(world.people["colleague"], world.units[0], Role.PREPARER)
    mine, theirs = opened(goal), opened(goal, "colleague")
    cell(theirs, 0, NAME).click()
    theirs.keyboard.press("Control+Delete")
    cell(theirs, 4, NUMBER).click()
    theirs.keyboard.type("9")
    theirs.keyboard.press("Enter")
    theirs.wait_for_function("() => document.querySelector('#save-state').textContent.includes('自动保存')")
    saved(theirs)
    mine.context.set_offline(True)
    cell(mine, 1, NAME).click()
    mine.keyboard.press("Control+Enter")
    mine.keyboard.type("参加展会")
    mine.context.set_offline(False)
    mine.wait_for_function("() => document.querySelector('#save-state').dataset.state === 'conflict'")
    mine.keyboard.type("次数")  # the merge waits until the cell is left
    mine.keyboard.press("Tab")
    mine.wait_for_selector("#merged:visible")
    saved(mine)
    goal.refresh_from_db()
    names = [entry["name"] for entry in goal.content["indicators"]]
    assert names[:3] == ["外出招商次数", "参加展会次数", "签约项目履约率"]
    assert goal.content["indicators"][5]["target"]["raw"] == "≥9个"
    active = mine.locator("td.active")
    assert (active.get_attribute("data-row"), active.get_attribute("data-column")) == ("1", "3")  # the row moved up


def test_a_lost_connection_loses_nothing(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    page.context.set_offline(True)
    page.fill('[data-path="purpose"]', "断线时写的，共14万元。")
    page.wait_for_selector('#save-state[data-state="offline"]', timeout=5000)
    page.context.set_offline(False)
    saved(page)
    goal.refresh_from_db()
    assert goal.content["purpose"] == "断线时写的，共14万元。"


def test_what_a_closed_browser_kept_is_taken_up(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    page.route("**/save/", lambda route: route.abort())
    page.fill('[data-path="purpose"]', "关掉以前写的，共14万元。")
    page.wait_for_selector('#save-state[data-state="offline"]', timeout=5000)
    page.unroute("**/save/")
    page.route("**/save/", lambda route: route.abort())
    page.reload()
    page.unroute("**/save/")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#restored").is_visible()
    saved(page)
    goal.refresh_from_db()
    assert goal.content["purpose"] == "关掉以前写的，共14万元。"


def test_goals_are_added_and_the_department_part_saves(opened: Open, goal: Goal, department: Goal) -> None:
    page = opened(goal)
    page.locator("[data-rows=goals] [data-add]").click()
    page.keyboard.type("开工项目不少于3个")
    saved(page)
    goal.refresh_from_db()
    assert goal.content["goals"][-1] == "开工项目不少于3个"
    page = opened(department)
    page.fill('[data-path="overall_goals"]', "全年服务企业100家。")
    page.locator("[data-rows=sub_goals] [data-add]").click()
    page.keyboard.type("招商")
    saved(page)
    department.refresh_from_db()
    assert department.content["sub_goals"][0]["title"] == "招商"


def test_the_whole_table_fits_the_screen(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    box = page.evaluate(
        "() => { const g = document.querySelector('.grid-box'); return [g.scrollWidth, g.clientWidth]; }"
    )
    assert box[0] <= box[1]
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_a_row_is_dragged_and_a_level_is_chosen(opened: Open, goal: Goal) -> None:
    page = opened(goal)
    handles = page.locator("#grid th.handle[draggable]")
    handles.nth(0).drag_to(handles.nth(1))
    assert [text(page, line, NAME) for line in (0, 1)] == ["外出招商次数", "接待客商批次"]
    handles.nth(0).drag_to(handles.nth(4))
    assert text(page, 0, NAME) == "外出招商次数"
    cell(page, 6, 0).click()
    page.keyboard.press("F2")
    page.locator("ul.words li", has_text="效益指标").click()
    assert text(page, 5, 0) == "效益指标"
    assert cell(page, 5, 0).get_attribute("rowspan") == "2"
    page.keyboard.press("F2")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    assert text(page, 5, 0) == "满意度指标"
