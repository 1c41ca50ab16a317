"""The printed form and the narrative report: as a page, and as files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from jiheng.domain.goals import Document
from jiheng.forms import load_forms
from jiheng.publishing import publish
from jiheng.web.accounts.people import person
from jiheng.web.goals.files import FILE_TYPES, file_answer, report_answer
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.content import PROJECT_FORMS
from jiheng.web.self_evaluation.documents import document_for, unit_document
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.narrative import narrative
from jiheng.web.self_evaluation.selectors import item_get, version_for

__all__ = ["document", "download", "paper", "preview", "report"]

_PAPER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed form within the site, with the files to download."""
    item = item_get(actor=request.user, pk=pk)
    names = load_forms()
    context = {
        "item": item,
        "number": request.GET.get("version", ""),
        "form": request.GET.get("form", ""),
        "forms": [(key, names[key].name) for key in PROJECT_FORMS] if item.kind == Kind.PROJECT else [],
        "formats": [("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("json", "JSON")],
    }
    return render(request, "self_evaluation/print.html", context)


@login_required
@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the page that would be published."""
    item = item_get(actor=request.user, pk=pk)
    headers = {"Content-Security-Policy": _PAPER_POLICY, "Cache-Control": "no-store"}
    return HttpResponse(publish(_document(request, item), "html"), content_type=FILE_TYPES["html"], headers=headers)


@login_required
@require_safe
def download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The table as a file."""
    item = item_get(actor=request.user, pk=pk)
    return file_answer(_document(request, item), file_format, _name(item, "绩效自评表"))


@login_required
@require_safe
def report(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The draft of the narrative report."""
    item = item_get(actor=request.user, pk=pk)
    version = version_for(request.user, item, request.GET.get("version", ""))
    drafted = narrative(item, version.content if version else item.content)
    return report_answer(drafted, file_format, _name(item, "绩效自评报告"))


@login_required
@require_safe
def document(request: HttpRequest, file_format: str) -> HttpResponse:
    """All tables of a unit as one document: the working copies of whoever writes them, else what was handed in."""
    year = chosen_year(request)
    items = policies.visible_items(request.user, year).select_related("organization__parent", "goal")
    chosen = list(items.filter(organization__code=request.GET.get("organization", "")))
    if not chosen:
        raise PermissionDenied
    name = f"{chosen[0].organization.name}{year}年绩效自评"
    return file_answer(unit_document(person(request), chosen), file_format, name)


def _document(request: HttpRequest, item: SelfEvaluation) -> Document:
    return document_for(request.user, item, request.GET.get("version", ""), request.GET.get("form", ""))


def _name(item: SelfEvaluation, what: str) -> str:
    return f"{item.organization.name}{item.year}年{item}{what}"
