"""The filter of the list of goals, for the page and for programs."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from jiheng.web.goals.models import Goal, GoalState, Version
from jiheng.web.goals.services import SUBJECT
from jiheng.web.review.models import Task
from jiheng.web.review.workflow import RunState, StepState

__all__ = ["narrowed"]


_LEVELS = {
    "errors": Q(errors__gt=0),
    "clean": Q(errors=0),
    "warnings": Q(errors=0, warnings__gt=0),
    "faultless": Q(errors=0, warnings=0),
}


def narrowed(
    found: QuerySet[Goal],
    *,
    organization: str = "",
    text: str = "",
    level: str = "",
    kind: str = "",
    handed_in: bool = False,
    step: str = "",
    day: date | None = None,
) -> QuerySet[Goal]:
    """Those of `found` that are asked for; what is empty does not filter.

    Args:
        found: goals that the person may see.
        organization: code of an organization, with those below it.
        text: part of name or code.
        level: ``errors``, ``clean`` (nothing that must be mended), ``warnings`` (advice only) or ``faultless``.
        kind: ``project`` or ``department``.
        handed_in: leaves out drafts.
        step: name of the step of the review where it waits.
        day: when it was handed in for the first time.
    """
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(code__contains=text.strip()))
    if level in _LEVELS:
        found = found.filter(_LEVELS[level])
    if kind:
        found = found.filter(kind=kind)
    if handed_in:
        found = found.exclude(state=GoalState.DRAFT)
    if step:
        open_ones = Task.objects.filter(
            state=StepState.OPEN, run__state=RunState.RUNNING, run__subject=SUBJECT, name=step
        )
        found = found.filter(pk__in=open_ones.values("run__subject_id"))
    if day:
        found = found.filter(pk__in=Version.objects.filter(number=1, submitted_at__date=day).values("goal"))
    return found
