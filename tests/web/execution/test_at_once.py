"""Real connections at the same moment: an approval, and money that is entered meanwhile."""

from __future__ import annotations

import time
from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from tests.web.disclosure.approved import make_sheet
from tests.web.review.conftest import FINE, open_task

from jiheng.web.execution.models import MovementKind, ProjectSums, Source
from jiheng.web.execution.services import movement_set
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.services import SUBJECT, goal_create, goal_submit
from jiheng.web.review.models import Run
from jiheng.web.review.services import default_chain, task_approve

pytestmark = pytest.mark.django_db(transaction=True)


def test_money_that_is_entered_while_the_goals_are_approved(world):
    default_chain()
    author, unit = world.people["preparer"], world.units[0]
    goal = goal_create(organization=unit, year=world.year, actor=author, content=content_of(make_sheet(unit)))
    goal_submit(goal=goal, actor=author, explanation="按实际情况填写")
    spent = {"goal": goal, "kind": MovementKind.SPENT, "source": Source.FISCAL, "actor": author}
    movement_set(**spent, month=1, amount=Decimal(5))
    movement_set(**spent, month=2, amount=Decimal(7))
    run = Run.objects.get(subject=SUBJECT, subject_id=goal.pk)
    approved = Event()

    def approve():
        try:
            with transaction.atomic():
                _decide(world, run)
                approved.set()
                time.sleep(1)  # meanwhile the money is taken back, by somebody who cannot see the approval yet
        finally:
            connection.close()

    other = Thread(target=approve)
    while run.tasks.filter(decided_at=None).count() > 1:
        _decide(world, run)
    other.start()
    assert approved.wait(10)
    movement_set(**spent, month=2, amount=None)
    other.join(10)
    sums = ProjectSums.objects.get(goal=goal)
    assert (sums.opening, sums.spent) == (Decimal(14), Decimal(5))


def _decide(world, run):
    task = open_task(run)
    grades = FINE if task.quality_form else {}
    task_approve(task=task, actor=world.people[task.role], grades=grades, opinion="同意", override="已核对")
