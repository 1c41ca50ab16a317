"""The digest that the page works out in the visitor's browser is the one that was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer
from tests.web.disclosure.approved import published_of
from tests.web.factories import make_world

sync_api = pytest.importorskip("playwright.sync_api")
_CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.skipif(not _CHROMIUM.exists(), reason="no browser"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Of a site with something public; made before the browser: the thread in which that runs has no database."""
    published_of(make_world())
    return str(live_server.url)


@pytest.fixture
def page(address: str) -> Iterator[Any]:  # noqa: ARG001 - see there
    """A page of a real browser."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox"])
        yield browser.new_page(locale="zh-CN", viewport={"width": 390, "height": 844})
        browser.close()


def test_a_visitor_finds_saves_and_verifies_the_word_file(address: str, page: Any, tmp_path: Path) -> None:
    page.goto(f"{address}/public/")
    page.fill("#q", "招商")
    page.keyboard.press("Enter")
    page.click("text=招商经费")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    with page.expect_download() as saving:
        page.click("a:has-text('Word')")
    saved = tmp_path / saving.value.suggested_filename
    saving.value.save_as(saved)
    page.goto(f"{address}/public/verify/")
    page.set_input_files("#file", saved)
    page.wait_for_selector("text=✓ 对上了")
    page.set_input_files("#file", {"name": "x", "mimeType": "text/plain", "buffer": b"abc"})
    page.wait_for_selector("text=没有对上")
    assert page.input_value("#digest") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
