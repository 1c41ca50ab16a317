"""One fiscal year in real browsers, on a site whose clock goes through it, with one project that fails in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command  # noqa: F401
from tests.web.clock import moved_clock
from tests.web.factories import YEAR, make_world
from tests.web.goals.browser import CHROMIUM, needs_browser
from tests.web.journey import chromium
from tests.web.year_journey import Year
from tests.web.year_office import FAILING, PROJECTS

from jiheng import engine
from jiheng.web.review.services import default_chain

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]


@pytest.fixture
def year(live_server: Any) -> Iterator[Year]:
    """The office on a morning in November, before anybody came in."""
    with moved_clock(date(YEAR - 1, 11, 3)) as clock, chromium(CHROMIUM) as browser:
        world = make_world()
        default_chain()
        default_chain(subject="self_evaluation")
        yield Year(browser, live_server.url, world, clock)


def test_a_year_goes_by(year: Year, tmp_path: Path) -> None:
    year.live(tmp_path)
    assert year.problems == []
