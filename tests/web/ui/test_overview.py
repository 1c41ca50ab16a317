"""How far everybody is, as those see it who oversee others."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from tests.web.factories import World

from jiheng.web.goals.models import Goal, GoalState, Version
from jiheng.web.goals.selectors_progress import handed_in_by_day, progress
from jiheng.web.organizations.models import Organization
from jiheng.web.review.models import Run, Task
from jiheng.web.review.workflow import StepState

SignedIn = Callable[[str], Client]


def handed_in(
    world: World, unit: Organization, state: str = GoalState.SUBMITTED, *, amount: str = "10", errors: int = 0,
    warnings: int = 0, days_ago: int = 0, step: str = "",
) -> Goal:  # fmt: skip
    """A project table in a state, straight into the tables: the way there is tested elsewhere."""
    author = world.people["preparer"]
    goal = Goal.objects.create(
        organization=unit, year=world.year, state=state, content={}, name=f"{unit.code}-{amount}",
        amount=Decimal(amount), errors=errors, warnings=warnings, created_by=author, changed_by=author,
    )  # fmt: skip
    if state != GoalState.DRAFT:
        version = Version.objects.create(goal=goal, number=1, content={}, digest="0" * 64, submitted_by=author)
        at = timezone.now() - timedelta(days=days_ago)
        Version.objects.filter(pk=version.pk).update(submitted_at=at)
    if step:
        run = Run.objects.create(
            subject="goal", subject_id=goal.pk, version=1, digest="0" * 64, organization=unit, year=world.year,
            title=goal.name, started_by=author,
        )  # fmt: skip
        Task.objects.create(run=run, order=1, name=step, role="department_reviewer", state=StepState.OPEN)
    return goal


@pytest.fixture
def busy(world: World) -> World:
    """Tables of both departments in every state."""
    first, second, third, _fourth = world.units
    handed_in(world, first, GoalState.DRAFT, amount="999", errors=7)
    handed_in(world, first, GoalState.APPROVED, amount="100", days_ago=3)
    handed_in(world, first, step="主管部门", errors=2, days_ago=2)
    handed_in(world, second, step="绩效管理处", warnings=1)
    handed_in(world, second, GoalState.RETURNED, errors=1)
    handed_in(world, third, GoalState.STOPPED, amount="30")
    return world


def page(browser: Client, path: str = "/") -> html.HtmlElement:
    response = browser.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def table(element: html.HtmlElement, key: str) -> list[list[str]]:
    rows = element.xpath(f"//figure[@id='chart-{key}']//tr")
    return [[cell.text_content().strip() for cell in row] for row in rows]


def listed(browser: Client, link: str) -> int:
    """How many tables the list behind a number has."""
    return int(page(browser, link).xpath("count(//table[contains(@class, 'list')]/tbody/tr)"))


@pytest.mark.usefixtures("busy")
def test_the_bureau_sees_departments(signed_in: SignedIn) -> None:
    shown = page(signed_in("performance_office"))
    assert table(shown, "states") == [
        ["部门", "草稿", "审核中", "已退回", "已批复", "未通过"],
        ["教育局", "1", "2", "1", "1", "0"],
        ["交通运输局", "0", "0", "0", "0", "1"],
    ]
    assert table(shown, "quality")[1:] == [["教育局", "2", "1", "1"], ["交通运输局", "0", "0", "1"]]
    assert table(shown, "money") == [
        ["部门", "已批复", "审核中", "已退回", "未通过"],
        ["教育局", "100.00", "20.00", "10.00", "0.00"],
        ["交通运输局", "0.00", "0.00", "0.00", "30.00"],
    ], "of drafts only the number is told"
    assert table(shown, "steps") == [["部门", "主管部门", "绩效管理处"], ["教育局", "1", "1"]]
    tiles = [tile.text_content().strip() for tile in shown.xpath("//section[@id='progress']/ul/li/*")]
    assert tiles == ["5 / 6项目绩效目标已提交", "60%的已提交目标没有必须修改的问题", "160.00", "3 / 6"]


@pytest.mark.usefixtures("busy")
def test_a_title_says_what_is_to_be_seen(signed_in: SignedIn) -> None:
    shown = page(signed_in("performance_office"))
    titles = [each.text_content() for each in shown.xpath("//figure//h3")]
    assert titles == [
        "已提交 5 张，还是草稿的 1 张，退回未改的 1 张",
        "离“一上”截止还有 12 天，交了 83%",
        "2 张有必须修改的问题，最多的是教育局（2 张）",
        "已报 160.00 万元，其中已批复 100.00 万元",
        "等在“主管部门”的最多，1 张",
    ]


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("path", ["/", "/?department=205"])
def test_behind_every_number_is_the_list_of_as_many(signed_in: SignedIn, path: str) -> None:
    browser = signed_in("performance_office")
    shown = page(browser, path)
    links = [
        (cell.text, cell.get("href"))
        for key in ("states", "quality", "steps", "days")
        for cell in shown.xpath(f"//figure[@id='chart-{key}']//td/a")
    ]
    assert len(links) > 6
    running = {"days": 0}
    for number, link in links:
        if "day=" in link:  # of that day, where the line counts up
            running["days"] += listed(browser, link)
            assert running["days"] == int(number)
        else:
            assert listed(browser, link) == int(number), link
    money = shown.xpath("//figure[@id='chart-money']//td/a")
    assert all(listed(browser, cell.get("href")) for cell in money)


@pytest.mark.usefixtures("busy")
def test_a_department_is_looked_into_unit_by_unit(signed_in: SignedIn) -> None:
    browser = signed_in("performance_office")
    [link] = page(browser).xpath("//section[@id='progress']/table//a[text()='教育局']/@href")
    shown = page(browser, link)
    assert "教育局" in shown.xpath("string(//h2[@id='progress-title'])")
    names = [row[0] for row in table(shown, "states")[1:]]
    assert sorted(names) == ["教育局第1单位", "教育局第2单位"]
    units = shown.xpath("//section[@id='progress']/table/tbody/tr/th//a/text()")
    assert units == ["教育局", "教育局第1单位", "教育局第2单位"], "whoever has nothing yet stands there, too"


@pytest.mark.usefixtures("busy")
def test_a_department_sees_its_own_units_only(signed_in: SignedIn, world: World) -> None:
    browser = signed_in("department_reviewer")
    for path in ("/", f"/?department={world.departments[1].code}", "/?department=%00", "/?department=nothing"):
        shown = page(browser, path)
        assert "交通运输局" not in shown.text_content()
        assert table(shown, "states")[1][0].startswith("教育局第")


@pytest.mark.usefixtures("busy")
def test_who_oversees_nobody_sees_no_progress(signed_in: SignedIn) -> None:
    for name in ("preparer", "unit_leader", "expert"):
        assert not page(signed_in(name)).xpath("//section[@id='progress']")
        assert signed_in(name).get("/progress/units.csv").status_code == 403


def test_without_a_table_there_is_no_picture(signed_in: SignedIn, world: World) -> None:
    shown = page(signed_in("performance_office"))
    assert not shown.xpath("//figure")
    assert len(shown.xpath("//section[@id='progress']/table/tbody/tr")) == 2
    handed_in(world, world.units[0], GoalState.DRAFT)
    assert [each.get("id") for each in page(signed_in("performance_office")).xpath("//figure")] == [
        "chart-states", "chart-days",
    ]  # fmt: skip


def rows_of(response: Any) -> list[list[str]]:
    assert response.status_code == 200
    content = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(content.splitlines()))


@pytest.mark.usefixtures("busy")
def test_the_numbers_are_files(signed_in: SignedIn) -> None:
    browser = signed_in("auditor")
    shown = page(browser)
    for link in shown.xpath("//figure//span[@class='chart-save']/a/@href"):
        assert len(rows_of(browser.get(link))) > 1
    rows = rows_of(browser.get("/progress/units.csv"))
    assert rows[0][:4] == ["编码", "部门", "单位数", "已开始的单位"]
    assert rows[1] == ["205", "教育局", "3", "2", "1", "2", "1", "1", "0", "2", "130", "0"]
    assert rows_of(browser.get("/progress/units.csv?department=205"))[0][1] == "单位"
    assert browser.get("/progress/nothing.csv").status_code == 404


@pytest.mark.usefixtures("busy")
def test_the_line_ends_today_and_the_deadline_is_marked(signed_in: SignedIn) -> None:
    rows = rows_of(signed_in("performance_office").get("/progress/days.csv"))
    numbers = [row[1] for row in rows[1:]]
    known = [number for number in numbers if number]
    assert known == sorted(known, key=int)
    assert known[-1] == "5"
    assert len(numbers) - len(known) == 12, "nothing is known of days to come"
    assert {row[2] for row in rows[1:]} == {"6"}


def test_the_number_of_queries_does_not_grow(signed_in: SignedIn, busy: World) -> None:
    browser = signed_in("performance_office")
    page(browser)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(browser)
        return len(seen)

    few = queries()
    for number in range(30):
        handed_in(busy, busy.units[number % 4], step=f"步骤{number % 5}", days_ago=number % 9)
    assert queries() == few


@pytest.mark.usefixtures("busy")
def test_the_list_says_how_it_is_filtered_and_how_to_see_all(signed_in: SignedIn) -> None:
    browser = signed_in("performance_office")
    shown = page(browser, "/goals/?step=主管部门&day=2020-01-01&kind=project")
    assert "等在“主管部门”" in shown.text_content()
    assert "没有符合条件的绩效目标" in shown.text_content()
    assert [chip.get("href") for chip in shown.xpath("//a[@class='chip']")] == [
        "?day=2020-01-01&kind=project", "?step=%E4%B8%BB%E7%AE%A1%E9%83%A8%E9%97%A8&kind=project",
    ]  # fmt: skip
    assert listed(browser, "/goals/?day=x&step=%00&level=x&kind=x&state=x") == 5, "what makes no sense does not filter"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Kolkata", "UTC"])
def test_a_day_is_a_local_one_wherever_days_begin(busy: World, zone: str) -> None:
    """Of zones that differ from UTC by full hours it is counted by hour, else by minute."""
    with timezone.override(zone):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(minutes=29), midnight]
        for version, at in zip(Version.objects.order_by("pk"), moments, strict=False):
            Version.objects.filter(pk=version.pk).update(submitted_at=at)
        found = progress(actor=busy.people["performance_office"], year=busy.year)
        days = handed_in_by_day(found, busy.year)
    today = midnight.date()
    assert (days[today - timedelta(days=1)], days[today]) == (1, 4), "the last one was handed in just now"
