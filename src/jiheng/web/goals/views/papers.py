"""The printed form: as a page, and as a file in every format."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from jiheng.domain.goals import Document
from jiheng.errors import JihengError
from jiheng.publishing import FORMATS, publish
from jiheng.rules.page import page as rule_page
from jiheng.rules.registry import RULES
from jiheng.web.goals.mapping import document_of_parts
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.selectors import document_of, goal_get
from jiheng.web.goals.selectors_overview import writes
from jiheng.web.goals.sheets import content_for
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.ui.errors import Conflict

__all__ = ["document_download", "format_names", "goal_download", "goal_preview", "goal_print", "rule"]

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
# The page is somebody's text: it runs nothing, sends nothing, and is of no origin.
_PAPER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


def format_names() -> list[tuple[str, str]]:
    """What can be downloaded, as people call it."""
    return [("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("html", _("网页")), ("json", "JSON")]


@login_required
@require_safe
def goal_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed form within the site, with the files to download."""
    goal = goal_get(actor=request.user, pk=pk)
    context = {"goal": goal, "number": request.GET.get("version", ""), "formats": format_names()}
    return render(request, "goals/goal_print.html", context)


@login_required
@require_safe
@xframe_options_sameorigin
def goal_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the page that would be published."""
    goal = goal_get(actor=request.user, pk=pk)
    data = publish(_document(request, goal), "html")
    return HttpResponse(
        data,
        content_type=_TYPES["html"],
        headers={"Content-Security-Policy": _PAPER_POLICY, "Cache-Control": "no-store"},
    )


@login_required
@require_safe
def goal_download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The table as a file."""
    goal = goal_get(actor=request.user, pk=pk)
    return _file(_document(request, goal), file_format, f"{goal.organization.name}{goal.year}年{goal}")


@login_required
@require_safe
def document_download(request: HttpRequest, file_format: str) -> HttpResponse:
    """The whole yearly document of one's organization, as it is being written."""
    year = chosen_year(request)
    organization = get_object_or_404(
        writes(request.user, year), code=request.GET.get("organization") or _first_code(request, year)
    )
    return _file(document_of(organization, year), file_format, f"{organization.name}{year}年预算绩效文本")


def _first_code(request: HttpRequest, year: int) -> str:
    first: Organization | None = writes(request.user, year).first()
    return first.code if first else ""


def _document(request: HttpRequest, goal: Goal) -> Document:
    """The document of the one table: of the working copy, or of the version in the address."""
    content = content_for(request.user, goal, request.GET.get("version", ""))
    if goal.kind == GoalKind.DEPARTMENT:
        return document_of_parts(goal.organization, goal.year, [], content)
    return document_of_parts(goal.organization, goal.year, [content])


def _file(document: Document, file_format: str, name: str) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    try:
        data = publish(document, file_format)
    except JihengError as error:  # an optional component is not installed
        raise Conflict("not-printable", str(error)) from None
    clean = "".join(char if char.isalnum() or char in "-_（）()年" else "-" for char in name)[:80]
    disposition = f"attachment; filename=\"goals.{file_format}\"; filename*=UTF-8''{quote(f'{clean}.{file_format}')}"
    return HttpResponse(data, content_type=_TYPES[file_format], headers={"Content-Disposition": disposition})


@login_required
@require_safe
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """What a rule checks, why, and what to do."""
    if slug not in RULES:
        raise Http404
    return render(request, "goals/rule.html", {"rule": rule_page(RULES[slug])})
