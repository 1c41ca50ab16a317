"""The queue and the page of a submission in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from tests.web.factories import World
from tests.web.review.conftest import approve_until, open_task

from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Comment, StepState, Task

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser here"),
]


@pytest.fixture
def page_of(world: World, live_server, monkeypatch) -> Iterator[Callable[[str], object]]:
    """A function that opens a browser window for a person."""
    # The browser's own event loop runs in this thread; the database is not used from it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with playwright.sync_playwright() as start:
        browser = start.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])

        def window(name: str) -> object:
            client = Client()
            client.force_login(world.people[name])
            context = browser.new_context(
                base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
            )
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
            return context.new_page()

        yield window
        browser.close()
        connections.close_all()  # while a loop runs, Django keeps a connection of its own for it


def test_a_reviewer_needs_no_mouse(page_of, submit):
    submit(1)
    submit(2)
    page = page_of("unit_leader")
    page.goto("/review/?sort=title")
    for key in "jja":
        page.keyboard.press(key)
    page.click("text=确认通过")
    page.wait_for_url("**/review/?sort=title")
    assert list(Task.objects.filter(state=StepState.APPROVED).values_list("run__subject_id", flat=True)) == [2]

    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url("**#id_opinion")
    page.keyboard.type("写明批次")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("button[value=return]")
    page.wait_for_url("**/review/?sort=title")
    assert Task.objects.get(state=StepState.RETURNED).opinion == "写明批次"


def test_a_comment_goes_to_the_chosen_cell_and_the_grades_decide_the_buttons(page_of, world, submit):
    run = submit()
    approve_until(run, world, Role.FINANCE_REVIEWER)
    page = page_of("finance_reviewer")
    page.goto(f"/review/runs/{run.pk}/")

    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("写全称")
    page.click("text=添加批注")
    page.wait_for_selector("ul.comments >> text=写全称")
    assert Comment.objects.get().anchor == "name"
    assert page.locator("#sheet .noted").count() == 1

    def enabled() -> list[str]:
        buttons = page.locator("#decision button[data-allowed]:not(:disabled)")
        return [button.get_attribute("value") for button in buttons.all()]

    for quality in ("completeness", "relevance", "appropriateness", "feasibility"):
        assert "approve" not in enabled()
        page.check(f"input[name={quality}][value=good]", force=True)
    assert enabled() == ["approve", "return"]
    page.check("input[name=relevance][value=fair]", force=True)
    assert enabled() == ["return"]
    page.check("input[name=relevance][value=poor]", force=True)
    assert enabled() == ["stop"]
    assert open_task(run).state == StepState.OPEN
