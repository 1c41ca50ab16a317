"""The sums of each project, written down: a list of thirty thousand is sorted and filtered where they are stored.

They say nothing of their own. Whoever changes movements, or approves goals, has them written anew in the same
transaction. So each project that was approved once has them, and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import islice

from django.db import connection, transaction

from jiheng.web.execution.models import ProjectSums
from jiheng.web.execution.selectors import monies_of, total_of
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.services import SUBJECT
from jiheng.web.organizations.models import Cycle
from jiheng.web.review.events import Event, Happening
from jiheng.web.review.models import RunState

__all__ = ["on_review", "restate", "restate_missing", "year_hold"]

_BATCH = 2000
_MILLIONTH = Decimal("0.000001")
_SUMS = ("opening", "adjusted", "arrived", "spent", "expected", "rate")


def year_hold(year: int) -> None:
    """Let one after the other write the money of a year, so that no two imports and no import and a hand mix."""
    Cycle.objects.select_for_update().filter(year=year).first()


def restate(goals: Iterable[int]) -> None:
    """Write the sums of these projects anew; in a transaction of the caller's."""
    rest = iter(dict.fromkeys(goals))
    while batch := list(islice(rest, _BATCH)):
        _restate(batch)


def restate_missing(**_sender: object) -> None:
    """Sums for the projects that were approved before there were any: after migrations."""
    approved = Goal.objects.filter(kind=GoalKind.PROJECT, versions__is_approved=True, sums=None)
    restate(list(approved.order_by().distinct().values_list("pk", flat=True)))


def on_review(event: Event) -> None:
    """An approval may change the opening budget of a project for which nobody entered one."""
    run = event.run
    if event.what is not Happening.RUN_ENDED or run.subject != SUBJECT or run.state != RunState.APPROVED:
        return
    restate(Goal.objects.filter(pk=run.subject_id, kind=GoalKind.PROJECT).values_list("pk", flat=True))
    if connection.features.has_select_for_update:
        # Money that is entered at this very moment is not seen from here, nor is the approval from there. To wait for it
        # inside the approval, behind everything that holds, could be for ever: it is looked at again afterwards.
        transaction.on_commit(partial(_look_again, run.subject_id, run.year))


@transaction.atomic
def _look_again(goal: int, year: int) -> None:
    year_hold(year)
    restate(Goal.objects.filter(pk=goal, kind=GoalKind.PROJECT).values_list("pk", flat=True))


def _restate(goals: Sequence[int]) -> None:
    money = monies_of(goals)
    rows = []
    for goal in goals:
        total = total_of(money.get(goal, {}))
        rate = None if total.rate is None else total.rate.quantize(_MILLIONTH, ROUND_HALF_UP)
        rows.append(ProjectSums(goal_id=goal, **{**total._asdict(), "rate": rate}))
    ProjectSums.objects.bulk_create(rows, update_conflicts=True, unique_fields=["goal"], update_fields=_SUMS)
