"""Long lists, page by page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet

__all__ = ["ByOrganization", "KeysFirst", "pages_of"]


class KeysFirst(Paginator[Any]):
    """Finds out which keys stand on the page, then reads their rows.

    A database that sorts ten thousand rows to show fifty carries all their columns, also those of joined tables, through
    the sorting; keys alone are sorted in a quarter of the time.
    """

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> Page[Any]:
        """The page, its rows in the order of the whole list."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(self.object_list.filter(pk__in=keys), number, self)


class ByOrganization(Paginator[Any]):
    """Of a list in the order of the organizations' codes: counts the rows of each, then reads those of the page's alone.

    Whoever oversees a city has tens of thousands of rows, which nobody has to sort to know whose rows stand on a page.
    """

    object_list: QuerySet[Any]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Key of each organization and how many rows it has, in the order of the codes."""
        counted = self.object_list.order_by().values("organization").annotate(rows=Count("pk"))
        coded = counted.annotate(first=Min("organization__code")).order_by("first")
        return list(coded.values_list("organization", "rows"))

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return sum(rows for _place, rows in self._places)

    def page(self, number: int | str) -> Page[Any]:
        """The page, its rows in the order of the whole list."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        shown, before, passed = [], 0, 0
        for place, rows in self._places:
            if passed + rows <= first:
                before += rows
            elif passed < first + self.per_page:
                shown.append(place)
            passed += rows
        found = self.object_list.filter(organization__in=shown)
        return Page(found[first - before : first - before + self.per_page], number, self)


def pages_of(found: QuerySet[Any], per_page: int) -> Paginator[Any]:
    """The pages of a list, made in the way that its order allows."""
    order = found.query.order_by or found.model._meta.ordering  # noqa: SLF001 - documented
    if order and order[0] == "organization__code":
        return ByOrganization(found, per_page)
    return KeysFirst(found, per_page)
