"""The list of goals, and beginning new ones."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.goals.files import template_answer
from jiheng.web.goals.forms import HANDED_IN, BlankForm, FilterForm
from jiheng.web.goals.listing import narrowed
from jiheng.web.goals.models import Goal, GoalKind, Origin
from jiheng.web.goals.selectors import goal_get, goal_list
from jiheng.web.goals.selectors_overview import writes
from jiheng.web.goals.services import goal_create
from jiheng.web.goals.services_drafts import goal_begin, goal_copy, goal_forms, sources, to_carry_on
from jiheng.web.goals.views.papers import format_names
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year, open_phase, organization_names
from jiheng.web.ui.csv_export import csv_response
from jiheng.web.ui.paging import pages_of

__all__ = [
    "goal_export",
    "goal_index",
    "goal_new",
    "goal_new_copy",
    "goal_new_department",
    "organization_for",
    "template",
]

_PAGE = 50


@login_required
@require_safe
def goal_index(request: HttpRequest) -> HttpResponse:
    """The goals of a year that the person may see; the filter is in the address."""
    year = chosen_year(request)
    form = FilterForm(request.GET)
    wanted = form.wanted()
    found = _filtered(request, year, wanted)
    page = pages_of(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "form": form,
        "wanted": wanted,
        "writes": list(writes(request.user, year)),
        "phase": open_phase(year),
        "formats": format_names(),
        "organizations": organization_names(actor=person(request), year=year),
    }
    return render(request, "goals/goal_list.html", context)


@login_required
@require_safe
def goal_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV for Excel."""
    year = chosen_year(request)
    found = _filtered(request, year, FilterForm(request.GET).wanted())
    heading = [
        _("单位编码"), _("单位"), _("项目编码"), _("项目名称"), _("预算数（万元）"), _("状态"), _("必须修改"), _("建议修改"),
        _("修改时间"),
    ]  # fmt: skip
    rows = (
        (
            goal.organization.code, goal.organization.name, goal.code, str(goal), goal.amount,
            str(goal.get_state_display()), goal.errors, goal.warnings, goal.changed_at,
        )
        for goal in found.iterator()
    )  # fmt: skip
    return csv_response(_("{year}年绩效目标清单").format(year=year) + ".csv", heading, rows)


def _filtered(request: HttpRequest, year: int, wanted: dict[str, str]) -> QuerySet[Goal]:
    found = goal_list(actor=person(request), year=year, state=wanted["state"])
    found = narrowed(
        found,
        handed_in=wanted["state"] == HANDED_IN,
        day=parse_date(wanted["day"]),
        **{name: wanted[name] for name in ("organization", "text", "level", "kind", "step")},
    )
    return (
        found.order_by(wanted["sort"], "id") if wanted["sort"] else found.order_by("organization__code", "kind", "id")
    )


# ── Beginning ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def organization_for(request: HttpRequest, year: int) -> Organization:
    """The organization that the person writes for: the one in the address, else the first one.

    Raises:
        PermissionDenied: they write for none, or not for that one.
    """
    own = writes(request.user, year)
    code = (request.POST.get("organization") or request.GET.get("organization") or "").replace("\0", "")
    found = own.filter(code=code).first() if code else own.first()
    if found is None:
        raise PermissionDenied
    return found


@login_required
def goal_new(request: HttpRequest) -> HttpResponse:
    """The ways to begin: blank, last year's, another project, a file, the Excel form."""
    year = chosen_year(request)
    organization = organization_for(request, year)
    form = BlankForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        goal = goal_begin(organization=organization, year=year, actor=person(request), **form.cleaned_data)
        return redirect("goals:goal", goal.pk)
    text = request.GET.get("text", "").strip()[:100]
    context = {
        "form": form,
        "organization": organization,
        "writes": list(writes(request.user, year)),
        "carry_on": to_carry_on(actor=person(request), organization=organization, year=year),
        "text": text,
        "found": sources(actor=person(request), year=year, text=text) if text else [],
        "forms": goal_forms(),
        "origins": Origin.choices,
        "has_department": Goal.objects.filter(
            organization=organization, year=year, kind=GoalKind.DEPARTMENT, is_deleted=False
        ).exists(),
    }
    return render(request, "goals/goal_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def goal_new_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A table with the content of another one."""
    year = chosen_year(request)
    source = goal_get(actor=person(request), pk=pk)
    origin = request.POST.get("origin", Origin.BUDGET)
    goal = goal_copy(
        source=source, organization=organization_for(request, year), year=year, actor=person(request),
        origin=origin if origin in Origin.values else Origin.BUDGET,
    )  # fmt: skip
    messages.success(request, _("已带入“{name}”的内容，请核对金额和指标值").format(name=source))
    return redirect("goals:goal", goal.pk)


@login_required
@require_POST
def goal_new_department(request: HttpRequest) -> HttpResponse:
    """The department part, which there is once a year."""
    year = chosen_year(request)
    goal = goal_create(
        organization=organization_for(request, year), year=year, actor=person(request), kind=GoalKind.DEPARTMENT
    )
    return redirect("goals:goal", goal.pk)


@login_required
@require_safe
def template(_request: HttpRequest, form: str) -> HttpResponse:
    """The Excel workbook to fill in a form."""
    return template_answer(form)
