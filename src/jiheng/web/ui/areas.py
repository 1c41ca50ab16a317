"""The areas of the site, as the side bar lists them; each area registers itself in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise

from jiheng.web.accounts.people import Actor
from jiheng.web.ui.addresses import reverse
from jiheng.web.ui.waiting import kept

__all__ = ["Area", "area_at", "areas_for", "register_area"]


class Area(NamedTuple):
    """An entry of the side bar.

    Attributes:
        order: from top to bottom; name: lazily translated.
        url: name of its first page.
        visible: whether a person has use of it in a year.
        waiting: how many things wait there for the person; 0 shows nothing.
    """

    order: int
    name: str | Promise
    url: str
    visible: Callable[[Actor, int], bool]
    waiting: Callable[[Actor, int], int] | None = None


_AREAS: dict[str, Area] = {}


def register_area(area: Area) -> None:
    """Add an area; the same address again replaces it."""
    _AREAS[area.url] = area


def area_at(path: str) -> str:
    """The address of the area that a page belongs to: the longest that the page's begins with, empty for none."""
    addresses = [reverse(area.url) for area in _AREAS.values()]
    inner = [each for each in addresses if each != get_script_prefix()]  # every page is below the first one
    return max(filter(path.startswith, inner), key=len, default="")


def areas_for(request: HttpRequest, year: int) -> list[tuple[Area, int]]:
    """The areas that the person has use of, with counts."""
    actor = request.user
    shown = [area for area in sorted(_AREAS.values()) if area.visible(actor, year)]
    counts = kept(request, year, lambda: {area.url: area.waiting(actor, year) for area in shown if area.waiting})
    return [(area, counts.get(area.url, 0)) for area in shown]
