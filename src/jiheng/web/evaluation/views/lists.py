"""The evaluations of a year."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.web.accounts.people import person
from jiheng.web.evaluation.forms import FilterForm
from jiheng.web.evaluation.policies import organizers
from jiheng.web.evaluation.selectors import evaluation_list
from jiheng.web.organizations.selectors import chosen_year, organization_names
from jiheng.web.ui.csv_export import csv_response

__all__ = ["evaluation_export", "evaluation_index"]

_PAGE = 50


@login_required
@require_safe
def evaluation_index(request: HttpRequest) -> HttpResponse:
    """The evaluations that the person sees; the filter is in the address."""
    year, actor = chosen_year(request), person(request)
    form = FilterForm(request.GET)
    wanted = form.wanted()
    page = Paginator(evaluation_list(actor=actor, year=year, **wanted), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "form": form,
        "has_wishes": any(wanted.values()),
        "organizers": organizers(actor, year),
        "organizations": organization_names(actor=actor, year=year),
    }
    return render(request, "evaluation/list.html", context)


@login_required
@require_safe
def evaluation_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV."""
    year, actor = chosen_year(request), person(request)
    found = evaluation_list(actor=actor, year=year, **FilterForm(request.GET).wanted())
    heading = [
        _("单位编码"), _("单位"), _("评价对象"), _("评价类型"), _("组织单位"), _("状态"), _("得分"), _("等级"),
    ]  # fmt: skip
    rows = (
        (
            each.organization.code, each.organization.name, each.name, str(each.get_by_display()), each.organizer.name,
            str(each.get_state_display()), each.final_score, each.grade,
        )
        for each in found
    )  # fmt: skip
    return csv_response(_("{year}年绩效评价清单").format(year=year) + ".csv", heading, rows)
