"""Proposals and decisions as a list, as a table to download, and as 结果应用意见表."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.web.accounts.people import person
from jiheng.web.goals.files import report_answer
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.selectors import chosen_year, organization_names, own_organizations
from jiheng.web.results import policies
from jiheng.web.results.forms import FilterForm
from jiheng.web.results.papers import opinions, percent_text, rate_text
from jiheng.web.results.selectors import Row, decision_list, project_list, rows_of, summary_of
from jiheng.web.ui.csv_export import Cell, csv_response

__all__ = ["opinions_download", "project_export", "project_index"]

_PAGE = 50


@login_required
@require_safe
def project_index(request: HttpRequest) -> HttpResponse:
    """The projects of a year with what is proposed and what is decided."""
    year = chosen_year(request)
    form = FilterForm(request.GET)
    page = Paginator(_filtered(request, year, form), _PAGE).get_page(request.GET.get("page"))
    is_office = policies.may_see_undecided(request.user, year)
    context = {
        "page_obj": page,
        "rows": rows_of(page.object_list),
        "form": form,
        "wanted": form.wanted(),
        "next_year": year + 1,
        "is_office": is_office,
        "decides": policies.decides(request.user, year),
        "summary": summary_of(request.user, year),
        "organizations": organization_names(actor=person(request), year=year),
    }
    return render(request, "results/project_list.html", context)


@login_required
@require_safe
def project_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV."""
    year = chosen_year(request)
    heading = [
        _("单位编码"), _("单位"), _("项目编码"), _("项目名称"), _("评价来源"), _("得分"), _("等级"), _("预算执行率"),
        _("未销号问题"), _("逾期问题"), _("本年预算（万元）"), _("建议"), _("建议理由"), _("意见"), _("下年预算（万元）"),
        _("理由"), _("单位意见"),
    ]  # fmt: skip
    found = list(_filtered(request, year, FilterForm(request.GET)))
    is_office = policies.may_see_undecided(request.user, year)
    return csv_response(
        _("{year}年绩效结果应用").format(year=year) + ".csv",
        heading,
        (_cells(row, is_office) for row in rows_of(found)),
    )


def _cells(row: Row, is_office: bool) -> list[Cell]:
    goal, results, decision = row.goal, row.results, row.decision
    proposed = percent_text(row.case.proposal.action.label, row.case.proposal.percent) if is_office else ""
    return [
        goal.organization.code, goal.organization.name, goal.code, goal.name, results.source, results.score,
        results.grade.value if results.grade else "", rate_text(results.rate), results.open_problems,
        results.overdue_problems, row.case.base, proposed, row.case.proposal.reason if is_office else "",
        percent_text(str(decision.get_action_display()), decision.percent) if decision else "",
        decision.amount if decision else None, decision.why if decision else "",
        decision.view if decision else "",
    ]  # fmt: skip


@login_required
@require_safe
def opinions_download(request: HttpRequest, file_format: str) -> HttpResponse:
    """What was decided, as a paper."""
    year = chosen_year(request)
    own = own_organizations(request.user, year)
    if not own or not policies.has_part(request.user, year):
        raise PermissionDenied
    report = opinions(decision_list(actor=request.user, year=year), own[0], year)
    return report_answer(report, file_format, f"{year}年绩效结果应用意见表")


def _filtered(request: HttpRequest, year: int, form: FilterForm) -> QuerySet[Goal]:
    return project_list(actor=request.user, year=year, **form.wanted())
