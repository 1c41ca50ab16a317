"""The page of a report in a real browser: lights while one types, saving by itself, what is missing, handing in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.web.factories import World
from tests.web.goals.browser import CHROMIUM, needs_browser, saved
from tests.web.monitoring.rounds import complete, handed_out, write

from jiheng.web.monitoring.models import Report

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


@pytest.fixture
def report(world: World) -> Report:
    """A report in which only the first indicator is open."""
    made = Report.objects.select_related("organization", "round", "goal").get(pk=handed_out(world).pk)
    answers = complete(made)
    answers["indicators"][0] |= {"actual": "", "possibility": ""}
    return write(made, answers, world.people["preparer"])


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for all tests: what Django asks the database beside its loop ends with the test, not with the loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, world: World, report: Report, live_server: Any) -> Iterator[Any]:
    """The page of the report, signed in as its preparer."""
    client = Client()
    client.force_login(world.people["preparer"])
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.goto(live_server.url + reverse("monitoring:report", args=[report.pk]))
    opened.wait_for_selector("html[data-ready]")
    yield opened
    context.close()
    assert trouble == []


def test_a_light_turns_red_asks_why_and_is_handed_in_with_its_reason(page: Any, report: Report) -> None:
    first = page.locator('tbody[data-row="0"]')
    assert page.locator("#check-bar").inner_text() == "▲ 还有 2 处没有填"
    page.locator("#submit-form button").click()
    assert page.evaluate("document.activeElement.dataset.path") == "indicators[0].actual", "it leads to what is missing"
    page.keyboard.type("2次")
    first.locator(".light-red").wait_for()
    assert "只完成 2次" in first.locator(".sentence").inner_text()
    assert first.locator(".why").is_visible(), "it asks why by itself"
    first.locator('select[data-path$="possibility"]').select_option("possible")
    first.locator('[data-ticks$="reasons"][value="funding"]').check()
    first.locator('[data-ticks$="finer"][value="资金未到位"]').check()
    first.locator('[data-path$="explanation"]').fill("经费未到")
    first.locator('[data-path$="remark"]').fill("催拨")
    page.locator("#check-bar.is-good").wait_for()
    saved(page)
    page.locator("#submit-form button").click()
    page.locator(".state-submitted").wait_for()
    row = Report.objects.get(pk=report.pk).versions.get().content["indicators"][0]
    assert (row["actual"], row["reasons"], row["finer"], row["remark"]) == ("2次", "funding", "资金未到位", "催拨")


def test_a_kind_corrected_by_hand_changes_light_and_field(page: Any) -> None:
    first = page.locator('tbody[data-row="0"]')
    first.locator("[data-why]").click()
    first.locator('select[data-path$="course"]').select_option("quality")
    verdict = first.locator('select[data-path$="achievement"]')
    verdict.select_option("missed")
    first.locator(".light-red").wait_for()
    saved(page)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert verdict.input_value() == "missed"
