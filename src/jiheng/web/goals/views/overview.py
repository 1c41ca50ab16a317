"""Everyone's first page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.web.accounts.models import Office
from jiheng.web.accounts.people import person
from jiheng.web.goals.forms import HANDED_IN
from jiheng.web.goals.models import GoalState
from jiheng.web.goals.progress_charts import Links, charts_of, phase_at_hand
from jiheng.web.goals.selectors_overview import deadlines, own_work, writes
from jiheng.web.goals.selectors_progress import Progress, handed_in_by_day, progress, waiting_steps
from jiheng.web.organizations.selectors import chosen_year, disclosure_due
from jiheng.web.review.policies import has_queue
from jiheng.web.review.selectors import waiting_count
from jiheng.web.ui.charts import Chart, chart_csv
from jiheng.web.ui.csv_export import Cell, csv_response

__all__ = ["overview", "progress_csv"]

_HOMES = {Office.SYSTEM: "accounts:profile", Office.SECURITY: "accounts:profile", Office.AUDIT: "audit:list"}
_GROUPS = "units"


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, what came back, what is late; of those who oversee others, how far everybody is."""
    actor = person(request)
    if home := _HOMES.get(Office(actor.office)):
        return redirect(home)
    year = chosen_year(request)
    found = _progress(request, year)
    own = list(writes(actor, year))
    context = {
        "work": own_work(organizations=own, year=year),
        "writes": own,
        "deadlines": deadlines(year),
        "disclosure_due": disclosure_due(year),
        "has_queue": has_queue(actor, year),
        "waiting": waiting_count(actor, year),
        "found": found,
        **_shown(found, year),
    }
    return render(request, "goals/overview.html", context)


def _shown(found: Progress, year: int) -> dict[str, Any]:
    """What the part on others needs; nothing for whoever oversees nobody."""
    whole = found.whole
    if whole is None:
        return {}
    links = _links(found, year)
    return {
        "whole": whole,
        "faultless": round(100 * (whole.handed_in - whole.wrong) / whole.handed_in) if whole.handed_in else None,
        "idle": whole.units - whole.begun,
        "groups": [(group, links.group(group)) for group in found.groups],
        "charts": _charts(found, year, links),
        "links": {
            "handed_in": links.goals(state=HANDED_IN),
            "wrong": links.goals(state=HANDED_IN, level="errors"),
            "csv": links.csv(_GROUPS),
        },
    }


def _progress(request: HttpRequest, year: int) -> Progress:
    return progress(actor=person(request), year=year, department=request.GET.get("department", "")[:12])


def _links(found: Progress, year: int) -> Links:
    return Links(year, found.department.code if found.department else "", found.is_by_unit)


def _charts(found: Progress, year: int, links: Links) -> list[Chart]:
    phase = phase_at_hand(deadlines(year), timezone.now())
    return charts_of(found, waiting_steps(found, year), handed_in_by_day(found, year), phase, links)


@login_required
@require_safe
def progress_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The numbers behind a chart of the overview, or the table of departments or units."""
    year = chosen_year(request)
    found = _progress(request, year)
    if not found.groups:
        raise PermissionDenied
    if key == _GROUPS:
        return _groups_csv(found, year)
    chart = next((each for each in _charts(found, year, _links(found, year)) if each.key == key), None)
    if chart is None:
        raise Http404
    return chart_csv(chart)


def _groups_csv(found: Progress, year: int) -> StreamingHttpResponse:
    heading = [
        _("编码"), _("单位") if found.is_by_unit else _("部门"), _("单位数"), _("已开始的单位"),
        *(str(state.label) for state in GoalState), _("有必须修改的"), _("已报金额（万元）"), _("整体目标"),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            group.organization.code, group.organization.name, group.units, group.begun,
            *(group.counts[state] for state in GoalState), group.wrong, group.amount, group.parts,
        ]
        for group in found.groups
    )  # fmt: skip
    return csv_response(_("{year}年绩效目标进度").format(year=year) + ".csv", heading, rows)
