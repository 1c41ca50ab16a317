"""Writing notices and reading them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiheng.errors import JihengError
from jiheng.web.accounts.people import person
from jiheng.web.goals.files import FILE_TYPES
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.rectification import policies
from jiheng.web.rectification.documents import letter
from jiheng.web.rectification.forms import NoticeForm, found_forms
from jiheng.web.rectification.models import Notice, Source
from jiheng.web.rectification.selectors import notice_get
from jiheng.web.rectification.services import notice_create
from jiheng.web.rectification.sources import found_for
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.ui.errors import Conflict
from jiheng.writers.report import report_docx, report_pdf

__all__ = ["notice_letter", "notice_new", "notice_page"]

_WRITERS = {"docx": report_docx, "pdf": report_pdf}
_DIGITS = 9  # a key has no more


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    """Write a notice; what was found already comes with ``?source=…&source_id=…&goal=…``."""
    goal = _goal(request)
    year = goal.year if goal else chosen_year(request)
    if not policies.issues(request.user, year):
        raise PermissionDenied
    organization = goal.organization if goal else _organization(request, year)
    if organization is None:
        names = policies.asked_by(request.user, year).values_list("code", "name")
        return render(request, "rectification/choose.html", {"organizations": names})
    return _written(request, organization, year, goal)


def _goal(request: HttpRequest) -> Goal | None:
    """The project in the address.

    Raises:
        Http404: there is none, or the person sends no notices about it.
    """
    wanted = request.GET.get("goal", "")
    if not wanted:
        return None
    if not wanted.isdecimal() or len(wanted) > _DIGITS:
        raise Http404
    year = Goal.objects.filter(pk=int(wanted)).values_list("year", flat=True).first() or 0
    found = policies.asked_projects(request.user, year).select_related("organization__parent")
    return get_object_or_404(found, pk=int(wanted))


def _organization(request: HttpRequest, year: int) -> Organization | None:
    """The organization in the address.

    Raises:
        Http404: the person sends it no notices.
    """
    code = request.GET.get("organization", "")
    if not code:
        return None
    return get_object_or_404(policies.asked_by(request.user, year).select_related("parent"), code=code)


def _written(request: HttpRequest, organization: Organization, year: int, goal: Goal | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    more = 1 if sent is not None and "more" in sent else 0
    source = request.GET.get("source", "")
    form = NoticeForm(
        sent,
        issuers=policies.issuers_for(request.user, organization, year),
        goals=list(
            policies.asked_projects(request.user, year).filter(organization=organization).values_list("pk", "name")
        ),
        initial=_initial(year, goal, source),
    )
    problems = found_forms(sent, found_for(source, goal) if sent is None else [], more)
    if sent is not None and not more and form.is_valid() and problems.is_valid():
        try:
            notice = _create(request, organization, year, form.cleaned_data, problems)
        except Conflict:
            raise
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已下达 {document}").format(document=notice.document))
            return redirect("rectification:notice", notice.pk)
    context = {"form": form, "problems": problems, "organization": organization, "goal": goal, "chosen": year}
    return render(
        request, "rectification/notice_new.html", context, status=422 if sent is not None and not more else 200
    )


def _initial(year: int, goal: Goal | None, source: str) -> dict[str, Any]:
    title = _("关于“{name}”绩效问题的整改通知").format(name=goal) if goal else ""
    return {
        "goal": goal.pk if goal else "",
        "source": source if source in Source.values else Source.OTHER,
        "title": title[:200],
        "due_on": timezone.localdate() + timedelta(days=regulation_of(year).rectification_days),
    }


def _create(
    request: HttpRequest, organization: Organization, year: int, typed: dict[str, Any], problems: Any
) -> Notice:
    source_id = request.GET.get("source_id", "")
    goals = policies.asked_projects(request.user, year).filter(organization=organization)
    same = typed["source"] == request.GET.get("source") and source_id.isdecimal() and len(source_id) <= _DIGITS
    return notice_create(
        organization=organization,
        year=year,
        goal=goals.filter(pk=typed["goal"]).first() if typed["goal"] else None,
        source=typed["source"],
        source_id=int(source_id) if same else None,
        title=typed["title"],
        due_on=typed["due_on"],
        problems=[each.found() for each in problems if each.has_changed()],
        actor=person(request),
        issuer=Organization.objects.filter(code=typed["issuer"]).first() if typed.get("issuer") else None,
        document=typed["document"],
    )


@login_required
@require_safe
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice with the state of its problems."""
    notice = notice_get(actor=request.user, pk=pk)
    return render(request, "rectification/notice.html", {"notice": notice, "problems": list(notice.problems.all())})


@login_required
@require_safe
def notice_letter(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The notice as a letter."""
    notice = notice_get(actor=request.user, pk=pk)
    if file_format not in _WRITERS:
        raise Http404
    try:
        data = _WRITERS[file_format](letter(notice))
    except JihengError as error:  # an optional component is not installed
        raise Conflict("not-printable", str(error)) from None
    response = HttpResponse(data, content_type=FILE_TYPES[file_format])
    name = f"整改通知书{notice.document}.{file_format}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
