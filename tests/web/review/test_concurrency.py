"""Real connections at the same moment: one decision is made, the other person is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.web.factories import World
from tests.web.review.conftest import FINE, SUBJECT, Thing, approve, open_task

from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
from jiheng.web.organizations.models import Role
from jiheng.web.review import services
from jiheng.web.review.models import Chain, Run, RunState, StepState, Task
from jiheng.web.ui.errors import Conflict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("thing")]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all in threads with connections of their own; for each ``done`` or the code of the conflict, sorted."""
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


def _fresh(task: Task) -> Task:
    return Task.objects.select_related("run").get(pk=task.pk)


def _approve(task: Task, actor: object) -> Callable[[], None]:
    return lambda: services.task_approve(task=_fresh(task), actor=actor, grades=FINE, opinion="", override="")


@pytest.mark.parametrize("_attempt", range(3))
def test_two_approvals_of_one_step_give_one_approval(leaders, submit, _attempt):
    task = open_task(submit())

    assert at_once(_approve(task, leaders[0]), _approve(task, leaders[1])) == ["done", "task-decided"]
    assert Entry.objects.filter(action="task.approved").count() == 1
    assert Task.objects.filter(state=StepState.OPEN).count() == 1


@pytest.mark.parametrize("_attempt", range(3))
def test_parallel_steps_approved_at_once_end_the_run_once(world: World, thing: Thing, submit, _attempt):
    Chain.objects.get(subject=SUBJECT).steps.filter(role=Role.PERFORMANCE_OFFICE).update(order=3)
    run = submit()
    approve(run, world.people["unit_leader"])
    approve(run, world.people["department_reviewer"])
    finance, office = run.tasks.filter(state=StepState.OPEN)

    outcome = at_once(
        _approve(finance, world.people["finance_reviewer"]), _approve(office, world.people["performance_office"])
    )

    assert outcome == ["done", "done"]
    assert Run.objects.get().state == RunState.APPROVED
    assert thing.heard == [("approved", 1)]


@pytest.mark.parametrize("_attempt", range(3))
def test_a_withdrawal_and_a_first_look_do_not_both_succeed(world: World, submit, _attempt):
    run = submit()
    task = open_task(run)

    outcome = at_once(
        lambda: services.run_withdraw(run=Run.objects.get(pk=run.pk), actor=world.people["preparer"]),
        lambda: services.task_open(task=_fresh(task), actor=world.people["unit_leader"]),
    )

    assert outcome in (["done", "run-opened"], ["done", "task-cancelled"])
    withdrawn = Run.objects.get().state == RunState.WITHDRAWN
    assert withdrawn == (Task.objects.get(pk=task.pk).opened_at is None)


def test_of_many_submissions_of_one_thing_one_runs(submit):
    outcome = at_once(submit, submit, submit, submit)

    assert outcome == ["done", "run-running", "run-running", "run-running"]
    assert Run.objects.count() == 1


def test_the_log_stays_whole_when_many_review_at_once(world: World, submit):
    tasks = [open_task(submit(number)) for number in range(1, 7)]

    assert at_once(*[_approve(task, world.people["unit_leader"]) for task in tasks]) == ["done"] * 6
    assert verify().broken_at is None


def test_a_chain_changed_by_two_keeps_the_first_change(world: World):
    chain = services.default_chain(subject=SUBJECT)
    steps = [services.StepSetting(1, "绩效处", Role.PERFORMANCE_OFFICE)]

    def save(name: str) -> Callable[[], object]:
        return lambda: services.chain_save(
            chain=chain, name=name, steps=steps, lock=1, actor=world.people["performance_office"], year=world.year
        )

    assert at_once(save("甲"), save("乙")) == ["chain-changed", "done"]
    assert chain.steps.count() == 1
