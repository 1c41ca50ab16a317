"""The numbers in the side bar: kept for some seconds, counted anew for whoever did something."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.web.factories import World

from jiheng.web.goals.models import GoalState
from jiheng.web.goals.services import goal_create

Browser = Callable[[str], Client]


def _count(browser: Client) -> str:
    """What stands beside 待办."""
    bar = browser.get("/goals/").content.decode().partition('aria-label="功能"')[2].partition("</nav>")[0]
    first = bar.partition("</a>")[0]
    return first.partition('class="count">')[2].partition("<")[0]


def test_what_others_did_shows_a_little_later(world: World, signed_in: Browser, settings: Any) -> None:
    settings.WAITING_FRESH = 20
    browser = signed_in("preparer")
    goal = goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    assert _count(browser) == ""
    type(goal).objects.filter(pk=goal.pk).update(state=GoalState.RETURNED)
    assert _count(browser) == ""
    settings.WAITING_FRESH = 0  # as if the time were over
    assert _count(browser) == "1"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_number_that_is_to_be_renewed(world: World, signed_in: Browser, settings: Any) -> None:
    settings.WAITING_FRESH = 2
    browser = signed_in("preparer")
    goal = goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    assert _count(browser) == ""
    type(goal).objects.filter(pk=goal.pk).update(state=GoalState.RETURNED)
    time.sleep(2.1)
    settings.WAITING_FRESH = 1000  # what is counted now is kept
    assert _count(browser) == ""
    end = time.monotonic() + 1.5
    while _count(browser) == "" and time.monotonic() < end:
        time.sleep(0.05)
    assert _count(browser) == "1"


def test_what_one_does_oneself_shows_at_once(world: World, signed_in: Browser, settings: Any) -> None:
    settings.WAITING_FRESH = 20
    browser = signed_in("preparer")
    goal = goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    assert _count(browser) == ""
    type(goal).objects.filter(pk=goal.pk).update(state=GoalState.RETURNED)
    browser.post("/goals/new/", {"unknown": "form"})  # something that is no mere question
    assert _count(browser) == "1"


def test_nobody_sees_the_numbers_of_others(world: World, client: Client, settings: Any) -> None:
    settings.WAITING_FRESH = 20
    goal = goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    type(goal).objects.filter(pk=goal.pk).update(state=GoalState.RETURNED)
    client.force_login(world.people["preparer"])
    assert _count(client) == "1"
    client.force_login(world.people["performance_office"])
    assert _count(client) == ""
