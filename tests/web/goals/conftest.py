"""A unit with a sheet, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.factories import World
from tests.web.goals.browser import CHROMIUM, Open

from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.services import goal_create
from jiheng.web.goals.typed import typed_content
from jiheng.web.review.services import default_chain


def row(level1: str, level2: str, name: str, target: str, description: str = "") -> dict[str, str]:
    """A typed row of the grid."""
    return {
        "level1": level1, "level2": level2, "name": name, "description": description or f"{name}的完成情况",
        "target": target, "basis": "年度计划",
    }  # fmt: skip


def typed_sheet(**changes: Any) -> dict[str, Any]:
    """A sheet against which nothing can be said."""
    return {
        "name": "招商经费",
        "code": "13073027P00045710001F",
        "purpose": "用于外出招商和接待客商，共14万元。",
        "budget": {"total": "14.00", "fiscal": "14.00", "other": ""},
        "spending_plan": {"3": "25", "6": "50", "10": "75", "12": "100"},
        "goals": ["全年接待客商10批次以上，签约项目6个"],
        "indicators": [
            row("产出指标", "数量指标", "接待客商批次", "≥10批次", "全年接待来访客商的批次"),
            row("产出指标", "数量指标", "外出招商次数", "≥8次", "由领导带队外出招商的次数"),
            row("产出指标", "质量指标", "签约项目履约率", "≥80%", "签约后按合同开工的项目占比"),
            row("产出指标", "时效指标", "经费支付及时率", "≥95%", "按合同约定时间支付的比例"),
            row("产出指标", "成本指标", "招商经费总额", "≤14万元", "外出招商和接待的全部支出"),
            row("效益指标", "经济效益指标", "签约项目数", "≥6个", "全年新签约的主导产业项目"),
            row("满意度指标", "服务对象满意度指标", "客商满意度", "≥90%", "问卷中选满意以上的客商占比"),
        ],
        **changes,
    }


def make_goal(world: World, **changes: Any) -> Goal:
    """A draft of the first unit."""
    preparer = world.people["preparer"]
    content = typed_content(typed_sheet(**changes), world.units[0], None)
    return goal_create(organization=world.units[0], year=world.year, actor=preparer, content=content)


@pytest.fixture
def goal(world: World) -> Goal:
    """A draft without errors."""
    default_chain()
    return make_goal(world)


@pytest.fixture
def department(world: World) -> Goal:
    """A department part that is still blank."""
    return goal_create(
        organization=world.units[0], year=world.year, actor=world.people["preparer"], kind=GoalKind.DEPARTMENT
    )


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, live_server: Any, world: World) -> Iterator[Open]:
    """A function that opens a page as a person, each in a browser of its own."""
    contexts = []

    def show(goal: Goal, person: str = "preparer") -> Any:
        client = Client()
        client.force_login(world.people[person])
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, base_url=live_server.url, locale="zh-CN"
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(reverse("goals:goal", args=[goal.pk]))
        page.wait_for_selector("html[data-ready]")
        return page

    yield show
    problems = [problem for context in contexts for page in context.pages for problem in getattr(page, "problems", ())]
    for context in contexts:
        context.close()
    assert not problems
