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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.goals.files import report_answer
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.rectification import policies
from jiheng.web.rectification.documents import letter
from jiheng.web.rectification.forms import NoticeForm, found_forms
from jiheng.web.rectification.models import Notice, Source
from jiheng.web.rectification.selectors import notice_get
from jiheng.web.rectification.services import Found, notice_create
from jiheng.web.rectification.sources import evaluation_of, found_for
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.ui.errors import Conflict

__all__ = ["notice_letter", "notice_new", "notice_page"]

_DIGITS = 9  # a key has no more


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    """Write a notice; what was found already comes with ``?source=…&source_id=…&goal=…``."""
    evaluation = _evaluation(request)
    goal = _goal(request, evaluation)
    year = goal.year if goal else evaluation.year if evaluation else chosen_year(request)
    if not policies.issues(request.user, year):
        raise PermissionDenied
    organization = goal.organization if goal else _organization(request, year, evaluation)
    if organization is None:
        names = policies.asked_by(request.user, year).values_list("code", "name")
        return render(request, "rectification/choose.html", {"organizations": names})
    about = evaluation if evaluation and evaluation.goal_id == (goal.pk if goal else None) else None
    proposed = [] if request.method == "POST" else found_for(request.GET.get("source", ""), goal, about)
    return _written(request, organization, year, goal, proposed)


def _key(request: HttpRequest, name: str) -> int | None:
    """A key in the address; None where there is none, or what is no key."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def _evaluation(request: HttpRequest) -> Evaluation | None:
    """The evaluation that the notice comes from."""
    key = _key(request, "source_id") if request.GET.get("source") == Source.EVALUATION else None
    return evaluation_of(request.user, key) if key else None


def _goal(request: HttpRequest, evaluation: Evaluation | None) -> Goal | None:
    """The project in the address, else that of the evaluation.

    Raises:
        Http404: there is none, or the person sends no notices about it.
    """
    key = _key(request, "goal")
    if key is None and request.GET.get("goal"):
        raise Http404
    key = key or (evaluation.goal_id if evaluation else None)
    if key is None:
        return None
    year = Goal.objects.filter(pk=key).values_list("year", flat=True).first() or 0
    found = policies.asked_projects(request.user, year).select_related("organization__parent")
    return get_object_or_404(found, pk=key)


def _organization(request: HttpRequest, year: int, evaluation: Evaluation | None) -> Organization | None:
    """The organization in the address or the form, else the one that was evaluated.

    Raises:
        Http404: the person sends it no notices.
    """
    code = request.GET.get("organization") or request.POST.get("organization")
    code = code or (evaluation.organization.code if evaluation else "")
    if not code:
        return None
    return get_object_or_404(policies.asked_by(request.user, year).select_related("parent"), code=code)


def _written(
    request: HttpRequest, organization: Organization, year: int, goal: Goal | None, proposed: list[Found]
) -> HttpResponse:
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
    problems = found_forms(sent, proposed, more)
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
    title = f"关于“{goal}”绩效问题的整改通知" if goal else ""  # of a paper of the office
    return {
        "goal": goal.pk if goal else "",
        "source": source if source in Source.values else Source.OTHER,
        "title": title[:200],
        "due_on": timezone.localdate() + timedelta(days=regulation_of(year).rectification_days),
    }


def _create(
    request: HttpRequest, organization: Organization, year: int, typed: dict[str, Any], problems: Any
) -> Notice:
    goals = policies.asked_projects(request.user, year).filter(organization=organization)
    is_same = typed["source"] == request.GET.get("source")
    return notice_create(
        organization=organization,
        year=year,
        goal=goals.filter(pk=typed["goal"]).first() if typed["goal"] else None,
        source=typed["source"],
        source_id=_key(request, "source_id") if is_same else None,
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
    return report_answer(letter(notice), file_format, f"整改通知书{notice.document}")
