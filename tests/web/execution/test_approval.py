"""A project stands in the list of executions from the moment that its goals are approved, by the whole chain."""

from __future__ import annotations

from decimal import Decimal

from tests.web.disclosure.approved import make_sheet
from tests.web.execution.money import approved
from tests.web.review.conftest import FINE, open_task

from jiheng.web.execution.listing import project_list, sum_of
from jiheng.web.execution.models import ProjectSums
from jiheng.web.execution.standing import restate_missing
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.services import SUBJECT, goal_create, goal_submit
from jiheng.web.review.models import Run
from jiheng.web.review.services import default_chain, task_approve


def test_an_approval_brings_the_project_with_its_opening_budget(world):
    default_chain()
    author, unit = world.people["preparer"], world.units[0]
    goal = goal_create(organization=unit, year=world.year, actor=author, content=content_of(make_sheet(unit)))
    goal_submit(goal=goal, actor=author, explanation="按实际情况填写")
    assert not project_list(actor=author, year=world.year).exists()
    run = Run.objects.get(subject=SUBJECT, subject_id=goal.pk)
    for _step in range(run.tasks.count()):
        task = open_task(run)
        grades = FINE if task.quality_form else {}
        task_approve(task=task, actor=world.people[task.role], grades=grades, opinion="同意", override="已核对")
    found = project_list(actor=author, year=world.year)
    assert [each.pk for each in found] == [goal.pk]
    assert sum_of(found).opening == found[0].sums.opening > Decimal(0)


def test_after_an_upgrade_projects_approved_before_have_their_sums(world):
    goal = approved(world, total="100")
    ProjectSums.objects.all().delete()
    assert not project_list(actor=world.people["preparer"], year=world.year).exists()
    restate_missing()
    assert project_list(actor=world.people["preparer"], year=world.year).get() == goal
