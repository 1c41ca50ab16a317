"""In a real browser nothing that somebody stored runs: not in the lists, the editor, the review, nor on the public pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from tests.web.goals.browser import CHROMIUM, needs_browser
from tests.web.hostile.stored import spoil
from tests.web.hostile.texts import MARK, TEXTS
from tests.web.hostile.town import Town, make_town

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


@pytest.fixture
def spoilt() -> Town:
    """As everybody left it; made before the browser: the thread in which that runs has no database."""
    town = make_town()
    spoil(town, texts=[TEXTS[key] for key in ("script", "image", "attribute", "drawing", "closing", "comment", "link")])
    return town


@pytest.fixture
def browser(spoilt: Town) -> Iterator[Any]:  # noqa: ARG001 - see there
    """Without windows."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()
        connections.close_all()


def test_nothing_that_was_stored_runs(spoilt: Town, browser: Any, live_server: Any) -> None:
    draft, run = spoilt.draft.pk, spoilt.returned
    code, year, number = spoilt.public.organization.code, spoilt.public.year, spoilt.public.number
    pages = {
        "preparer": [
            "/goals/", reverse("goals:goal", args=[draft]), reverse("goals:print", args=[draft]),
            reverse("goals:goal", args=[spoilt.department.pk]), reverse("goals:submit", args=[draft]),
        ],
        "finance_reviewer": ["/review/?state=done", reverse("review:run", args=[run.pk if run else 0])],
        "system": ["/organizations/", "/organizations/people/"],
        "audit": ["/audit/"],
        "": [
            "/public/?q=script", reverse("disclosure:organization", args=[code]), reverse("disclosure:document", args=[code, year, number]),
            reverse("disclosure:project", args=[code, year, number, 2]),
        ],
    }  # fmt: skip
    said: list[str] = []
    for person, addresses in pages.items():
        page = _window(browser, live_server.url, spoilt.sessions.get(person, ""))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.expose_function(MARK, lambda: said.append("it ran"))
        page.on("console", lambda message: _refused_script(message, said))
        for address in addresses:
            answer = page.goto(f"{live_server.url}{address}")
            assert answer.status == 200, address
            page.wait_for_timeout(150)
            assert MARK in page.content(), address
            assert page.evaluate(_ALIVE) == [], address
        page.context.close()
    assert said == []


# Elements and attributes that would run, or that only a hostile text could have made.
_ALIVE = """() => [...document.querySelectorAll("*")].filter((each) =>
    each.localName.includes("hq7z") || each.getAttributeNames().some((name) => name.startsWith("on") || name.includes("hq7z"))
    || /^\\s*(javascript|data:text)/i.test(each.getAttribute("href") ?? each.getAttribute("src") ?? "")
).map((each) => each.outerHTML.slice(0, 200))"""


def _window(browser: Any, address: str, session: str) -> Any:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context.new_page()


def _refused_script(message: Any, said: list[str]) -> None:
    """The policy stops what is inline: then it was there, and only the second wall held."""
    if message.type == "error" and "script" in message.text and "Content Security Policy" in message.text:
        said.append(message.text)
