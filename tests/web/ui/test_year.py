"""The year in the head of every page."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from tests.web.factories import World

from jiheng.web.goals.services import goal_create
from jiheng.web.organizations.models import Cycle

SignedIn = Callable[[str], Client]


def year_of(page: str) -> str:
    found = re.search(r"<option selected>(\d+)</option>", page)
    assert found
    return found[1]


def text(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_year_chosen_anywhere_holds_everywhere(signed_in: SignedIn, world: World) -> None:
    Cycle.objects.create(year=world.year - 1)
    browser = signed_in("performance_office")
    for page in ("/", "/goals/", "/review/", "/review/runs/", "/disclosure/", "/organizations/years/"):
        assert year_of(text(browser, page)) == str(world.year)
        assert year_of(text(browser, f"{page}?year={world.year - 1}")) == str(world.year - 1)
        assert year_of(text(browser, "/goals/")) == str(world.year - 1), page
        text(browser, f"{page}?year={world.year}")


def test_a_year_that_there_is_not_changes_nothing(signed_in: SignedIn, world: World) -> None:
    browser = signed_in("performance_office")
    for wrong in ("1999", "x", "", "9" * 400, "２０２７"):
        assert year_of(text(browser, f"/goals/?year={wrong}")) == str(world.year)
    assert "year" not in browser.session


def test_the_filter_stays_when_the_year_changes(signed_in: SignedIn) -> None:
    page = text(signed_in("performance_office"), "/goals/?state=submitted&text=招商&page=3")
    head = page.partition("</header>")[0]
    assert '<input type="hidden" name="text" value="招商">' in head
    assert '<input type="hidden" name="state" value="submitted">' in head
    assert 'name="page"' not in head


def test_the_page_of_a_goal_shows_its_own_year_and_leads_to_the_list_of_another(
    signed_in: SignedIn, world: World
) -> None:
    Cycle.objects.create(year=world.year - 1)
    old = goal_create(organization=world.units[0], year=world.year - 1, actor=world.people["preparer"])
    page = text(signed_in("preparer"), f"/goals/{old.pk}/versions/")
    assert year_of(page) == str(world.year - 1)
    assert '<form class="year" method="get" action="/goals/">' in page


def test_administrators_have_no_year(signed_in: SignedIn) -> None:
    assert 'class="year"' not in text(signed_in("system"), "/organizations/")
