"""Scoring a drawn self-evaluation again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiheng.web.accounts.models import User
from jiheng.web.accounts.people import person
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.forms import RescoreForm
from jiheng.web.self_evaluation.models import Rescore
from jiheng.web.self_evaluation.rescoring import compared, difference_of, lines_of
from jiheng.web.self_evaluation.selectors_samples import rescore_get
from jiheng.web.self_evaluation.services_samples import rescore_finish, rescore_save

__all__ = ["done", "rescore"]

_DIGITS = 9


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rescore(request: HttpRequest, pk: int) -> HttpResponse:
    """Both scores of each line; POST keeps what was scored."""
    found = rescore_get(actor=request.user, pk=pk)
    may_score = policies.may_rescore(request.user, found)
    problems: list[str] = []
    form = None
    if request.method == "POST":
        if not may_score:
            raise PermissionDenied
        form = RescoreForm(request.POST, [line.key for line in lines_of(found.version)])
        problems = _problems(found, form, person(request))
        if not problems:
            messages.success(request, _("复核评分已保存"))
            return redirect("self_evaluation:rescore", pk)
    typed = form.typed() if form else None
    context = _context(request, found) | {"lines": compared(found, typed), "may_score": may_score}
    context |= {"form": form, "problems": problems}
    return render(request, "self_evaluation/rescore.html", context, status=422 if problems else 200)


@login_required
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it, so that the unit sees it."""
    found = rescore_get(actor=request.user, pk=pk)
    if not policies.may_rescore(request.user, found):
        raise PermissionDenied
    try:
        rescore_finish(rescore=found, lock=_lock(request), actor=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("复核已完成，单位现在可以看到结果"))
    return redirect("self_evaluation:rescore", pk)


def _context(request: HttpRequest, found: Rescore) -> dict[str, Any]:
    return {
        "rescore": found,
        "item": found.version.item,
        "version": found.version,
        "difference": difference_of(found),
        "opinion": request.POST.get("opinion", found.opinion) if request.method == "POST" else found.opinion,
        "sees_sample": policies.may_see_sample(request.user, found.sample),
    }


def _problems(found: Rescore, form: RescoreForm, actor: User) -> list[str]:
    """Keep what was scored; why not, in sentences."""
    if not form.is_valid():
        return [str(text) for texts in form.errors.values() for text in texts]
    opinion = form.cleaned_data["opinion"]
    try:
        rescore_save(rescore=found, scores=form.typed(), opinion=opinion, lock=form.lock_seen(), actor=actor)
    except ValidationError as error:
        return error.messages
    return []


def _lock(request: HttpRequest) -> int:
    text = request.POST.get("lock", "")
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0
