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

from jiheng.web.accounts.people import person
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.models import Rescore
from jiheng.web.self_evaluation.rescoring import compared, difference_of
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
    typed = None
    if request.method == "POST":
        if not may_score:
            raise PermissionDenied
        typed = _typed(request)
        try:
            rescore_save(
                rescore=found, scores=typed, opinion=request.POST.get("opinion", "")[:5000], lock=_lock(request),
                actor=person(request),
            )  # fmt: skip
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("复核评分已保存"))
            return redirect("self_evaluation:rescore", pk)
    context = _context(request, found) | {"lines": compared(found, typed), "problems": problems, "may_score": may_score}
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


def _typed(request: HttpRequest) -> dict[str, dict[str, str]]:
    names = [name.removeprefix("points-") for name in request.POST if name.startswith("points-")]
    return {
        name: {
            "points": request.POST.get(f"points-{name}", "")[:20],
            "reason": request.POST.get(f"reason-{name}", "")[:1000],
        }
        for name in names
    }


def _lock(request: HttpRequest) -> int:
    text = request.POST.get("lock", "")
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0
