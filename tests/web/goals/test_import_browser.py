"""Importing in a real browser: the pages that wait for a file look again by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.factories import World
from tests.web.goals.browser import needs_browser
from tests.web.goals.test_goal_import import EXAMPLE
from tests.web.goals.test_goal_import_files import zipped

from jiheng.web.goals import uploads
from jiheng.web.goals.models import Upload
from jiheng.web.goals.waiting import read_later

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


@pytest.fixture
def page(chromium: Any, live_server: Any, world: World) -> Iterator[Any]:
    """The page on which the preparer brings files."""
    client = Client()
    client.force_login(world.people["preparer"])
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    shown = context.new_page()
    shown.problems = []
    shown.on("pageerror", lambda error: shown.problems.append(str(error)))
    shown.goto(reverse("goals:import"))
    yield shown
    context.close()
    assert shown.problems == []


def test_files_that_wait_are_shown_as_soon_as_they_are_read(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_AT_ONCE", 0.0)
    archive = zipped({"a.docx": EXAMPLE.read_bytes(), "b.txt": b"x"})
    file = {"name": "报送.zip", "mimeType": "application/zip", "buffer": archive}
    page.set_input_files("input[name=file]", files=[file])
    page.click("main form button.primary")
    page.wait_for_selector("#files [role=status]")
    first, second = Upload.objects.order_by("name")
    read_later.call(second.pk)
    page.wait_for_selector("#files .is-error")
    page.click("#files a")
    page.wait_for_selector("#progress progress")
    read_later.call(first.pk)
    page.wait_for_selector("main details.table-part")
    assert "报送.zip › a.docx" in page.inner_text("h1")
