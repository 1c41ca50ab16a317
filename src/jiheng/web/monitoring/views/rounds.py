"""Rounds: planned, handed out, and how they stand."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.monitoring import policies, services
from jiheng.web.monitoring.forms import RoundForm
from jiheng.web.monitoring.models import Colour, Round
from jiheng.web.monitoring.numbers import Standing, charts_of, links_of, standing
from jiheng.web.monitoring.selectors import round_get
from jiheng.web.monitoring.services.rounds import projects_of
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.ui.csv_export import Cell, csv_response

__all__ = ["round_edit", "round_export", "round_hand_out", "round_list", "round_new", "round_page"]

_FILL_IN = timedelta(days=20)  # from the end of the month to the usual last day


@login_required
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds of a year, and those that the regulation proposes."""
    year = chosen_year(request)
    if not policies.oversees(request.user, year):
        raise PermissionDenied
    planners = policies.planners(request.user, year)
    rounds = list(policies.visible_rounds(request.user, year))
    taken = {each.through.month for each in rounds if any(place.pk == each.organization_id for place in planners)}
    proposed = [month for month in regulation_of(year).rounds if month not in taken] if planners else []
    context = {"rounds": rounds, "planners": planners, "proposed": proposed}
    return render(request, "monitoring/round_list.html", context)


@login_required
def round_new(request: HttpRequest) -> HttpResponse:
    """Plan a round; ``?month=7`` fills the usual days in."""
    year = chosen_year(request)
    return _form(request, year, _planner(request, year), None)


@login_required
def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round."""
    each = round_get(actor=request.user, pk=pk)
    if not policies.may_change(request.user, each):
        raise PermissionDenied
    return _form(request, each.year, each.organization, each)


def _planner(request: HttpRequest, year: int) -> Organization:
    known = policies.planners(request.user, year)
    code = request.POST.get("organization_code") or request.GET.get("organization")
    found = next((place for place in known if not code or place.code == code), None)
    if found is None:
        raise PermissionDenied
    return found


def _form(request: HttpRequest, year: int, organization: Organization, each: Round | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    blank = each or Round(organization=organization, year=year)
    form = RoundForm(
        data, instance=blank, organization=organization, year=year, initial={} if each else _usual(request, year)
    )
    if data is not None and form.is_valid() and (saved := _saved(request, form, organization, year, each)):
        messages.success(request, _("“{round}”已保存").format(round=saved))
        return redirect("monitoring:round", saved.pk)
    context = {"form": form, "round": each, "organization": organization}
    return render(request, "monitoring/round_form.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: RoundForm, organization: Organization, year: int, each: Round | None) -> Any:
    """The round that was saved; None where the form now says why it was not."""
    stored = Round.objects.select_related("organization").get(pk=each.pk) if each else None  # the form changed its own
    try:
        return services.round_save(
            actor=person(request), organization=organization, year=year, values=form.values(), changed=stored,
            organizations=form.cleaned_data["organizations"], goals=form.cleaned_data["goals"],
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _usual(request: HttpRequest, year: int) -> dict[str, Any]:
    text = request.GET.get("month", "")
    today = timezone.localdate()
    month = int(text) if text.isdecimal() and 1 <= int(text[:3]) <= 12 else max(1, min(today.month - 1, 12))
    through = date(year, month, monthrange(year, month)[1])
    opens = max(through + timedelta(days=1), min(today, date(year, 12, 31)))
    name = _("1–{month}月监控").format(month=month) if month > 1 else _("1月监控")
    return {"name": name, "through": through, "opens_on": opens, "due_on": opens + _FILL_IN}


@login_required
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How a round stands: who has not handed in, the lights by department."""
    each = round_get(actor=request.user, pk=pk)
    found = standing(actor=request.user, each=each)
    may_change = policies.may_change(request.user, each)
    lacking = projects_of(each).exclude(monitoring_reports__round=each).count() if may_change else 0
    context = {
        "round": each, "found": found, "may_change": may_change, "lacking": lacking, "links": links_of(each),
        "charts": charts_of(found, each, ""),
        "groups": [(group, [group.lights[colour] for colour in Colour]) for group in found.groups],
        "colours": [colour.label for colour in Colour],
    }  # fmt: skip
    return render(request, "monitoring/round_page.html", context)


@login_required
@require_POST
def round_hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Give every project of the round its report."""
    each = round_get(actor=request.user, pk=pk)
    try:
        made = services.round_hand_out(each=each, actor=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("已下达 {count} 张监控表").format(count=made))
    return redirect("monitoring:round", pk)


@login_required
@require_safe
def round_export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The table of a round as CSV."""
    each = round_get(actor=request.user, pk=pk)
    return _csv(standing(actor=request.user, each=each), each)


def _csv(found: Standing, each: Round) -> StreamingHttpResponse:
    heading = [_("编码"), _("单位") if found.is_by_unit else _("部门"), _("监控表"), _("已提交"), _("没有提交"),
               *(str(colour.label) for colour in Colour)]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            group.organization.code, group.organization.name, group.reports, group.handed_in, group.missing,
            *(group.lights[colour] for colour in Colour),
        ]
        for group in found.groups
    )  # fmt: skip
    return csv_response(f"{each.name}.csv", heading, rows)
