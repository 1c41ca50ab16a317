"""The page of a problem, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.attachments.selectors import place_of
from jiheng.web.rectification import policies, services
from jiheng.web.rectification.evidence import NAME
from jiheng.web.rectification.forms import ACTS
from jiheng.web.rectification.models import WITH_UNIT, Problem, ProblemState
from jiheng.web.rectification.selectors import problem_get
from jiheng.web.ui.errors import Conflict

__all__ = ["answer", "extension", "feedback", "plan", "problem_page", "progress", "reopen", "verify"]

Act = Callable[[Problem, dict[str, Any]], str]
"""Does it with what was typed; says what was done."""


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


def _done(request: HttpRequest, pk: int, name: str, act: Act) -> HttpResponse:
    """Do an act, or show what is wrong with what was typed."""
    problem = problem_get(actor=request.user, pk=pk)
    side = policies.mends_for if name in {"plan", "progress", "feedback", "extension"} else policies.verifies_for
    if not side(request.user, problem.notice):
        raise PermissionDenied
    form = ACTS[name](request.POST, prefix=name)
    if form.is_valid():
        try:
            messages.success(request, act(problem, form.cleaned_data))
            return redirect("rectification:problem", pk)
        except Conflict:
            raise
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else _add(form, error)
    return _page(request, problem, {name: form})


def _add(form: forms.Form, error: ValidationError) -> None:
    for field, texts in error.message_dict.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


@login_required
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Measures."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        services.plan_write(problem=problem, actor=person(request), **typed)
        return _("已保存整改措施")

    return _done(request, pk, "plan", act)


@login_required
@require_POST
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        services.progress_add(problem=problem, actor=person(request), **typed)
        return _("已记入进展")

    return _done(request, pk, "progress", act)


@login_required
@require_POST
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """The result."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        services.feedback_give(problem=problem, actor=person(request), **typed)
        return _("已反馈整改结果，等待核验")

    return _done(request, pk, "feedback", act)


@login_required
@require_POST
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    """More time is asked for."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        services.extension_ask(problem=problem, actor=person(request), **typed)
        return _("已申请延期，等待答复")

    return _done(request, pk, "extension", act)


@login_required
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed, or sent back."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        if request.POST.get("decision") == "return":
            services.problem_return(problem=problem, actor=person(request), reason=typed["opinion"])
            return _("已退回，单位会继续整改")
        services.problem_close(problem=problem, actor=person(request), **typed)
        return _("已销号")

    return _done(request, pk, "verify", act)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        services.problem_reopen(problem=problem, actor=person(request), **typed)
        return _("已重新打开")

    return _done(request, pk, "reopen", act)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """More time is given, or not."""

    def act(problem: Problem, typed: dict[str, Any]) -> str:
        is_granted = request.POST.get("decision") == "grant"
        services.extension_decide(problem=problem, actor=person(request), is_granted=is_granted, **typed)
        return _("已同意延期") if is_granted else _("已答复不同意延期")

    return _done(request, pk, "answer", act)
