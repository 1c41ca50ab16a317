"""The people of an office at their browsers, day after day: the clock, the night's work, what a chain of reviewers does."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client
from tests.web.clock import Clock
from tests.web.factories import World
from tests.web.year_office import FAILING, Office

from jiheng.web.notices.jobs import run_due

__all__ = ["Desks", "Look", "do_not_look"]

# The driver of the browser runs an event loop in this thread; Django would not touch the database beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_PATIENCE = 15_000  # milliseconds until a step counts as failed; one core may be busy
_SCREEN = {"width": 1366, "height": 768}
Look = Callable[[Any, str], None]


def do_not_look(page: Any, name: str) -> None:
    """Nobody takes pictures."""


class Desks:
    """The people of the world, each with a browser of their own, on a site in this process whose clock is moved.

    Attributes:
        problems: errors of scripts on any page.
    """

    def __init__(self, browser: Any, address: str, world: World, clock: Clock, *, look: Look = do_not_look) -> None:
        self.world, self.clock, self.look = world, clock, look
        self.office = Office(world)
        self.problems: list[str] = []
        self._browser, self._address = browser, address
        self._pages: dict[str, Any] = {}

    def leave(self) -> None:
        """The last one goes: what was opened beside the driver's loop nobody else can close."""
        connections.close_all()

    def on(self, day: date, paid: tuple[int, ...] = ()) -> None:
        """Another morning: what was paid for the others is known, the night's work is done, everybody signs in anew."""
        self.clock.set(day)
        self.office.spend_others(*paid)
        run_due()
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    def person(self, name: str) -> Any:
        """The page that somebody has open on that day."""
        if name not in self._pages:
            client = Client()
            client.force_login(self.world.people[name])
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context = self._browser.new_context(
                viewport=_SCREEN, base_url=self._address, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            context.set_default_timeout(_PATIENCE)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self._address}])
            page = self._pages[name] = context.new_page()
            page.on("pageerror", lambda error: self.problems.append(str(error)))
            page.on("dialog", lambda dialog: dialog.accept())
        return self._pages[name]

    def _approved(self, subject: str, pk: int, look: str = "") -> None:
        """The chain agrees, the last one in a browser."""
        page = self.person(self.office.agree(subject, pk, all_but_last=True))
        page.goto("/review/")
        page.locator("table.queue a", has_text=FAILING.name).first.click()
        page.fill("#id_opinion", "同意。")
        if page.locator("#id_override").count():
            page.fill("#id_override", "已核对，理由成立。")
        if look:
            self.look(page, look)
        page.click("#decision button[value=approve]")
        page.wait_for_selector(".messages .success")
