"""The plan of a year, and the list of agencies."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.choosing import Reason
from jiheng.web.evaluation.forms import AgencyForm, RulesForm
from jiheng.web.evaluation.models import Agency, Draw, PlanItem
from jiheng.web.evaluation.policies import may_keep_agencies, organizers
from jiheng.web.evaluation.selectors import agencies, plan_items
from jiheng.web.evaluation.views.common import done, key_of
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.ui.csv_export import csv_response
from jiheng.web.ui.errors import Conflict

__all__ = [
    "agency_edit",
    "agency_index",
    "plan",
    "plan_add",
    "plan_begin",
    "plan_draw",
    "plan_export",
    "plan_remove",
]

_DRAWS = 10


def _organizer(request: HttpRequest, year: int) -> Organization:
    """The one in the address, else the first in whose name the person evaluates.

    Raises:
        PermissionDenied: they evaluate in nobody's name, or not in that one's.
    """
    known = organizers(person(request), year)
    code = request.POST.get("organizer") or request.GET.get("organizer")
    found = next((each for each in known if not code or each.code == code), None)
    if found is None:
        raise PermissionDenied
    return found


def _address(organizer: Organization, year: int) -> str:
    return f"{reverse('evaluation:plan')}?year={year}&organizer={organizer.code}"


def _said(item: PlanItem) -> list[str]:
    """Why it stands in the plan, in sentences."""
    sentences = [Reason(each["rule"], each["values"]).sentence for each in item.reasons]
    return [*sentences, *([item.note] if item.note else [])]


@login_required
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The plan; with rules in the address also what they would choose."""
    year = chosen_year(request)
    organizer = _organizer(request, year)
    is_trial = "try" in request.GET
    form = RulesForm(request.GET if is_trial else None)
    trial = None
    if is_trial and form.is_valid():
        found = services.plan_try(organizer=organizer, year=year, rules=form.rules(), actor=person(request))
        goals = Goal.objects.select_related("organization").defer("content").in_bulk([c.candidate.goal for c in found])
        trial = [(goals[each.candidate.goal], each) for each in found]
    return render(
        request, "evaluation/plan.html", _context(organizer, year) | {"form": form, "trial": trial},
        status=422 if is_trial and form.errors else 200,
    )  # fmt: skip


def _context(organizer: Organization, year: int) -> dict[str, Any]:
    items = list(plan_items(organizer=organizer, year=year))
    return {
        "organizer": organizer,
        "items": [(item, _said(item)) for item in items if item.removed_at is None],
        "removed": [(item, _said(item)) for item in items if item.removed_at],
        "projects": [
            (goal.pk, f"{goal.organization.name}　{goal.code}　{goal}") for goal in facts.projects_of(organizer, year)
        ],
        "units": list(facts.below(organizer).order_by("code").values_list("code", "name")),
        "draws": Draw.objects.filter(organizer=organizer, year=year).select_related("drawn_by")[:_DRAWS],
    }


@login_required
@require_POST
def plan_draw(request: HttpRequest) -> HttpResponse:
    """Put what the rules choose into the plan."""
    year = chosen_year(request)
    organizer = _organizer(request, year)
    form = RulesForm(request.POST)
    if not form.is_valid():
        context = _context(organizer, year) | {"form": form, "trial": None}
        return render(request, "evaluation/plan.html", context, status=422)
    said = _("已按规则选取，理由记在每个项目上")
    done(
        request,
        lambda: services.plan_draw(organizer=organizer, year=year, rules=form.rules(), actor=person(request)), said,
    )  # fmt: skip
    return redirect(_address(organizer, year))


@login_required
@require_POST
def plan_add(request: HttpRequest) -> HttpResponse:
    """Add a project, or a whole unit, by hand."""
    year = chosen_year(request)
    organizer = _organizer(request, year)
    key, code = key_of(request.POST.get("goal", "")), request.POST.get("unit", "")
    goal = facts.projects_of(organizer, year).filter(pk=key).first() if key else None
    unit = facts.below(organizer).filter(code=code).first() if code and goal is None else None
    if goal is None and unit is None:
        raise Conflict("nothing", _("请从列表里选择项目或单位"))
    done(
        request,
        lambda: services.item_add(
            organizer=organizer, year=year, goal=goal, organization=unit, note=request.POST.get("note", ""),
            actor=person(request),
        ),
        _("已列入计划"),
    )  # fmt: skip
    return redirect(_address(organizer, year))


def _item(request: HttpRequest, pk: int) -> PlanItem:
    item = get_object_or_404(PlanItem.objects.select_related("organizer", "organization", "goal"), pk=pk)
    if item.organizer not in organizers(person(request), item.year):
        raise PermissionDenied
    return item


@login_required
@require_POST
def plan_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take something out of the plan."""
    item = _item(request, pk)
    reason = request.POST.get("reason", "")
    done(
        request,
        lambda: services.item_remove(item=item, actor=person(request), reason=reason),
        _("已移出，理由留在记录里"),
    )
    return redirect(_address(item.organizer, item.year))


@login_required
@require_POST
def plan_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an evaluation."""
    item = _item(request, pk)
    due_on = _date(request.POST.get("due_on", ""))
    evaluation = services.evaluation_begin(item=item, actor=person(request), due_on=due_on)
    return redirect("evaluation:evaluation", evaluation.pk)


def _date(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@login_required
@require_safe
def plan_export(request: HttpRequest) -> StreamingHttpResponse:
    """The plan as CSV, with the reasons."""
    year = chosen_year(request)
    organizer = _organizer(request, year)
    heading = [
        _("单位编码"), _("单位"), _("项目编码"), _("评价对象"), _("预算数（万元）"), _("选取理由"), _("列入人"), _("列入时间"),
        _("移出理由"), _("评价状态"),
    ]  # fmt: skip
    rows = (
        (
            item.organization.code, item.organization.name, item.goal.code if item.goal else "", item.name,
            item.goal.amount if item.goal else None, _("；").join(_said(item)), item.added_by.name, item.added_at,
            item.removal, str(item.evaluation.get_state_display()) if hasattr(item, "evaluation") else "",
        )
        for item in plan_items(organizer=organizer, year=year)
    )  # fmt: skip
    return csv_response(_("{year}年绩效评价计划").format(year=year) + ".csv", heading, rows)


# ── Agencies ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
@require_safe
def agency_index(request: HttpRequest) -> HttpResponse:
    """The third parties."""
    if not may_keep_agencies(person(request), chosen_year(request)):
        raise PermissionDenied
    return render(request, "evaluation/agencies.html", {"agencies": agencies()})


@login_required
def agency_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new one, or one that is known."""
    year = chosen_year(request)
    if not may_keep_agencies(person(request), year):
        raise PermissionDenied
    agency = get_object_or_404(Agency, pk=pk) if pk else None
    names = ("name", "credit_code", "contact", "phone", "is_active")
    initial = {name: getattr(agency, name) for name in names} if agency else None
    form = AgencyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.agency_save(actor=person(request), year=year, agency=agency, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("evaluation:agencies")
    context = {"form": form, "agency": agency}
    return render(request, "evaluation/agency.html", context, status=422 if form.errors else 200)
