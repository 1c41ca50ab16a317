"""Rules that compare the tables of a unit: found while typing, counted in lists, asked about when handing in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.factories import World
from tests.web.goals.conftest import make_goal, row, typed_sheet

from jiheng.engine import check
from jiheng.web.goals.facts import indicator_digest
from jiheng.web.goals.mapping import document_of_parts
from jiheng.web.goals.models import Goal, Version
from jiheng.web.goals.services import goal_delete, goal_save, goal_stopped, goal_submit
from jiheng.web.goals.typed import typed_content
from jiheng.web.organizations.models import Organization
from jiheng.web.review.models import Run
from jiheng.web.review.services import default_chain

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
OTHER_ROWS = [row("产出指标", "数量指标", "养护里程", "≥30公里"), *typed_sheet()["indicators"][2:]]


def typed_check(browser: Client, goal: Goal, **changes: Any) -> dict[str, Any]:
    body = json.dumps({"content": typed_sheet(**changes)})
    answer = browser.post(reverse("goals:check", args=[goal.pk]), body, content_type="application/json")
    return dict(answer.json())


def rules(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {finding["rule"]: finding for finding in answer["findings"]}


def save(goal: Goal, world: World, **changes: Any) -> Goal:
    content = typed_content(typed_sheet(**changes), world.units[0], goal.content)
    return goal_save(goal=goal, actor=world.people["preparer"], content=content, lock=goal.lock)


def test_a_code_that_another_table_has_is_found_while_typing(signed_in: Browser, world: World, goal: Goal) -> None:
    other = make_goal(world, code="", name="道路养护", indicators=OTHER_ROWS)
    said = typed_check(signed_in("preparer"), other, name="道路养护", indicators=OTHER_ROWS)
    assert said["errors"] == 1
    found = rules(said)["project-code-duplicated"]
    assert found["others"] == [{"number": 1, "name": "招商经费", "url": reverse("goals:goal", args=[goal.pk])}]
    assert "第 1 张" in found["message"]
    goal.refresh_from_db()
    assert goal.errors == 0  # nothing was stored


@pytest.mark.usefixtures("goal")
def test_name_and_indicators_that_another_table_has_are_found(signed_in: Browser, world: World) -> None:
    other = make_goal(world, code="", name="招商 经费")
    found = rules(typed_check(signed_in("preparer"), other, code="", name="招商 经费"))
    assert {"project-name-duplicated", "indicator-set-copied"} <= set(found)
    assert [each["name"] for each in found["indicator-set-copied"]["others"]] == ["招商经费"]


def test_lights_of_both_tables_follow_each_save(world: World, goal: Goal) -> None:
    other = make_goal(world, code="", name="道路养护", indicators=OTHER_ROWS)
    goal.refresh_from_db()
    assert (goal.errors, other.errors) == (0, 0)
    other = save(other, world, name="道路养护", indicators=OTHER_ROWS)  # with the code of the first
    goal.refresh_from_db()
    assert (goal.errors, other.errors) == (1, 1)
    other = save(other, world, code="", name="道路养护", indicators=OTHER_ROWS)
    goal.refresh_from_db()
    assert (goal.errors, other.errors) == (0, 0)
    other = save(other, world, name="道路养护", indicators=OTHER_ROWS)
    goal_delete(goal=other, actor=world.people["preparer"])
    goal.refresh_from_db()
    assert goal.errors == 0


def test_what_was_stopped_is_compared_with_nothing(world: World, goal: Goal) -> None:
    version = goal_submit(goal=goal, actor=world.people["preparer"])
    again = make_goal(world)
    assert again.errors == 1
    goal_stopped(Run.objects.get(subject_id=version.goal_id))
    again.refresh_from_db()
    assert again.errors == 0


def test_handing_in_asks_about_a_table_that_came_later(signed_in: Browser, world: World, goal: Goal) -> None:
    make_goal(world, name="道路养护", indicators=OTHER_ROWS)
    page = signed_in("preparer").post(reverse("goals:submit", args=[goal.pk])).content.decode()
    assert "与第 2 张表重复" in page
    assert "第 2 张：道路养护" in page
    assert not Version.objects.exists()


def test_reviewers_learn_nothing_of_drafts(signed_in: Browser, world: World, goal: Goal) -> None:
    goal_submit(goal=goal, actor=world.people["preparer"])
    other = make_goal(world, name="还没想好的项目", indicators=OTHER_ROWS)
    address = reverse("review:run", args=[Run.objects.get().pk])
    assert "还没想好的项目" not in signed_in("unit_leader").get(address).content.decode()
    goal_submit(goal=other, actor=world.people["preparer"], explanation="就是这个编码")
    page = signed_in("unit_leader").get(address).content.decode()
    assert "第 2 张：还没想好的项目" in page
    assert reverse("goals:goal", args=[other.pk]) in page


def test_tables_of_other_units_and_years_do_not_count(world: World, goal: Goal) -> None:
    Goal.objects.filter(pk=goal.pk).update(year=world.year - 1)
    assert make_goal(world).errors == 0
    Goal.objects.update(organization=world.units[1], year=world.year)
    assert make_goal(world).errors == 0


def test_checking_reads_no_other_table(
    signed_in: Browser, world: World, django_assert_max_num_queries: Any, goal: Goal
) -> None:
    def questions() -> list[str]:
        with django_assert_max_num_queries(30) as asked:
            typed_check(browser, goal)
        return [query["sql"] for query in asked]

    browser = signed_in("preparer")
    questions()  # the first page of a session writes it
    few = questions()
    for number in range(20):
        make_goal(world, code="", name=f"项目{number}", indicators=[row("产出指标", "数量指标", f"事{number}", "≥1件")])
    many = questions()
    assert len(many) == len(few)
    reads = [sql for sql in many if '"content"' in sql]
    assert len(reads) == 1  # the table itself


def test_text_where_a_number_is_needed_counts_as_an_error(signed_in: Browser, world: World) -> None:
    default_chain()
    goal = make_goal(world, budget={"total": "14.00", "fiscal": "14.00", "other": "待定"})
    assert goal.errors == 1
    browser = signed_in("preparer")
    answer = browser.post(reverse("goals:submit", args=[goal.pk]))
    assert answer.status_code == 422
    assert "“待定”不是数" in answer.content.decode()
    browser.post(reverse("goals:submit", args=[goal.pk]), {"explanation": "金额未定"})
    run = Run.objects.get()
    assert run.errors == 1
    page = signed_in("unit_leader").get(reverse("review:run", args=[run.pk])).content.decode()
    assert "“待定”不是数" in page


TEXTS = st.sampled_from(["", "数量指标", "质量 指标", "举办活动", "举办活动。", "≥2场", "≥2 场", "≥3场", "无"])
ROWS = st.lists(st.fixed_dictionaries({"level2": TEXTS, "name": TEXTS, "target": TEXTS}), max_size=3)


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS)
def test_digests_agree_with_the_rule(left: list[dict[str, str]], right: list[dict[str, str]]) -> None:
    unit = Organization(code="205001", name="单位")
    contents = [typed_content({"indicators": rows}, unit, None) for rows in (left, right)]
    found = {finding.rule for finding in check(document_of_parts(unit, 2027, contents))}
    mine, theirs = map(indicator_digest, contents)
    assert ("indicator-set-copied" in found) == bool(mine and mine == theirs)
