"""The list of self-evaluations, beginning them, and their window."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.organizations.selectors import chosen_year, organization_names
from jiheng.web.self_evaluation import policies, services
from jiheng.web.self_evaluation.forms import FilterForm, WindowForm
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.paper import window_of
from jiheng.web.self_evaluation.selectors import item_list, missing_of, narrowed
from jiheng.web.self_evaluation.standing import standing_of
from jiheng.web.ui.csv_export import csv_response
from jiheng.web.ui.paging import pages_of

__all__ = ["begin", "export", "index", "window"]

_PAGE = 50


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The self-evaluations of a year that the person may see; the filter is in the address."""
    year = chosen_year(request)
    if not policies.has_business(request.user, year):
        raise PermissionDenied
    form = FilterForm(request.GET)
    found = narrowed(item_list(actor=request.user, year=year), **form.wanted())
    context = {
        "page_obj": pages_of(found, _PAGE).get_page(request.GET.get("page")),
        "form": form,
        "window": window_of(year),
        "writes": list(policies.writes_for_organizations(request.user, year)),
        "missing": missing_of(request.user, year),
        "standing": standing_of(request.user, year),
        "organizations": organization_names(actor=request.user, year=year),
        "may_set_window": policies.may_set_window(request.user, year),
        "sees_samples": policies.visible_samples(request.user, year).exists()
        or policies.may_sample(request.user, year),
    }
    return render(request, "self_evaluation/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV for Excel."""
    year = chosen_year(request)
    if not policies.has_business(request.user, year):
        raise PermissionDenied
    found: QuerySet[SelfEvaluation] = narrowed(
        item_list(actor=request.user, year=year), **FilterForm(request.GET).wanted()
    )
    heading = [
        _("单位编码"), _("单位"), _("类别"), _("项目编码"), _("名称"), _("总分"), _("等级"), _("预算执行率（%）"), _("状态"),
        _("必须修改"), _("建议修改"), _("修改时间"),
    ]  # fmt: skip
    rows = (
        (
            item.organization.code, item.organization.name, str(item.get_kind_display()),
            item.goal.code if item.goal else "", str(item), item.total, item.grade,
            None if item.rate is None else item.rate * 100, str(item.get_state_display()), item.errors, item.warnings,
            item.changed_at,
        )
        for item in found.iterator()
    )  # fmt: skip
    return csv_response(_("{year}年绩效自评清单").format(year=year) + ".csv", heading, rows)


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A blank self-evaluation of every approved project that has none, and of the whole unit."""
    year = chosen_year(request)
    organization = policies.writes_for_organizations(request.user, year).filter(code=request.POST.get("organization"))
    chosen = organization.first()
    if chosen is None:
        raise PermissionDenied
    made = services.self_evaluations_begin(organization=chosen, year=year, actor=person(request))
    if made:
        messages.success(request, _("已生成 {count} 张自评表，目标、资金和监控结果已带入").format(count=len(made)))
    else:
        messages.info(request, _("没有需要新建的自评表"))
    return redirect("self_evaluation:list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def window(request: HttpRequest) -> HttpResponse:
    """When self-evaluations are handed in."""
    year = chosen_year(request)
    if not policies.may_set_window(request.user, year):
        raise PermissionDenied
    known = window_of(year)
    initial = {"opens_at": known.opens_at, "due_at": known.due_at} if known else {}
    form = WindowForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.window_set(year=year, actor=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("自评时间已设定"))
            return redirect("self_evaluation:list")
    return render(request, "self_evaluation/window.html", {"form": form}, status=422 if form.errors else 200)
