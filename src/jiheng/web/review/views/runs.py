"""One submission and what is decided about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.models import User
from jiheng.web.accounts.people import person
from jiheng.web.organizations.selectors import chosen_year, organization_list
from jiheng.web.review import policies, selectors, services
from jiheng.web.review.forms import CommentForm, DecisionForm, HandOverForm
from jiheng.web.review.models import Run, RunState, StepState, Task
from jiheng.web.review.steps import steps_context
from jiheng.web.review.subjects import subject_of
from jiheng.web.review.views.comments import comment_context
from jiheng.web.review.views.queue import address_of, filter_of
from jiheng.web.review.workflow import Decision
from jiheng.web.ui.errors import Conflict, typed_texts
from jiheng.web.ui.paging import KeysFirst

__all__ = ["decide", "hand_over", "run", "run_list", "withdraw"]

_PAGE = 50


@login_required
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """A submission with its steps, what was submitted, the comments, and the form of whoever has to decide."""
    shown = selectors.run_get(actor=request.user, pk=pk)
    return _page(request, shown, request.GET.get("from", ""))


@login_required
@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """All submissions that the person may look into."""
    year = chosen_year(request)
    state, wanted = request.GET.get("state", ""), filter_of(request.GET)
    found = selectors.run_list(actor=request.user, year=year, state=state, organization=wanted.organization)
    context = {
        "page_obj": KeysFirst(found, _PAGE).get_page(request.GET.get("page")),
        "states": RunState.choices,
        "state": state,
        "wanted": wanted,
        "organizations": organization_list(actor=request.user, year=year),
    }
    return render(request, "review/run_list.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, return or stop; then on to the next one of the queue."""
    task = _team_task(request, pk)
    filters = request.POST.get("from", "")
    form = DecisionForm(request.POST, task=task, errors=1)
    if form.is_valid():
        try:
            said = _decide(task, person(request), form)
        except Conflict as conflict:
            form.add_error(None, conflict)
        else:
            messages.success(request, f"{said}：{task.run.organization.name} {task.run.title}")
            return redirect(_next(request, task, filters))
    return _page(request, selectors.run_get(actor=request.user, pk=task.run_id), filters, form)


@login_required
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a task to a colleague."""
    task = _team_task(request, pk)
    form = HandOverForm(request.POST, task=task)
    if form.is_valid():
        to: User = form.cleaned_data["to"]
        services.task_hand_over(task=task, actor=person(request), to=to)
        messages.success(request, _("已转交给 {name}").format(name=to.name))
    else:
        messages.error(request, _("请选择一位同事"))
    return redirect("review:run", pk=task.run_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back."""
    shown = selectors.run_get(actor=request.user, pk=pk)
    services.run_withdraw(run=shown, actor=person(request))
    messages.success(request, _("已撤回，可以继续修改"))
    return redirect(subject_of(shown.subject).page(shown))


def _team_task(request: HttpRequest, pk: int) -> Task:
    task = selectors.task_get(actor=request.user, pk=pk)
    if not policies.may_hand_over(request.user, task):
        raise PermissionDenied
    return task


def _decide(task: Task, actor: User, form: DecisionForm) -> str:
    decision = Decision(form.cleaned_data["decision"])
    opinion, grades = form.cleaned_data["opinion"], form.grades()
    if decision == Decision.APPROVE:
        override = form.cleaned_data["override"]
        services.task_approve(task=task, actor=actor, grades=grades, opinion=opinion, override=override)
        return _("已通过")
    if decision == Decision.RETURN:
        services.task_return(task=task, actor=actor, opinion=opinion, grades=grades)
        return _("已退回")
    services.task_stop(task=task, actor=actor, opinion=opinion, grades=grades)
    return _("已终止")


def _next(request: HttpRequest, task: Task, filters: str) -> str:
    """The first that waits in the queue the person came from, or the queue."""
    wanted = filter_of(QueryDict(filters[:1000]))
    if wanted.state == "open":
        following = selectors.queue(actor=request.user, year=task.run.year, wanted=wanted).first()
        if following is not None:
            query = QueryDict(mutable=True)
            query["from"] = filters
            return f"{reverse('review:run', args=[following.run_id])}?{query.urlencode()}"
    return address_of(filters)


def _page(request: HttpRequest, shown: Run, filters: str, form: DecisionForm | None = None) -> HttpResponse:
    """The page of a run; `form` is a decision that could not be made."""
    actor, subject = request.user, subject_of(shown.subject)
    tasks = list(shown.tasks.all())
    open_tasks = [task for task in tasks if task.state == StepState.OPEN]
    task, team = policies.task_for(actor, open_tasks)
    if task is not None and task.opened_at is None and form is None:
        services.task_open(task=task, actor=person(request))
        task.refresh_from_db(fields=["opened_at", "opened_by"])
    errors = subject.open_errors(shown) if task else shown.errors
    context = {
        "errors": errors,
        **steps_context(shown),
        "task": task,
        "form": _shown_form(task, errors, form),
        "problems": [*form.non_field_errors(), *form.errors.get("decision", [])] if form else [],
        "kept": typed_texts(request) if form and task is None else [],
        "team": team,
        "hand_over": HandOverForm(task=team) if team else None,
        "may_withdraw": open_tasks
        and not any(each.opened_at for each in tasks)
        and policies.may_withdraw(actor, shown),
        "earlier": selectors.earlier_runs(shown),
        "sheet": subject.render(shown, request) if subject.render else "",
        "page": subject.page(shown),
        "back": address_of(filters) if policies.has_queue(actor, shown.year) else "",
        "from": filters,
        **comment_context(actor, shown, CommentForm(initial={"version": shown.version})),
    }
    return render(request, "review/run.html", context, status=409 if form else 200)


def _shown_form(task: Task | None, errors: int, given: DecisionForm | None) -> DecisionForm | None:
    """An empty form, or the one that could not be used, with what was typed."""
    if task is None:
        return None
    return DecisionForm(given.data if given else None, task=task, errors=errors)
