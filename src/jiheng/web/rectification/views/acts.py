"""The page of a problem, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.models import User
from jiheng.web.accounts.people import person
from jiheng.web.attachments.selectors import place_of
from jiheng.web.rectification import policies, services
from jiheng.web.rectification.evidence import NAME
from jiheng.web.rectification.forms import ACTS
from jiheng.web.rectification.models import WITH_UNIT, Problem, ProblemState
from jiheng.web.rectification.selectors import problem_get
from jiheng.web.ui.acts import done

__all__ = ["act", "problem_page"]

_OF_THE_UNIT = frozenset({"plan", "progress", "feedback", "extension"})


@login_required
@require_safe
def problem_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong, what was done about it, and what can be done now."""
    return _page(request, problem_get(actor=request.user, pk=pk))


def _page(request: HttpRequest, problem: Problem, typed: dict[str, forms.Form] | None = None) -> HttpResponse:
    """The page; `typed` holds the form of an act that was refused."""
    shown = {name: _blank(name, problem) for name in _possible(request, problem)} | (typed or {})
    context = {
        "problem": problem,
        "notice": problem.notice,
        "events": problem.events.select_related("actor"),
        "place": place_of(owner=NAME, owner_id=problem.pk, actor=request.user),
        "acts": shown,
        "refused": next(iter(typed or {}), ""),
    }
    return render(request, "rectification/problem.html", context, status=422 if typed else 200)


def _possible(request: HttpRequest, problem: Problem) -> list[str]:
    """The acts that the person can do now, the likeliest first."""
    found = []
    if policies.may_mend(request.user, problem):
        if problem.state in WITH_UNIT:
            found += ["feedback", "progress", "plan"] if problem.measures else ["plan"]
        if problem.wished_due_on is None:
            found.append("extension")
    if policies.may_verify(request.user, problem):
        if problem.state == ProblemState.REPORTED:
            found.append("verify")
        if problem.wished_due_on is not None and not problem.is_closed:
            found.append("answer")
        if problem.is_closed:
            found.append("reopen")
    return found


def _blank(name: str, problem: Problem) -> forms.Form:
    initial = {
        "measures": problem.measures,
        "person": problem.person,
        "result": problem.result,
        "finished_on": timezone.localdate(),
    }
    return ACTS[name](initial=initial, prefix=name)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of `ACTS`, or show what is wrong with what was typed."""
    problem = problem_get(actor=request.user, pk=pk)
    side = policies.mends_for if name in _OF_THE_UNIT else policies.verifies_for
    if not side(request.user, problem.notice):
        raise PermissionDenied
    form = ACTS[name](request.POST, prefix=name)
    if form.is_valid():
        service, said = _chosen(name, request.POST.get("decision", ""))
        if done(form, lambda: service(problem=problem, actor=person(request), **form.cleaned_data)):
            messages.success(request, said)
            return redirect("rectification:problem", pk)
    return _page(request, problem, {name: form})


def _chosen(name: str, decision: str) -> tuple[Callable[..., object], str]:
    """What does an act, and what is said when it is done."""
    acts: dict[str, tuple[Callable[..., object], str]] = {
        "plan": (services.plan_write, _("已保存整改措施")),
        "progress": (services.progress_add, _("已记入进展")),
        "feedback": (services.feedback_give, _("已反馈整改结果，等待核验")),
        "extension": (services.extension_ask, _("已申请延期，等待答复")),
        "verify": (services.problem_close, _("已销号")),
        "verify return": (_returned, _("已退回，单位会继续整改")),
        "reopen": (services.problem_reopen, _("已重新打开")),
        "answer": (partial(services.extension_decide, is_granted=False), _("已答复不同意延期")),
        "answer grant": (partial(services.extension_decide, is_granted=True), _("已同意延期")),
    }
    return acts.get(f"{name} {decision}", acts[name])


def _returned(*, problem: Problem, actor: User, opinion: str, advice: str) -> None:
    services.problem_return(problem=problem, actor=actor, reason=opinion)
