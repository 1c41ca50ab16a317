"""Handing in, taking back, adjusting, throwing away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web.accounts.people import person
from jiheng.web.goals import policies, services
from jiheng.web.goals.answers import checked, gathered
from jiheng.web.goals.differences import changes
from jiheng.web.goals.forms import AdjustForm, SubmitForm
from jiheng.web.goals.page_data import may_adjust
from jiheng.web.goals.selectors import goal_get, latest_version
from jiheng.web.organizations.selectors import open_phase
from jiheng.web.ui.acts import done

__all__ = ["goal_adjust", "goal_delete", "goal_submit", "goal_withdraw"]


@login_required
def goal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """What still blocks and who gets it; then hand in."""
    goal = goal_get(actor=person(request), pk=pk)
    if not policies.may_submit(request.user, goal):
        raise PermissionDenied
    form = SubmitForm(request.POST if request.method == "POST" else None)
    said = checked(goal)
    if request.method == "POST" and form.is_valid():
        explanation = form.cleaned_data["explanation"]
        if said["errors"] and not explanation.strip():
            form.add_error("explanation", _("还有 {count} 处必须修改，请改好，或说明理由").format(count=said["errors"]))
        elif done(form, lambda: services.goal_submit(goal=goal, actor=person(request), explanation=explanation)):
            messages.success(request, _("“{name}”已提交").format(name=goal))
            return redirect("goals:goal", pk)
    version = latest_version(goal)
    context = {
        "goal": goal,
        "form": form,
        "checked": said,
        "findings": gathered(said["findings"]),
        "phase": open_phase(goal.year),
        "changes": changes(version.content, goal.content) if version else None,
    }
    return render(request, "goals/goal_submit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def goal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has opened."""
    goal = goal_get(actor=person(request), pk=pk)
    services.goal_withdraw(goal=goal, actor=person(request))
    messages.success(request, _("已撤回，可以继续修改"))
    return redirect("goals:goal", pk)


@login_required
def goal_adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Open approved goals for a change."""
    goal = goal_get(actor=person(request), pk=pk)
    if not may_adjust(request.user, goal):
        raise PermissionDenied
    form = AdjustForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: services.goal_adjust(goal=goal, actor=person(request), reason=form.cleaned_data["reason"])
        )
    ):
        messages.success(request, _("可以修改了；原批复的版本保留不变，改好后再次提交送审"))
        return redirect("goals:goal", pk)
    return render(request, "goals/goal_adjust.html", {"goal": goal, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def goal_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a draft that was never handed in."""
    goal = goal_get(actor=person(request), pk=pk)
    try:
        services.goal_delete(goal=goal, actor=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("goals:goal", pk)
    messages.success(request, _("已删除“{name}”").format(name=goal))
    return redirect("goals:list")
