"""The official table: as a page, and as a file in every format; of one project or of a whole unit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from jiheng.domain.goals import Document
from jiheng.publishing import publish
from jiheng.web.accounts.people import person
from jiheng.web.goals.files import FILE_TYPES, file_answer
from jiheng.web.goals.views.papers import PAPER_POLICY, format_names
from jiheng.web.monitoring.mapping import document_of
from jiheng.web.monitoring.models import Report, Round
from jiheng.web.monitoring.policies import visible_rounds, writes_for
from jiheng.web.monitoring.selectors import latest_version, report_get, report_list
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import visible_to
from jiheng.web.organizations.selectors import chosen_year

__all__ = ["report_download", "report_preview", "report_print", "unit_download"]


@login_required
@require_safe
def report_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed form within the site, with the files to download."""
    report = report_get(actor=request.user, pk=pk)
    return render(request, "monitoring/report_print.html", {"report": report, "formats": format_names()})


@login_required
@require_safe
@xframe_options_sameorigin
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the page that would be printed."""
    data = publish(_document(request, pk)[1], "html")
    headers = {"Content-Security-Policy": PAPER_POLICY, "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=FILE_TYPES["html"], headers=headers)


@login_required
@require_safe
def report_download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The table as a file."""
    report, document = _document(request, pk)
    return file_answer(document, file_format, f"{report.organization.name}{report.goal}{report.round}")


def _document(request: HttpRequest, pk: int) -> tuple[Report, Document]:
    report = report_get(actor=person(request), pk=pk)
    return report, document_of(report.organization, report.year, [(report, _content(request, report))])


def _content(request: HttpRequest, report: Report) -> dict[str, Any]:
    """The working copy for its authors, for others what was handed in last."""
    if writes_for(person(request), report.organization_id, report.year):
        return dict(report.content)
    version = latest_version(report)
    return dict(version.content if version else report.content)


@login_required
@require_safe
def unit_download(request: HttpRequest, file_format: str) -> HttpResponse:
    """All reports of a unit in a round as one document."""
    actor, year = person(request), chosen_year(request)
    code, key = request.GET.get("organization", ""), request.GET.get("round", "")
    organization: Organization = get_object_or_404(visible_to(actor, year), code=code)
    each: Round = get_object_or_404(visible_rounds(actor, year), pk=int(key) if key.isdecimal() else 0)
    found = report_list(actor=actor, year=year).filter(organization=organization, round=each).defer("goal__content")
    reports = list(found.defer(None).select_related("organization__parent", "round", "goal").order_by("goal_id"))
    if not reports:
        raise Http404
    contents = [(report, _content(request, report)) for report in reports]
    title = f"{organization.name}\n{year}年{each.name}"
    return file_answer(document_of(organization, year, contents, title), file_format, f"{organization.name}{each.name}")
