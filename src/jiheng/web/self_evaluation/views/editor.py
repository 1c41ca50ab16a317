"""The page of a self-evaluation: to write on where one may, else to read; and what its scripts ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.attachments.selectors import place_of
from jiheng.web.review.selectors import comments_of, run_get
from jiheng.web.review.steps import steps_context
from jiheng.web.review.workflow import StepState
from jiheng.web.self_evaluation import policies, services
from jiheng.web.self_evaluation.answers import answer
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.page_data import editor_data
from jiheng.web.self_evaluation.paper import SUBJECT
from jiheng.web.self_evaluation.selectors import item_get, version_for
from jiheng.web.self_evaluation.shown import shown
from jiheng.web.self_evaluation.typed import typed_content
from jiheng.web.submissions.models import State
from jiheng.web.ui.errors import Conflict

__all__ = ["check", "item_page", "refresh", "save"]

_LARGEST = 1024 * 1024
_JSON = {"ensure_ascii": False}


@login_required
@require_safe
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor, or the printed form with its scores and its history."""
    item = item_get(actor=request.user, pk=pk)
    context: dict[str, Any] = {"item": item, "version": item.versions.first(), **_said(request, item)}
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


def _said(request: HttpRequest, item: SelfEvaluation) -> dict[str, Any]:
    """What the reviewers did: the comments, the steps, and the one that sent it back."""
    if not item.versions.exists():
        return {}
    last, comments = comments_of(actor=person(request), subject=SUBJECT, subject_id=item.pk)
    run = run_get(actor=person(request), pk=last.pk)
    sent_back = [task for task in run.tasks.all() if task.state == StepState.RETURNED]
    return {
        "comments": list(comments),
        "sent_back": sent_back[0] if sent_back and item.state == State.RETURNED else None,
        **steps_context(run),
    }


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; where a colleague was quicker, 409 with what is there now."""
    item = item_get(actor=request.user, pk=pk)
    try:
        body = _body(request)
        content = typed_content(body["content"], item.content, kind=item.kind)
        saved = services.self_evaluation_save(item=item, actor=person(request), content=content, lock=body["lock"])
    except Conflict as conflict:
        fresh = item_get(actor=request.user, pk=pk)
        said: dict[str, Any] = {"code": conflict.code, "message": str(conflict), "lock": fresh.lock}
        if policies.may_edit(request.user, fresh):
            said["content"] = fresh.content
        return JsonResponse(said, status=409, json_dumps_params=_JSON)
    except ValidationError as error:
        return _refused(error)
    return JsonResponse({"lock": saved.lock, "errors": saved.errors})


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> JsonResponse:
    """Scores and findings of what is typed; nothing is stored."""
    item = item_get(actor=request.user, pk=pk)
    if not policies.may_edit(request.user, item):
        raise PermissionDenied
    try:
        content = typed_content(_body(request)["content"], item.content, kind=item.kind)
    except ValidationError as error:
        return _refused(error)
    return JsonResponse(answer(item, services.with_money(item, content)), json_dumps_params=_JSON)


@login_required
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the goals as they are approved now."""
    item = item_get(actor=request.user, pk=pk)
    services.self_evaluation_refresh(item=item, actor=person(request), lock=item.lock)
    messages.success(request, _("已按最新批复的目标和监控结果更新，您填写的内容保留在原来的指标上"))
    return redirect("self_evaluation:item", pk)


def _body(request: HttpRequest) -> dict[str, Any]:
    """The JSON that was sent.

    Raises:
        ValidationError: it is none, or says something else than an object with content and lock.
    """
    if len(request.body) > _LARGEST:
        raise ValidationError(_("内容太长，没有保存"))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError(_("格式不对")) from None
    made: Mapping[str, Any] = {"content": {}, "lock": 0, **body} if isinstance(body, dict) else {}
    if not isinstance(made.get("content"), dict) or not isinstance(made.get("lock"), int):
        raise ValidationError(_("格式不对"))
    return dict(made)


def _refused(error: ValidationError) -> JsonResponse:
    return JsonResponse({"message": error.messages[0]}, status=422, json_dumps_params=_JSON)
