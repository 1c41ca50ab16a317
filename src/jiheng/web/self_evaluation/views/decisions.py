"""Handing in, taking back, correcting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiheng.web.accounts.people import person
from jiheng.web.goals.forms import SubmitForm
from jiheng.web.self_evaluation import policies, services
from jiheng.web.self_evaluation.answers import answer
from jiheng.web.self_evaluation.forms import ReasonForm
from jiheng.web.self_evaluation.paper import PAPER
from jiheng.web.self_evaluation.selectors import item_get
from jiheng.web.submissions.models import State
from jiheng.web.ui.acts import done

__all__ = ["reopen", "submit", "withdraw"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """What still blocks and who gets it; then hand in."""
    item = item_get(actor=request.user, pk=pk)
    if not policies.may_edit(request.user, item):
        raise PermissionDenied
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        explanation = form.cleaned_data["explanation"]
        if done(
            form, lambda: services.self_evaluation_submit(item=item, actor=person(request), explanation=explanation)
        ):
            messages.success(request, _("“{name}”已提交").format(name=item))
            return redirect("self_evaluation:item", pk)
    content = services.with_money(item, item.content)
    context = {"item": item, "form": form, "checked": answer(item, content), "obstacle": PAPER.obstacle(item)}
    return render(request, "self_evaluation/submit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has opened."""
    item = item_get(actor=request.user, pk=pk)
    services.self_evaluation_withdraw(item=item, actor=person(request))
    messages.success(request, _("已撤回，可以继续修改"))
    return redirect("self_evaluation:item", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved one for a correction."""
    item = item_get(actor=request.user, pk=pk)
    if item.state != State.APPROVED or not policies.may_create(request.user, item.organization, item.year):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: services.self_evaluation_reopen(item=item, actor=person(request), reason=reason)):
            messages.success(request, _("可以修改了；原来通过的版本保留不变，改好后再次提交"))
            return redirect("self_evaluation:item", pk)
    return render(
        request, "self_evaluation/reopen.html", {"item": item, "form": form}, status=422 if form.errors else 200
    )
