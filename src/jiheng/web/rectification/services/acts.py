"""What all acts on a problem have in common: the state as a condition of the write, the event, the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.attachments.selectors import attachments_of
from jiheng.web.audit.services import record
from jiheng.web.rectification.evidence import NAME
from jiheng.web.rectification.models import Event, Happening, Problem
from jiheng.web.ui.errors import Conflict

__all__ = ["files_of", "move", "note", "said"]

_LONGEST = 4000


def said(field: str, text: str, missing: str) -> str:
    """What was written, without the white space around it.

    Raises:
        ValidationError: nothing (then it says `missing`), or too much.
    """
    if not text.strip():
        raise ValidationError({field: missing})
    if len(text) > _LONGEST:
        raise ValidationError({field: _("文字太长，最多 {limit} 字").format(limit=_LONGEST)})
    return text.strip()


def move(problem: Problem, states: Collection[str], **changes: Any) -> None:
    """Change a problem that is still in one of the states.

    Raises:
        Conflict: it no longer is.
    """
    # The condition decides between two at once.
    if not Problem.objects.filter(pk=problem.pk, state__in=list(states)).update(**changes):
        raise Conflict("problem-moved", _("这个问题的状态刚刚变了，请刷新页面后再处理"))
    problem.refresh_from_db()


def note(problem: Problem, kind: Happening, *, actor: User | None, text: str = "", **details: Any) -> Event:
    """Keep what happened, in the problem's history and in the log."""
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in details.items()}
    event = Event.objects.create(problem=problem, kind=kind, actor=actor, text=text, details=kept)
    record(
        f"rectification.{kind.value}", actor=actor, subject=problem, organization=problem.organization.code,
        after={"state": problem.state, "text": text, **kept},
    )  # fmt: skip
    return event


def files_of(problem: Problem) -> list[dict[str, Any]]:
    """The evidence as it is now, so that the history says what was shown."""
    return [{"id": each.pk, "name": each.name, "sha256": each.sha256} for each in attachments_of(NAME, problem.pk)]
