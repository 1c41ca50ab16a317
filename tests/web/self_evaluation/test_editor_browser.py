"""The editor in a real browser: scores while one types, their explanation, saving by itself, a colleague, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.web.factories import World
from tests.web.goals.browser import CHROMIUM, needs_browser, saved
from tests.web.self_evaluation.conftest import ANSWERS, ROWS
from tests.web.self_evaluation.conftest import saved as stored

from jiheng.web.attachments.models import Attachment
from jiheng.web.self_evaluation.models import SelfEvaluation

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]

WORDS = ("效益指标", "社会效益指标", "营商环境", "明显改善")


@pytest.fixture
def item(begun: Callable[..., SelfEvaluation]) -> SelfEvaluation:
    """A self-evaluation with an indicator that is judged in words."""
    return begun(*ROWS, WORDS)


@pytest.fixture
def page(world: World, item: SelfEvaluation, live_server: Any) -> Iterator[Any]:
    """Its page, signed in as its preparer."""
    from playwright.sync_api import sync_playwright

    client = Client()
    client.force_login(world.people["preparer"])
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        opened = context.new_page()
        trouble: list[str] = []
        opened.on("pageerror", lambda error: trouble.append(str(error)))
        opened.goto(live_server.url + reverse("self_evaluation:item", args=[item.pk]))
        opened.wait_for_selector("html[data-ready]")
        yield opened
        assert trouble == []
        browser.close()


def _field(page: Any, row: int, name: str) -> Any:
    return page.locator(f'[data-path="indicators[{row}].{name}"]')


def _score(page: Any, row: int) -> Any:
    return page.locator(f'#grid tr[data-index="{row}"] .score')


def test_scores_follow_what_is_typed_and_explain_themselves(page: Any, item: SelfEvaluation) -> None:
    for row, text in enumerate(("7批次", *ANSWERS[1:], "有所改善")):
        _field(page, row, "actual").fill(text)
    page.locator("#grid tr[data-index='4'] .verdict").wait_for()
    page.locator('[data-path="indicators[4].achievement"]').select_option("partly")
    page.locator(".band", has_text="可评 9–11.99 分").wait_for()
    _field(page, 4, "given").fill("11.50")
    _field(page, 4, "reason").fill("办件时限仍偏长")
    page.locator('[data-path="actual_goals"]').fill("全部完成")
    page.locator("#total", has_text="89").wait_for()
    assert page.locator("#grade").inner_text() == "良"
    _score(page, 0).locator("summary").click()
    assert "25 × 7 ÷ 10 = 17.50" in _score(page, 0).locator(".why").inner_text()
    page.keyboard.press("Escape")
    assert not _score(page, 0).evaluate("box => box.open")
    page.locator("#findings button", has_text="接待客商批次").click()
    assert page.evaluate("document.activeElement.dataset.path") == "indicators[0].reason"
    page.keyboard.type("三批客商改期")
    page.locator("#check-bar", has_text="可以提交").wait_for()
    saved(page)
    item.refresh_from_db()
    assert (str(item.total), item.errors) == ("89.00", 0)


def test_what_does_not_apply_gives_its_points_away(page: Any, item: SelfEvaluation) -> None:
    page.locator("#grid tr[data-index='0'] .row-more summary").click()
    page.locator("[data-flag=is_void][data-row='0']").check()
    _field(page, 0, "void_reason").fill("当年没有接待任务")
    _field(page, 1, "actual").fill(ANSWERS[1])
    _score(page, 1).locator("b", has_text="50").wait_for()
    saved(page)
    item.refresh_from_db()
    assert item.content["indicators"][0]["is_void"] is True
    page.locator("[data-flag=is_void][data-row='0']").uncheck()
    page.keyboard.press("Control+z")
    assert page.locator("[data-flag=is_void][data-row='0']").is_checked(), "a step is taken back"


def test_a_colleagues_changes_are_merged(page: Any, item: SelfEvaluation, world: World) -> None:
    stored(world, item, "11批次", "", "", "", "", actual_goals="")
    _field(page, 1, "actual").fill("85.5%")
    page.locator("#merged").wait_for()
    saved(page)
    item.refresh_from_db()
    assert [row["actual"] for row in item.content["indicators"][:2]] == ["11批次", "85.5%"]
    assert _field(page, 0, "actual").input_value() == "11批次"


def test_evidence_is_kept_at_its_indicator(page: Any, item: SelfEvaluation) -> None:
    page.locator("#grid tr[data-index='0'] .row-more summary").click()
    row = page.locator("#grid tr[data-index='0'] .evidence")
    row.locator("input[type=file]").set_input_files(
        {"name": "台账.txt", "mimeType": "text/plain", "buffer": "十二批".encode()}
    )
    row.locator("button", has_text="上传").click()
    row.locator("a", has_text="台账.txt").wait_for()
    kept = Attachment.objects.get(owner="self_evaluation", owner_id=item.pk)
    assert (kept.anchor, kept.name) == ("indicators[0]", "台账.txt")
