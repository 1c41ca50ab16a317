"""The numbers of a city are kept for a while: for whoever has the same roles, and for nobody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from tests.web.factories import World, give_role, make_person
from tests.web.monitoring.rounds import project

from jiheng.web.accounts.models import User
from jiheng.web.analytics import counted
from jiheng.web.analytics.counted import Numbers, numbers_of
from jiheng.web.analytics.scopes import scope_of
from jiheng.web.organizations.models import Role
from jiheng.web.organizations.policies import reach_of


@pytest.fixture
def look(world: World, settings: Any) -> Iterator[Any]:
    """Looks as a person does; whatever was counted is kept."""
    settings.ANALYTICS_KEPT = 1_000_000
    cache.clear()

    def numbers(person: User, code: str = "") -> Numbers:
        again = User.objects.get(pk=person.pk)  # as another request sees them
        return numbers_of(scope_of(actor=again, year=world.year, code=code))

    yield numbers
    cache.clear()


def _colleague(world: World, *, year: int | None = None) -> User:
    person = make_person("colleague")
    give_role(person, world.bureau, Role.PERFORMANCE_OFFICE, year=year)
    return person


def test_colleagues_of_one_office_share_a_count(world: World, look: Any) -> None:
    first = look(world.people["performance_office"])
    assert look(_colleague(world)).at == first.at
    assert look(world.people["performance_office"], world.departments[0].code).at > first.at


def test_each_role_has_its_own(world: World, look: Any) -> None:
    project(world, unit=-1)
    assert sum(each.projects for each in look(world.people["performance_office"]).spending.values()) == 1
    for name in ("department_reviewer", "finance_reviewer", "preparer"):
        assert look(world.people[name]).spending == {}, name


def test_who_lost_a_role_sees_nothing_of_it(world: World, look: Any) -> None:
    person = _colleague(world)
    give_role(person, world.units[0], Role.PREPARER)
    project(world, unit=-1)
    assert look(person).spending
    person.memberships.filter(role=Role.PERFORMANCE_OFFICE).delete()
    assert look(person).spending == {}


def test_a_role_of_one_year_is_another_reach(world: World) -> None:
    always, once = world.people["performance_office"], _colleague(world, year=world.year)
    assert reach_of(always, [world.year]) == reach_of(once, [world.year])
    assert reach_of(always, [world.year - 1, world.year]) != reach_of(once, [world.year - 1, world.year])
    assert reach_of(world.people["system"], [world.year]) != reach_of(always, [world.year])


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_count_that_is_to_be_renewed(
    look: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    by: list[bool] = []
    count = counted._counted

    def heard(scope: Any) -> Numbers:
        by.append(threading.current_thread() is threading.main_thread())
        return count(scope)

    monkeypatch.setattr(counted, "_counted", heard)
    monkeypatch.setattr(counted, "_LONGEST", 3)
    first = look(world.people["performance_office"])
    assert look(world.people["performance_office"]).at == first.at
    time.sleep(3.1)  # no longer fresh, still there
    assert look(world.people["performance_office"]).at == first.at
    end = time.monotonic() + 2.5
    while look(world.people["performance_office"]).at == first.at and time.monotonic() < end:
        time.sleep(0.05)
    assert look(world.people["performance_office"]).at > first.at
    assert by == [True, False]
