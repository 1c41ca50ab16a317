"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jiheng.web.organizations.selectors import chosen_year, known_years, own_organizations
from jiheng.web.ui.areas import area_at, areas_for

__all__ = ["frame"]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Year, organizations and areas of a person who has signed in; nothing is asked of the database otherwise."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    year = SimpleLazyObject(lambda: chosen_year(request))
    here = area_at(request.path)
    if "year" in request.GET:
        _remember(request)
    return {
        "year": year,
        "years": SimpleLazyObject(lambda: known_years(request)),
        "own_organizations": SimpleLazyObject(lambda: own_organizations(request.user, chosen_year(request))),
        "areas": SimpleLazyObject(lambda: areas_for(request, chosen_year(request))),
        "here": here,
        # The three administrators have to do with no budget; a page about one thing leads to the list of another year.
        "has_years": not getattr(request.user, "office", ""),
        "year_target": here if request.resolver_match and request.resolver_match.kwargs else "",
    }


def _remember(request: HttpRequest) -> None:
    """A year that was chosen on one page holds on all that follow."""
    year = chosen_year(request)
    if request.GET["year"] == str(year) and request.session.get("year") != year:
        request.session["year"] = year
