"""Everyone's first page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiheng.web.accounts.models import Office
from jiheng.web.accounts.people import person
from jiheng.web.goals.models import GoalState
from jiheng.web.goals.selectors_overview import UnitState, deadlines, own_work, unit_states, writes
from jiheng.web.organizations.selectors import chosen_year, disclosure_due
from jiheng.web.review.policies import has_queue
from jiheng.web.review.selectors import waiting_count

__all__ = ["overview"]

_HOMES = {Office.SYSTEM: "accounts:profile", Office.SECURITY: "accounts:profile", Office.AUDIT: "audit:list"}


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, what came back, what is late; of those who oversee others, how far everybody is."""
    if home := _HOMES.get(Office(person(request).office)):
        return redirect(home)
    year = chosen_year(request)
    if request.GET.get("year") == str(year):
        request.session["year"] = year  # the choice holds on the pages that follow
    units = unit_states(actor=request.user, year=year)
    context = {
        "work": own_work(actor=request.user, year=year),
        "writes": list(writes(request.user, year)),
        "deadlines": deadlines(year),
        "disclosure_due": disclosure_due(year),
        "has_queue": has_queue(request.user, year),
        "waiting": waiting_count(request.user, year),
        "units": units,
        "bars": _bars(units),
        "nothing_begun": [unit for unit in units if not unit.total],
    }
    return render(request, "goals/overview.html", context)


def _bars(units: list[UnitState]) -> list[dict[str, Any]]:
    """How many project tables are in each state, as shares of the longest bar."""
    counts = {state: sum(unit.counts[state.value] for unit in units) for state in GoalState}
    most = max(counts.values(), default=0)
    return [
        {"state": state.value, "name": state.label, "count": count, "share": round(100 * count / most) if most else 0}
        for state, count in counts.items()
    ]
