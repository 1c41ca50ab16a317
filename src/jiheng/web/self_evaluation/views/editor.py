"""The page of a self-evaluation: to write on where one may, else to read; and what its scripts ask for."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.attachments.selectors import place_of
from jiheng.web.self_evaluation import policies, services
from jiheng.web.self_evaluation.anchors import anchor_label
from jiheng.web.self_evaluation.answers import answer
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.page_data import editor_data
from jiheng.web.self_evaluation.paper import SUBJECT
from jiheng.web.self_evaluation.selectors import item_get, version_for
from jiheng.web.self_evaluation.shown import shown
from jiheng.web.self_evaluation.typed import typed_content
from jiheng.web.submissions.editing import review_context, typed_checked, typed_saved
from jiheng.web.submissions.models import State

__all__ = ["check", "item_page", "refresh", "save"]


@login_required
@require_safe
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor, or the printed form with its scores and its history."""
    item = item_get(actor=request.user, pk=pk)
    context: dict[str, Any] = {"item": item, "version": item.versions.first()}
    if context["version"]:
        actor, label = person(request), partial(anchor_label, item.content)
        context |= review_context(actor=actor, subject=SUBJECT, subject_id=item.pk, label=label)
    if policies.may_edit(request.user, item):
        item.content = services.with_money(item, item.content)
        return render(request, "self_evaluation/edit.html", {**context, **editor_data(item, person(request))})
    version = version_for(request.user, item)
    context |= {
        "shown": shown(item, version.content if version else item.content),
        "may_withdraw": policies.may_withdraw(request.user, item),
        "may_reopen": item.state == State.APPROVED and policies.may_create(request.user, item.organization, item.year),
        "place": place_of(owner=SUBJECT, owner_id=item.pk, actor=request.user),
        "rescores": policies.visible_rescores(request.user, item.year)
        .filter(version__item=item)
        .select_related("sample", "version"),
    }
    return render(request, "self_evaluation/detail.html", context)


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; where a colleague was quicker, 409 with what is there now."""
    item = item_get(actor=request.user, pk=pk)

    def store(content: dict[str, Any], lock: int) -> SelfEvaluation:
        return services.self_evaluation_save(item=item, actor=person(request), content=content, lock=lock)

    def now() -> tuple[int, dict[str, Any] | None]:
        fresh = item_get(actor=request.user, pk=pk)
        return fresh.lock, fresh.content if policies.may_edit(request.user, fresh) else None

    return typed_saved(request, read=partial(_stored, item), save=store, now=now)


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> JsonResponse:
    """Scores and findings of what is typed; nothing is stored."""
    item = item_get(actor=request.user, pk=pk)
    if not policies.may_edit(request.user, item):
        raise PermissionDenied
    return typed_checked(request, lambda typed: answer(item, services.with_money(item, _stored(item, typed))))


def _stored(item: SelfEvaluation, typed: dict[str, Any]) -> dict[str, Any]:
    return typed_content(typed, item.content, kind=item.kind)


@login_required
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the goals as they are approved now."""
    item = item_get(actor=request.user, pk=pk)
    services.self_evaluation_refresh(item=item, actor=person(request), lock=item.lock)
    messages.success(request, _("已按最新批复的目标和监控结果更新，您填写的内容保留在原来的指标上"))
    return redirect("self_evaluation:item", pk)
