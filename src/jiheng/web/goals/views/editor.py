"""The page of a goal: to write on where one may, else to read; and what its scripts ask for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jiheng.domain.target import format_target, parse_target
from jiheng.web.accounts.people import person
from jiheng.web.goals import policies
from jiheng.web.goals.answers import checked
from jiheng.web.goals.checking import check_goal
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.page_data import editor_data, may_adjust
from jiheng.web.goals.paths import cell_label
from jiheng.web.goals.printed import ShownSheet, shown_department
from jiheng.web.goals.selectors import goal_get, last_year, latest_version
from jiheng.web.goals.services import goal_save
from jiheng.web.goals.sheets import may_see_draft, newest_for, shown_goal
from jiheng.web.goals.typed import typed_content, typed_department
from jiheng.web.goals.typed_texts import typed_of
from jiheng.web.goals.typed_values import text_in
from jiheng.web.submissions.editing import answered, review_context, typed_checked, typed_saved

__all__ = ["goal_check", "goal_page", "goal_save_typed", "parse_target_text"]


@login_required
@require_safe
def goal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor, or the printed sheet with its history."""
    goal = goal_get(actor=request.user, pk=pk)
    version = latest_version(goal)
    before = last_year(goal)
    context: dict[str, Any] = {"goal": goal, "version": version, "last_year": before}
    if version:
        actor = person(request)
        context |= review_context(actor=actor, subject="goal", subject_id=goal.pk, label=cell_label)
    if policies.may_edit(request.user, goal):
        template = "goals/department_edit.html" if goal.kind == GoalKind.DEPARTMENT else "goals/goal_edit.html"
        comments = [comment for comment, _label in context.get("comments", ())]
        return render(request, template, {**context, **editor_data(goal, person(request), comments, before)})
    content = newest_for(request.user, goal, version)
    context |= {
        "may_withdraw": policies.may_withdraw(request.user, goal),
        "may_adjust": may_adjust(request.user, goal),
        "part": shown_department(content) if goal.kind == GoalKind.DEPARTMENT else None,
        "shown": None if goal.kind == GoalKind.DEPARTMENT else _shown(request, goal, content),
    }
    return render(request, "goals/goal_detail.html", context)


def _shown(request: HttpRequest, goal: Goal, content: Mapping[str, Any]) -> ShownSheet:
    said = check_goal(goal, content, handed_in=not may_see_draft(request.user, goal))
    return shown_goal(goal, content, said)


@login_required
@require_POST
def goal_save_typed(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; where a colleague was quicker, 409 with what is there now."""
    goal = goal_get(actor=request.user, pk=pk)

    def save(content: dict[str, Any], lock: int) -> Goal:
        return goal_save(goal=goal, actor=person(request), content=content, lock=lock)

    def now() -> tuple[int, dict[str, Any] | None]:
        fresh = goal_get(actor=request.user, pk=pk)
        return fresh.lock, typed_of(fresh.content) if policies.may_edit(request.user, fresh) else None

    return typed_saved(request, read=partial(_stored, goal), save=save, now=now)


@login_required
@require_POST
def goal_check(request: HttpRequest, pk: int) -> JsonResponse:
    """What the checks say of what is typed; nothing is stored."""
    goal = goal_get(actor=request.user, pk=pk)
    if not policies.may_edit(request.user, goal):
        raise PermissionDenied
    return typed_checked(request, lambda typed: checked(goal, _stored(goal, typed)))


@login_required
@require_POST
def parse_target_text(request: HttpRequest) -> JsonResponse:
    """A target taken apart by the grammar of targets."""
    return answered(request, _parsed)


def _parsed(body: Mapping[str, Any]) -> dict[str, str]:
    target = parse_target("".join(filter(str.isprintable, text_in(body, "text") or "")))
    return {
        "kind": target.kind.value,
        "sign": target.operator.sign if target.operator else "",
        "number": target.number or "",
        "unit": target.unit or "",
        "text": format_target(target) if target.kind.value == "quantitative" else target.raw,
    }


def _stored(goal: Goal, typed: Mapping[str, Any]) -> dict[str, Any]:
    if goal.kind == GoalKind.DEPARTMENT:
        return typed_department(typed)
    return typed_content(typed, goal.organization, goal.content)
