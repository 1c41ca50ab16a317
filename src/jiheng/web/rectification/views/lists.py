"""The ledger as a list, as a table to download, as the official form, and in pictures."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.web.accounts.people import person
from jiheng.web.goals.files import file_answer
from jiheng.web.goals.views.papers import format_names
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year, organization_names, own_organizations
from jiheng.web.rectification import policies
from jiheng.web.rectification.charts import charts_of
from jiheng.web.rectification.documents import ledger_document
from jiheng.web.rectification.filters import FilterForm
from jiheng.web.rectification.models import Problem
from jiheng.web.rectification.selectors.ledger import counts_of, in_order, ledger
from jiheng.web.ui.charts import chart_csv
from jiheng.web.ui.csv_export import csv_response
from jiheng.web.ui.paging import pages_of

__all__ = ["chart_export", "ledger_download", "problem_charts", "problem_export", "problem_list"]

_PAGE = 50
_PRINTED = 5000
"""Rows of the official table; a paper with more is nobody's."""


@login_required
@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """The ledger of a year; the filter is in the address."""
    year = chosen_year(request)
    form = FilterForm(request.GET)
    found = in_order(_filtered(request, year, form), form.wanted()["sort"])
    context = {
        "page_obj": pages_of(found, _PAGE).get_page(request.GET.get("page")),
        "form": form,
        "wanted": form.wanted(),
        "counts": counts_of(request.user, year),
        "organizations": organization_names(actor=person(request), year=year),
        "issues": policies.issues(request.user, year),
        "formats": format_names(),
    }
    return render(request, "rectification/problem_list.html", context)


@login_required
@require_safe
def problem_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV."""
    year = chosen_year(request)
    found = in_order(_filtered(request, year, FilterForm(request.GET)), "unit")
    heading = [
        _("文号"), _("单位编码"), _("整改单位"), _("项目名称"), _("问题来源"), _("问题类别"), _("问题描述"), _("整改要求"),
        _("整改时限"), _("责任单位"), _("责任人"), _("整改措施"), _("整改结果"), _("完成日期"), _("状态"), _("剩余天数"),
        _("核验意见"), _("预算调整建议"),
    ]  # fmt: skip
    rows = (
        (
            each.notice.document, each.organization.code, each.organization.name, each.goal.name if each.goal else "",
            str(each.notice.get_source_display()), str(each.get_category_display()), each.description,
            each.requirement, each.due_on.isoformat(), each.unit, each.person, each.measures, each.result,
            each.finished_on.isoformat() if each.finished_on else "", str(each.get_state_display()), each.left,
            each.opinion, each.advice,
        )
        for each in found.iterator()
    )  # fmt: skip
    return csv_response(_("{year}年整改台账").format(year=year) + ".csv", heading, rows)


@login_required
@require_safe
def ledger_download(request: HttpRequest, file_format: str) -> HttpResponse:
    """The list with its filter in the official form."""
    year = chosen_year(request)
    found = list(in_order(_filtered(request, year, FilterForm(request.GET)), "unit")[:_PRINTED])
    home = _home(request, year, found)
    return file_answer(ledger_document(found, home, year), file_format, f"{home.name}{year}年绩效问题整改台账")


def _home(request: HttpRequest, year: int, problems: list[Problem]) -> Organization:
    """Whose ledger it is: the one organization that it is about, else whoever prints it."""
    concerned = {each.organization_id: each.organization for each in problems}
    if len(concerned) == 1:
        return next(iter(concerned.values()))
    own = own_organizations(request.user, year)
    if not own:
        raise PermissionDenied
    return own[0]


@login_required
@require_safe
def problem_charts(request: HttpRequest) -> HttpResponse:
    """Opened and closed, by category, overdue by department."""
    year = chosen_year(request)
    return render(request, "rectification/charts.html", {"charts": charts_of(request.user, year)})


@login_required
@require_safe
def chart_export(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The numbers of a chart."""
    year = chosen_year(request)
    for chart in charts_of(request.user, year):
        if chart.key == f"rectification-{key}":
            return chart_csv(chart)
    raise Http404


def _filtered(request: HttpRequest, year: int, form: FilterForm) -> QuerySet[Problem]:
    wanted = {name: value for name, value in form.wanted().items() if name != "sort"}
    return ledger(actor=request.user, year=year, **wanted)
