"""The page of a goal: to write on where one may, else to read; and what its scripts ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.domain.target import format_target, parse_target
from jiheng.web.accounts.people import person
from jiheng.web.goals import policies
from jiheng.web.goals.answers import checked
from jiheng.web.goals.asides import asides_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState
from jiheng.web.goals.page_data import editor_data, may_adjust
from jiheng.web.goals.printed import ShownSheet, shown_department
from jiheng.web.goals.selectors import goal_get, last_year, latest_version
from jiheng.web.goals.services import goal_save
from jiheng.web.goals.sheets import content_for, may_see_draft, shown_goal
from jiheng.web.goals.typed import LONGEST, typed_content, typed_department
from jiheng.web.goals.typed_texts import typed_of
from jiheng.web.review.selectors import comments_of, run_get
from jiheng.web.review.steps import steps_context
from jiheng.web.review.workflow import StepState
from jiheng.web.ui.errors import Conflict

__all__ = ["goal_check", "goal_page", "goal_save_typed", "parse_target_text"]

_LARGEST = 2 * 1024 * 1024
_JSON = {"ensure_ascii": False}


@login_required
@require_safe
def goal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor, or the printed sheet with its history."""
    goal = goal_get(actor=request.user, pk=pk)
    version = latest_version(goal)
    context: dict[str, Any] = {"goal": goal, "version": version, "last_year": last_year(goal)}
    context |= _said(request, goal) if version else {}
    context["asides"] = asides_of(goal, request.user)
    if policies.may_edit(request.user, goal):
        template = "goals/department_edit.html" if goal.kind == GoalKind.DEPARTMENT else "goals/goal_edit.html"
        return render(request, template, {**context, **editor_data(goal, person(request), context.get("comments", ()))})
    content = content_for(request.user, goal)
    context |= {
        "may_withdraw": policies.may_withdraw(request.user, goal),
        "may_adjust": may_adjust(request.user, goal),
        "part": shown_department(content) if goal.kind == GoalKind.DEPARTMENT else None,
        "shown": None if goal.kind == GoalKind.DEPARTMENT else _shown(request, goal, content),
    }
    return render(request, "goals/goal_detail.html", context)


def _shown(request: HttpRequest, goal: Goal, content: Mapping[str, Any]) -> ShownSheet:
    return shown_goal(goal, content, handed_in=not may_see_draft(request.user, goal))


def _said(request: HttpRequest, goal: Goal) -> dict[str, Any]:
    """What the reviewers did: the comments, the steps of the last submission, and the one that sent it back."""
    last, comments = comments_of(actor=person(request), subject="goal", subject_id=goal.pk)
    run = run_get(actor=person(request), pk=last.pk)
    sent_back = [task for task in run.tasks.all() if task.state == StepState.RETURNED]
    return {
        "comments": list(comments),
        "sent_back": sent_back[0] if sent_back and goal.state == GoalState.RETURNED else None,
        **steps_context(run),
    }


@login_required
@require_POST
def goal_save_typed(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; where a colleague was quicker, 409 with what is there now."""
    goal = goal_get(actor=request.user, pk=pk)
    try:
        body = _body(request)
        content = _stored(goal, body["content"])
        saved = goal_save(goal=goal, actor=person(request), content=content, lock=body["lock"])
    except Conflict as conflict:
        fresh = goal_get(actor=request.user, pk=pk)
        said: dict[str, Any] = {"code": conflict.code, "message": str(conflict), "lock": fresh.lock}
        if policies.may_edit(request.user, fresh):
            said["content"] = typed_of(fresh.content)
        return JsonResponse(said, status=409, json_dumps_params=_JSON)
    except ValidationError as error:
        return _refused(error)
    return JsonResponse({"lock": saved.lock, "errors": saved.errors})


@login_required
@require_POST
def goal_check(request: HttpRequest, pk: int) -> JsonResponse:
    """What the checks say of what is typed; nothing is stored."""
    goal = goal_get(actor=request.user, pk=pk)
    if not policies.may_edit(request.user, goal):
        raise PermissionDenied
    try:
        content = _stored(goal, _body(request)["content"])
    except ValidationError as error:
        return _refused(error)
    said = checked(goal, content)
    return JsonResponse(said, json_dumps_params=_JSON)


@login_required
@require_POST
def parse_target_text(request: HttpRequest) -> JsonResponse:
    """A target taken apart by the grammar of targets."""
    try:
        text = _body(request)["text"]
    except ValidationError as error:
        return _refused(error)
    target = parse_target("".join(filter(str.isprintable, text)).strip())
    return JsonResponse(
        {
            "kind": target.kind.value,
            "sign": target.operator.sign if target.operator else "",
            "number": target.number or "",
            "unit": target.unit or "",
            "text": format_target(target) if target.kind.value == "quantitative" else target.raw,
        },
        json_dumps_params=_JSON,
    )


def _stored(goal: Goal, typed: Mapping[str, Any]) -> dict[str, Any]:
    if goal.kind == GoalKind.DEPARTMENT:
        return typed_department(typed)
    return typed_content(typed, goal.organization, goal.content)


def _body(request: HttpRequest) -> dict[str, Any]:
    """The JSON that was sent.

    Raises:
        ValidationError: it is none, or says something else than an object with content, lock or text.
    """
    if len(request.body) > _LARGEST:
        raise ValidationError(_("内容太长，没有保存"))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError(_("格式不对")) from None
    if not isinstance(body, dict) or not isinstance(body.get("content", {}), dict):
        raise ValidationError(_("格式不对"))
    made = {"content": {}, "lock": 0, "text": "", **body}
    if not isinstance(made["lock"], int) or not isinstance(made["text"], str) or len(made["text"]) > LONGEST:
        raise ValidationError(_("格式不对"))
    return made


def _refused(error: ValidationError) -> JsonResponse:
    fields = {name: texts[0] for name, texts in error.message_dict.items()} if hasattr(error, "error_dict") else {}
    return JsonResponse({"message": error.messages[0], "fields": fields}, status=422, json_dumps_params=_JSON)
