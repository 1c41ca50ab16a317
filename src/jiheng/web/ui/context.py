"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jiheng.web.organizations.selectors import chosen_year, own_organizations, years
from jiheng.web.ui.areas import area_at, areas_for

__all__ = ["frame"]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Year, organizations and areas of a person who has signed in; nothing is asked of the database otherwise."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    year = SimpleLazyObject(lambda: chosen_year(request))
    return {
        "year": year,
        "years": SimpleLazyObject(years),
        "own_organizations": SimpleLazyObject(lambda: own_organizations(request.user, chosen_year(request))),
        "areas": SimpleLazyObject(lambda: areas_for(request.user, chosen_year(request))),
        "here": area_at(request.path),
    }
