"""The page of a project's results, and what is decided there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.rectification.selectors import problems_of
from jiheng.web.results import policies, services
from jiheng.web.results.facts import case_of
from jiheng.web.results.forms import AnswerForm, DecideForm, ReasonForm
from jiheng.web.results.last_year import outcomes_of
from jiheng.web.results.models import Decision
from jiheng.web.results.selectors import decision_of, project_get
from jiheng.web.ui.errors import Conflict

__all__ = ["accept", "answer", "decide", "project_page", "publish", "undo"]

_AT_ONCE = 500


@login_required
@require_safe
def project_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a project, what is proposed, what was decided and how it came about."""
    return _page(request, project_get(actor=request.user, pk=pk))


def _page(request: HttpRequest, goal: Goal, **typed: Any) -> HttpResponse:
    """The page; `typed` holds a form that was refused."""
    decision = decision_of(goal)
    case = case_of(goal)
    may_decide = policies.may_decide(request.user, goal) and not (decision and decision.is_published)
    is_office = policies.may_see_undecided(request.user, goal.year)
    steps = decision.steps if decision else _steps_of(goal)
    context = {
        "goal": goal,
        "case": case,
        "decision": decision,
        "next_year": goal.year + 1,
        "is_office": is_office,
        "outcomes": outcomes_of(goal),
        "problems": list(problems_of(goal)),
        "steps": steps.select_related("actor") if is_office and steps is not None else [],
        "decide_form": _decide_form(case, decision) if may_decide else None,
        "undo_form": ReasonForm(prefix="undo") if may_decide and decision else None,
        "answer_form": AnswerForm() if decision and policies.may_answer(request.user, decision) else None,
        **typed,
    }
    return render(request, "results/project.html", context, status=422 if typed else 200)


def _steps_of(goal: Goal) -> Any:
    undone = Decision.objects.filter(goal=goal).first()
    return undone.steps if undone else None


def _decide_form(case: Any, decision: Decision | None) -> DecideForm:
    known = decision or case.proposal
    percent = Decimal(known.percent).normalize()
    initial = {"action": str(known.action), "percent": f"{percent:f}", "reason": decision.reason if decision else ""}
    return DecideForm(initial=initial)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide, as proposed or otherwise."""
    goal = project_get(actor=request.user, pk=pk)
    if not policies.may_decide(request.user, goal):
        raise PermissionDenied
    form = DecideForm(request.POST)
    if form.is_valid():
        typed = {**form.cleaned_data, "percent": form.cleaned_data["percent"] or Decimal(0)}
        try:
            services.goal_decide(goal=goal, actor=person(request), **typed)
        except Conflict:
            raise
        except ValidationError as error:
            _add(form, error)
        else:
            messages.success(request, _("已确定意见"))
            return redirect("results:project", pk)
    return _page(request, goal, decide_form=form)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    goal = project_get(actor=request.user, pk=pk)
    if not policies.may_decide(request.user, goal):
        raise PermissionDenied
    decision = decision_of(goal)
    if decision is None:
        raise Conflict("result-moved", _("这项意见已经下达或撤销，请刷新页面查看"))
    form = ReasonForm(request.POST, prefix="undo")
    if not form.is_valid():
        return _page(request, goal, undo_form=form)
    services.decision_undo(decision=decision, actor=person(request), **form.cleaned_data)
    messages.success(request, _("已撤销意见"))
    return redirect("results:project", pk)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit says to it."""
    goal = project_get(actor=request.user, pk=pk)
    decision = decision_of(goal)
    if decision is None or not policies.may_answer(request.user, decision):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, goal, answer_form=form)
    services.decision_answer(decision=decision, actor=person(request), text=form.cleaned_data["view"])
    messages.success(request, _("已反馈意见"))
    return redirect("results:project", pk)


@login_required
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Decide as proposed, for all that are ticked."""
    year = chosen_year(request)
    if not policies.decides(request.user, year):
        raise PermissionDenied
    ticked = {int(text) for text in request.POST.getlist("goal")[:_AT_ONCE] if text.isdecimal() and len(text) < 10}
    goals = list(policies.visible_projects(request.user, year).filter(pk__in=ticked))
    if len(goals) < len(ticked):
        raise Http404
    count = services.decisions_accept(goals=goals, actor=person(request))
    if count:
        messages.success(request, _("已按建议确定 {count} 个项目").format(count=count))
    else:
        messages.info(request, _("请先勾选还没有确定意见的项目"))
    return _back(request)


@login_required
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Tell the units."""
    year = chosen_year(request)
    count = services.decisions_publish(year=year, actor=person(request))
    messages.success(request, _("已下达 {count} 个项目的意见，单位会收到提醒").format(count=count))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list with its filter."""
    wanted = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}) and wanted.startswith("/results/")
    return redirect(wanted if is_own else "results:list")


def _add(form: DecideForm, error: ValidationError) -> None:
    for field, texts in error.message_dict.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)
