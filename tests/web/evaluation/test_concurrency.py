"""Real connections at the same moment: the last sheet opens the scores once, one plan is made, one colleague saves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.web.evaluation.cases import evaluation_of, expert, planned, sheet

from jiheng.web.audit.models import Entry
from jiheng.web.evaluation import services
from jiheng.web.evaluation.models import Assignment, Evaluation, State
from jiheng.web.ui.errors import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[str]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(10)
            act()
        except Conflict as conflict:
            return str(conflict.code)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_last_sheets_at_once_open_the_scores_once(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    people = [expert(world, 0), expert(world, 1)]
    for person in people:
        services.scores_save(evaluation=evaluation, scores=sheet(evaluation), opinion="", lock=1, actor=person)
    acts = [lambda person=person: services.hand_in(evaluation=evaluation, actor=person) for person in people]
    assert _at_once(*acts) == ["done", "done"]
    evaluation.refresh_from_db()
    assert evaluation.state == State.SCORED
    assert Entry.objects.filter(action="evaluation.scored").count() == 1
    assert not Assignment.objects.filter(handed_in_at=None).exists()


def test_two_colleagues_who_save_the_frame_at_once(world):
    evaluation = evaluation_of(world)
    office = world.people["performance_office"]
    acts = [
        lambda rows=rows: services.frame_save(evaluation=evaluation, rows=rows, lock=1, actor=office)
        for rows in (evaluation.frame[:3], evaluation.frame[3:])
    ]
    assert _at_once(*acts) == ["changed", "done"]


def test_an_evaluation_begins_once(world):
    item, office = planned(world), world.people["performance_office"]
    acts = [lambda: services.evaluation_begin(item=item, actor=office)] * 2
    assert _at_once(*acts) == ["begun", "done"]
    assert Evaluation.objects.count() == 1
