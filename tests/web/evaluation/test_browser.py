"""The sheets in a real browser: sums follow what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.web.evaluation.cases import evaluation_of, expert
from tests.web.factories import World
from tests.web.goals.browser import CHROMIUM, needs_browser

from jiheng.web.evaluation.models import Assignment, State

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _opened(chromium: Any, live_server: Any, person: Any, address: str) -> Any:
    client = Client()
    client.force_login(person)
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url + address)
    return page


def test_the_weights_of_the_rows_that_stay_are_added_up(chromium: Any, live_server: Any, world: World) -> None:
    evaluation = evaluation_of(world)
    address = reverse("evaluation:frame", args=[evaluation.pk])
    page = _opened(chromium, live_server, world.people["performance_office"], address)
    page.fill("[name=row-0-weight]", "5.5")
    assert page.inner_text("#weight-sum") == "102.5"
    assert page.get_attribute("#weight-sum", "class") == "is-error"
    page.check("[name=row-1-away]")
    page.fill("[name=row-0-weight]", "5")
    assert page.inner_text("#weight-sum") == "100"
    assert page.get_attribute("#weight-sum", "class") == "is-good"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.context.close()


def test_an_expert_scores_with_the_keyboard_and_hands_in(chromium: Any, live_server: Any, world: World) -> None:
    evaluation = evaluation_of(world, state=State.SCORING, experts=1)
    page = _opened(chromium, live_server, expert(world), reverse("evaluation:score", args=[evaluation.pk]))
    fields = page.locator("[data-score]")
    fields.first.focus()
    for number, row in enumerate(evaluation.frame):
        page.keyboard.type("1.5" if number == 0 else row["weight"])
        page.keyboard.press("Tab")
        page.keyboard.type("缺少批复文件" if number == 0 else "")
        page.keyboard.press("Tab")
        if number + 1 < len(evaluation.frame) and not fields.nth(number + 1).evaluate(
            "e => e === document.activeElement"
        ):
            page.keyboard.press("Tab")  # past the sum that shows how the value came about
    assert page.inner_text("#score-sum") == "98.50"
    with page.expect_navigation():
        page.locator("[name=hand-in]").click()
    handed_in = Assignment.objects.get(user=expert(world))
    assert handed_in.handed_in_at is not None
    assert handed_in.scores[evaluation.frame[0]["id"]] == {"score": "1.5", "reason": "缺少批复文件"}
    page.context.close()
