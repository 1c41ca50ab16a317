"""Typing money in a real browser: it saves itself, moves with the keyboard, takes a block, shows a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.execution.money import approved
from tests.web.goals.browser import CHROMIUM, needs_browser, paste

from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.services import movement_set

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Begun before the database is touched: inside its loop Django has connections of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, live_server: Any, world: Any) -> Iterator[Any]:
    """The page of an approved project, as its preparer sees it."""
    goal = approved(world)
    client = Client()
    client.force_login(world.people["preparer"])
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    shown = context.new_page()
    shown.goal, shown.problems = goal, []
    shown.on("pageerror", lambda error: shown.problems.append(str(error)))
    shown.goto(reverse("execution:project", args=[goal.pk]))
    yield shown
    context.close()
    assert shown.problems == []


def box(page: Any, kind: str, month: int, source: str = "fiscal") -> Any:
    return page.locator(f'input[data-kind="{kind}"][data-source="{source}"][data-month="{month}"]')


def saved(page: Any) -> None:
    page.wait_for_function(
        "() => !document.querySelector('.saving') && document.getElementById('grid-state').textContent"
    )


def stored() -> dict[tuple[str, int], Decimal]:
    return {(each.source, each.on.month): each.amount for each in Movement.objects.filter(kind="spent")}


def test_amounts_are_typed_moved_through_and_pasted(page: Any) -> None:
    box(page, "spent", 1).click()
    page.keyboard.type("1,234.5")
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    page.wait_for_function("() => !document.querySelector('.saving')")  # the amount above is stored meanwhile
    assert "最多 6 位小数" in page.locator("#grid-state").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    paste(page, "3\t0.5\n4\t-1\n")
    saved(page)
    assert stored() == {("fiscal", 1): Decimal("1234.5"), ("fiscal", 3): 3, ("other", 3): Decimal("0.5"),
                        ("fiscal", 4): 4, ("other", 4): -1}  # fmt: skip
    assert "1,241.00" in page.locator("#sums").inner_text()
    box(page, "spent", 4, "other").fill("")
    page.keyboard.press("ArrowUp")
    saved(page)
    assert ("other", 4) not in stored()


def test_a_colleague_who_was_quicker_is_not_overwritten(page: Any, world: Any) -> None:
    movement_set(
        goal=page.goal, kind=MovementKind.SPENT, source=Source.FISCAL, month=2, amount=Decimal(7),
        actor=world.people["unit_leader"],
    )  # fmt: skip
    box(page, "spent", 2).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    page.wait_for_selector("td.wrong")
    assert "刚刚被别人改过" in page.locator("#grid-state").inner_text()
    assert stored() == {("fiscal", 2): 7}
    cell = box(page, "spent", 2)
    assert "7" in (cell.locator("..").get_attribute("title") or "")
    cell.click()
    cell.fill("9.5")
    page.keyboard.press("Enter")
    page.wait_for_selector("td.wrong", state="detached")
    saved(page)
    assert stored() == {("fiscal", 2): Decimal("9.5")}
