"""The year in pictures: right numbers, for whoever may see them, each with the list behind it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from tests.web.evaluation.cases import evaluation_of
from tests.web.factories import World
from tests.web.monitoring.rounds import project, spend
from tests.web.rectification.cases import issued, reported
from tests.web.results.cases import evaluated

from jiheng.web.analytics.charts import charts_of
from jiheng.web.analytics.counted import numbers_of
from jiheng.web.analytics.scopes import scope_of
from jiheng.web.evaluation.models import State
from jiheng.web.execution.models import MovementKind
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.models import Report, ReportVersion, Round
from jiheng.web.rectification.services import problem_close
from jiheng.web.ui.charts import Chart

SignedIn = Callable[[str], Client]


def _charts(world: World, who: str = "performance_office", code: str = "") -> dict[str, Chart]:
    scope = scope_of(actor=world.people[who], year=world.year, code=code)
    return {chart.key: chart for chart in charts_of(scope, numbers_of(scope))}


def _series(chart: Chart) -> dict[str, list[Any]]:
    return {series.name: list(series.values) for series in chart.series}


def _light(goal: Goal, each: Round, colour: str) -> None:
    """A report that was handed in, straight into the tables."""
    report = Report.objects.create(
        round=each, goal=goal, organization=goal.organization, year=goal.year, colour=colour, state="submitted",
        created_by=goal.created_by, changed_by=goal.created_by,
    )  # fmt: skip
    ReportVersion.objects.create(item=report, number=1, content={}, digest="0" * 64, submitted_by=goal.created_by)


def _round(world: World, month: int) -> Round:
    return Round.objects.create(
        organization=world.bureau, year=world.year, name=f"1–{month}月", through=date(world.year, month, 28),
        opens_on=date(world.year, month, 1), due_on=date(world.year, month, 28),
        created_by=world.people["performance_office"],
    )  # fmt: skip


def test_spending_is_held_against_the_projects_own_plans(world: World) -> None:
    """Plans are 10, 30, 70, 100 % of 14 by March, June, October, December; a straight line between."""
    goal = project(world)
    project(world, "另一个", unit=2)
    spend(goal, 2, "2")
    spend(goal, 5, "3")
    spend(goal, 5, "-0.5")
    lines = _series(_charts(world)["spending"])
    assert lines["累计支出"][:6] == [0, 2, 2, 2, Decimal("4.5"), None]
    plan = lines["按计划应支出"]
    assert [plan[month - 1] for month in (3, 6, 10, 12)] == [Decimal(text) for text in ("2.8", "8.4", "19.6", "28")]
    assert plan == sorted(plan)
    assert set(lines["全年预算"]) == {28}
    assert _series(_charts(world, code="205")["spending"])["全年预算"][0] == 14


def test_entered_budgets_come_before_those_of_the_goals(world: World) -> None:
    goal = project(world)
    spend(goal, 1, "20", MovementKind.OPENING)
    spend(goal, 6, "-4", MovementKind.ADJUSTMENT)
    assert _series(_charts(world)["spending"])["全年预算"][0] == 16


def test_lights_by_department_and_round_lead_to_their_reports(world: World, signed_in: SignedIn) -> None:
    first, second, third = project(world), project(world, "乙", unit=1), project(world, "丙", unit=2)
    march, july = _round(world, 3), _round(world, 7)
    for goal, each, colour in (
        (first, march, "green"), (first, july, "red"), (second, july, "yellow"), (third, march, "blue"),
    ):  # fmt: skip
        _light(goal, each, colour)
    charts = _charts(world)
    heat = charts["lights-by-round"]
    assert heat.categories == ["教育局", "交通运输局"]
    assert _series(heat) == {"1–3月": [0, 0], "1–7月": [2, None]}
    assert _series(charts["lights"])["红灯"] == [0, 1]
    page = signed_in("performance_office").get(heat.series[1].links[0]).content.decode()
    assert first.name in page
    assert third.name not in page
    by_unit = _charts(world, code="205")["lights-by-round"]
    assert by_unit.categories == ["教育局第1单位", "教育局第2单位"]


def test_grades_over_years_and_goals_against_results(world: World) -> None:
    good, bad = project(world), project(world, "乙")
    Goal.objects.filter(pk=bad.pk).update(errors=2, warnings=5)
    evaluated(good, "96", "优")
    evaluated(bad, "71.5", "中")
    evaluation = evaluation_of(world, 1, State.FINAL)
    charts = _charts(world)
    grades = charts["grades"]
    assert grades.categories == ["2027 自评", "2027 评价"]
    assert "自评平均 83.75 分（2 个）" in grades.title
    assert f"平均 {evaluation.final_score:.2f} 分（1 个）" in grades.title
    assert _series(grades)["优"][0] == _series(grades)["中"][0] == 1
    quality = charts["quality"]
    assert quality.categories == ["没有问题", "6 条以上"]
    assert "自评平均 96.00 分；“6 条以上”的，平均 71.50 分" in quality.title


def test_problems_opened_and_closed(world: World) -> None:
    problem = reported(world)
    problem_close(problem=problem, actor=world.people["performance_office"], opinion="属实")
    turnover = _charts(world)["problems"]
    assert "发现 2 个问题，已销号 1 个，还有 1 个" in turnover.title
    assert _series(turnover) == {"下达": [2], "销号": [1], "月末未销号": [1]}


@pytest.mark.parametrize(("who", "budget"), [("preparer", 14), ("department_reviewer", 28), ("performance_office", 42)])
def test_everybody_sees_their_own_part(world: World, signed_in: SignedIn, who: str, budget: int) -> None:
    for unit in (0, 1, 2):
        project(world, f"项目{unit}", unit=unit)
    assert _series(_charts(world, who)["spending"])["全年预算"][0] == budget
    browser = signed_in(who)
    assert f"/ {budget}.00 万元" in browser.get(reverse("analytics:overview")).content.decode()
    foreign = browser.get(f"{reverse('analytics:overview')}?organization=214").content.decode()
    assert (f"/ {budget}.00 万元" in foreign) == (who != "performance_office")  # one that they do not see is none


def test_whoever_has_no_business_sees_nothing(world: World, signed_in: SignedIn) -> None:
    project(world)
    for who in ("system", "expert"):
        assert signed_in(who).get(reverse("analytics:overview")).status_code == 403


def test_every_chart_has_its_numbers_as_a_file_and_every_link_opens(world: World, signed_in: SignedIn) -> None:
    goal = project(world)
    project(world, "丙", unit=2)
    spend(goal, 2, "2")
    _light(goal, _round(world, 3), "red")
    evaluated(goal, "88", "良")
    issued(world)
    browser = signed_in("performance_office")
    page = html.fromstring(browser.get(reverse("analytics:overview")).content)
    files = page.xpath('//figure//a[text()="CSV"]/@href')
    assert len(files) >= 5
    for address in files:
        lines = list(csv.reader(b"".join(browser.get(address)).decode("utf-8-sig").splitlines()))
        assert len(lines) > 1
    links = {address for address in page.xpath("//main//a/@href") if address.startswith("/")}
    charts = _charts(world).values()
    links |= {link for chart in charts for link in (*chart.links, *(each for s in chart.series for each in s.links))}
    for address in filter(None, links):
        assert browser.get(address).status_code == 200, address
    rows = list(csv.DictReader(
        b"".join(browser.get(f"{reverse('analytics:groups')}?year={world.year}")).decode("utf-8-sig").splitlines()
    ))  # fmt: skip
    assert [(row["部门"], row["项目"], row["红灯"], row["自评平均分"]) for row in rows] == [
        ("教育局", "1", "1", "88"), ("交通运输局", "1", "0", ""),
    ]  # fmt: skip


def test_more_units_take_no_more_queries(world: World, signed_in: SignedIn) -> None:
    def asked() -> int:
        browser = signed_in("performance_office")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse("analytics:overview")).status_code == 200
        return len(captured)

    each = _round(world, 3)
    for unit in (0, 2):
        _light(project(world, unit=unit), each, "red")
        issued(world, unit)
    asked()  # the session and the year are kept with the first page
    few = asked()
    for unit in (0, 1, 2, 3):
        goal = project(world, "又一个", unit=unit)
        spend(goal, 3, "1")
        _light(goal, each, "yellow")
        evaluated(goal, "90", "优")
        issued(world, unit, goal=goal)
    assert asked() == few
