"""Pages of long lists: together they are the list, whichever way they are made."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from tests.web.factories import World

from jiheng.web.goals.models import Goal
from jiheng.web.ui.paging import ByOrganization, KeysFirst, pages_of

_SIZES = [1, 2, 3, 5, 7, 50]


@pytest.fixture
def goals(world: World) -> QuerySet[Goal]:
    """Of four units 3, 0, 5 and 1 tables, entered in turn."""
    author = world.people["preparer"]
    counts = dict(zip(world.units, (3, 0, 5, 1), strict=True))
    for number in range(5):
        for unit, count in counts.items():
            if number < count:
                Goal.objects.create(
                    organization=unit, year=world.year, content={}, name=f"{9 - number}", created_by=author,
                    changed_by=author,
                )  # fmt: skip
    return Goal.objects.filter(year=world.year).select_related("organization").defer("content")


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("order", [("organization__code", "name"), ("organization__code", "-pk"), ("name", "-pk")])
def test_the_pages_are_the_list(goals: QuerySet[Goal], size: int, order: tuple[str, ...]) -> None:
    found = goals.order_by(*order)
    pages = pages_of(found, size)
    assert pages.count == 9
    assert [goal.pk for number in pages.page_range for goal in pages.page(number)] == [goal.pk for goal in found]


def test_a_page_that_is_not_there_is_the_last_one(goals: QuerySet[Goal]) -> None:
    pages = pages_of(goals, 2)
    assert [len(pages.get_page(number)) for number in ("", "5", "6", "x")] == [2, 1, 1, 2]


def test_an_empty_list_has_an_empty_page(goals: QuerySet[Goal]) -> None:
    page = pages_of(goals.filter(name="?"), 2).get_page("1")
    assert (page.paginator.count, list(page)) == (0, [])


def test_the_way_follows_the_order(goals: QuerySet[Goal]) -> None:
    """The usual order of the table counts as well; descending codes are another order."""
    assert isinstance(pages_of(goals, 2), ByOrganization)
    assert isinstance(pages_of(goals.order_by("organization__code"), 2), ByOrganization)
    assert isinstance(pages_of(goals.order_by("-organization__code"), 2), KeysFirst)
