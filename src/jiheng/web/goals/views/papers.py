"""The printed form: as a page, and as a file in every format."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from jiheng.domain.goals import Document
from jiheng.publishing import publish
from jiheng.rules.page import page as rule_page
from jiheng.rules.registry import RULES
from jiheng.web.goals.files import FILE_TYPES, document_for, file_answer, file_name
from jiheng.web.goals.models import Goal
from jiheng.web.goals.selectors import document_of, goal_get
from jiheng.web.goals.selectors_overview import writes
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year

__all__ = ["PAPER_POLICY", "document_download", "format_names", "goal_download", "goal_preview", "goal_print", "rule"]

# The page is somebody's text: it runs nothing, sends nothing, and is of no origin.
PAPER_POLICY = (
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
        content_type=FILE_TYPES["html"],
        headers={"Content-Security-Policy": PAPER_POLICY, "Cache-Control": "no-store"},
    )


@login_required
@require_safe
def goal_download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The table as a file."""
    goal = goal_get(actor=request.user, pk=pk)
    return file_answer(_document(request, goal), file_format, file_name(goal))


@login_required
@require_safe
def document_download(request: HttpRequest, file_format: str) -> HttpResponse:
    """The whole yearly document of one's organization, as it is being written."""
    year = chosen_year(request)
    organization = get_object_or_404(
        writes(request.user, year), code=request.GET.get("organization") or _first_code(request, year)
    )
    return file_answer(document_of(organization, year), file_format, f"{organization.name}{year}年预算绩效文本")


def _first_code(request: HttpRequest, year: int) -> str:
    first: Organization | None = writes(request.user, year).first()
    return first.code if first else ""


def _document(request: HttpRequest, goal: Goal) -> Document:
    """The document of the one table: of the working copy, or of the version in the address."""
    return document_for(request.user, goal, request.GET.get("version", ""))


@login_required
@require_safe
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """What a rule checks, why, and what to do."""
    if slug not in RULES:
        raise Http404
    return render(request, "goals/rule.html", {"rule": rule_page(RULES[slug])})
