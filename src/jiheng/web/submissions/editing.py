"""What the scripts of a paper that is being written ask for, and what its page shows of the review; the same for all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from jiheng.web.organizations.policies import Actor
from jiheng.web.review.selectors import comments_on, last_run
from jiheng.web.review.steps import steps_context
from jiheng.web.review.workflow import StepState
from jiheng.web.ui.errors import Conflict

__all__ = ["answered", "review_context", "typed_checked", "typed_saved"]

_LARGEST = 2 * 1024 * 1024
_Content = dict[str, Any]


class _Saved(Protocol):
    """What is there after a save."""

    lock: int
    errors: int


def typed_saved(
    request: HttpRequest,
    *,
    read: Callable[[_Content], _Content],
    save: Callable[[_Content, int], _Saved],
    now: Callable[[], tuple[int, _Content | None]],
) -> JsonResponse:
    """Save what was typed; where a colleague was quicker, 409 with what is there now.

    Args:
        request: with the typed content and the lock of what the person saw.
        read: what was typed → what is stored.
        save: stores it over that lock.
        now: the lock of what is there, and what is typed there; None where the person may not write any more.
    """

    def act(body: _Content) -> _Content:
        lock = body.get("lock", 0)
        if not isinstance(lock, int):
            raise ValidationError(_("格式不对"))
        content = read(_content(body))
        try:
            saved = save(content, lock)
        except Conflict as conflict:
            fresh, typed = now()
            conflict.details |= {"lock": fresh} if typed is None else {"lock": fresh, "content": typed}
            raise
        return {"lock": saved.lock, "errors": saved.errors}

    return answered(request, act)


def typed_checked(request: HttpRequest, check: Callable[[_Content], Mapping[str, Any]]) -> JsonResponse:
    """What `check` says of what is typed; nothing is stored."""
    return answered(request, lambda body: check(_content(body)))


def answered(request: HttpRequest, answer: Callable[[_Content], Mapping[str, Any]]) -> JsonResponse:
    """What `answer` says of the JSON object that was sent; 422 where it is refused, 409 where it no longer fits."""
    try:
        return _json(answer(_body(request)))
    except Conflict as conflict:
        return _json({"code": conflict.code, "message": str(conflict), **conflict.details}, 409)
    except ValidationError as error:
        fields = {name: texts[0] for name, texts in error.message_dict.items()} if hasattr(error, "error_dict") else {}
        return _json({"message": error.messages[0], "fields": fields}, 422)


def _body(request: HttpRequest) -> _Content:
    if len(request.body) > _LARGEST:
        raise ValidationError(_("内容太长，没有保存"))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise ValidationError(_("格式不对"))
    return body


def _content(body: _Content) -> _Content:
    content = body.get("content")
    if not isinstance(content, dict):
        raise ValidationError(_("格式不对"))
    return content


def _json(said: Mapping[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def review_context(*, actor: Actor, subject: str, subject_id: int, label: Callable[[str], str]) -> dict[str, Any]:
    """What the reviewers did with a paper that was handed in at least once.

    Returns:
        ``comments``: each with what people call its cell (`label`; empty for the whole); ``sent_back``: the step that
        sent the last submission back, or None; and the steps (see `steps_context`).
    """
    run = last_run(actor=actor, subject=subject, subject_id=subject_id)
    return {
        "comments": [(each, label(each.anchor) if each.anchor else "") for each in comments_on(run)],
        "sent_back": next((task for task in run.tasks.all() if task.state == StepState.RETURNED), None),
        **steps_context(run),
    }
