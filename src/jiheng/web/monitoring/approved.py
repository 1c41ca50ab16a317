"""The approved goals of projects, which is what monitoring holds them to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jiheng.domain.goals import GoalSheet
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Origin, Version

__all__ = ["Approved", "approved_of", "approved_projects"]


class Approved(NamedTuple):
    """What was approved for a project.

    Attributes:
        number: of the newest approved version; starts: of a project added in mid-year, when it was approved first.
    """

    sheet: GoalSheet
    number: int
    starts: date | None


def approved_projects(year: int) -> QuerySet[Goal]:
    """The projects of a year whose goals were approved, be they being adjusted or not."""
    versions = Version.objects.filter(goal=OuterRef("pk"), is_approved=True)
    found = Goal.objects.filter(Exists(versions), year=year, kind=GoalKind.PROJECT, is_deleted=False)
    return found.exclude(state=GoalState.STOPPED)


def approved_of(goals: Iterable[Goal]) -> dict[int, Approved]:
    """Key of each project → what was approved; asked once for all."""
    known = {goal.pk: goal for goal in goals}
    versions = Version.objects.filter(goal__in=known, is_approved=True).order_by("goal", "number")
    found: dict[int, tuple[int, dict[str, object]]] = {}
    begins: dict[int, date] = {}
    for goal, number, content, at in versions.values_list("goal", "number", "content", "approved_at"):
        found[goal] = (number, content)
        if at:
            begins.setdefault(goal, timezone.localdate(at))
    return {
        goal: Approved(sheet_of(content), number, begins.get(goal) if known[goal].origin == Origin.ADDED else None)
        for goal, (number, content) in found.items()
    }
