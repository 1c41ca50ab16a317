"""The way of a submission through its chain."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.web.factories import give_role, make_person
from tests.web.review.conftest import FINE, SUBJECT, approve, approve_until, open_task

from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
from jiheng.web.organizations.models import Role
from jiheng.web.review import services
from jiheng.web.review.models import Chain, Run, RunState, StepState, Task
from jiheng.web.ui.errors import Conflict

pytestmark = pytest.mark.django_db


def _code(act, **arguments):
    with pytest.raises(Conflict) as caught:
        act(**arguments)
    return caught.value.code


def test_a_unit_goes_through_four_offices_and_the_subject_hears_of_it(world, thing, submit):
    run = submit()
    assert [task.role for task in run.tasks.all()] == [
        "unit_leader", "department_reviewer", "finance_reviewer", "performance_office",
    ]  # fmt: skip
    approve_until(run, world, None)

    run.refresh_from_db()
    assert run.state == RunState.APPROVED
    assert run.ended_at is not None
    assert thing.heard == [("approved", 1)]
    assert [task.decided_by.login for task in run.tasks.all()] == [task.role for task in run.tasks.all()]


def test_a_department_does_without_a_department_above_it(world, submit):
    run = submit(organization=world.departments[0])

    assert "department_reviewer" not in [task.role for task in run.tasks.all()]


def test_one_step_is_open_at_a_time_with_a_due_date_from_its_opening(world, submit):
    run = submit()
    assert [task.state for task in run.tasks.all()] == ["open", "waiting", "waiting", "waiting"]
    due = timezone.localtime(open_task(run).due_at)
    assert (due.date(), due.hour) == (timezone.localdate() + timedelta(days=3), 23)
    assert run.tasks.get(order=2).due_at is None

    approve(run, world.people["unit_leader"])
    assert [task.state for task in run.tasks.all()] == ["approved", "open", "waiting", "waiting"]
    assert timezone.localtime(open_task(run).due_at).date() == timezone.localdate() + timedelta(days=5)


def test_nobody_else_can_decide(world, submit):
    run = submit()
    for name in set(world.people) - {"unit_leader"}:
        with pytest.raises(PermissionDenied):
            approve(run, world.people[name])
    assert open_task(run).state == StepState.OPEN


def test_who_handed_in_does_not_review_it_for_others(world, submit):
    give_role(world.people["preparer"], world.departments[0], Role.DEPARTMENT_REVIEWER)
    run = submit()
    approve(run, world.people["unit_leader"])

    with pytest.raises(PermissionDenied):
        approve(run, world.people["preparer"])


def test_a_leader_may_sign_what_they_handed_in_themselves(world, submit):
    give_role(world.people["preparer"], world.units[0], Role.UNIT_LEADER)
    run = submit()
    approve(run, world.people["preparer"])
    assert open_task(run).role == Role.DEPARTMENT_REVIEWER


def test_a_second_decision_is_told_of_the_first(leaders, submit):
    run = submit()
    task = open_task(run)
    approve(run, leaders[0], opinion="同意")

    with pytest.raises(Conflict) as caught:
        services.task_return(task=task, actor=leaders[1], opinion="不同意")
    assert caught.value.code == "task-decided"
    assert leaders[0].name in str(caught.value)
    task.refresh_from_db()
    assert (task.state, task.opinion) == (StepState.APPROVED, "同意")


def test_parallel_steps_must_all_agree_before_the_next_opens(world, submit):
    chain = Chain.objects.get(subject=SUBJECT)
    chain.steps.filter(role=Role.PERFORMANCE_OFFICE).update(order=3)
    run = submit()
    approve(run, world.people["unit_leader"])
    approve(run, world.people["department_reviewer"])
    finance, office = run.tasks.filter(state=StepState.OPEN)

    services.task_approve(task=office, actor=world.people["performance_office"], grades={}, opinion="", override="")
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    services.task_approve(task=finance, actor=world.people["finance_reviewer"], grades=FINE, opinion="", override="")
    run.refresh_from_db()
    assert run.state == RunState.APPROVED


def test_one_return_ends_the_run_and_cancels_the_rest(world, thing, submit):
    run = submit()
    approve(run, world.people["unit_leader"])
    services.task_return(task=open_task(run), actor=world.people["department_reviewer"], opinion="指标没有数字")

    run.refresh_from_db()
    assert run.state == RunState.RETURNED
    assert [task.state for task in run.tasks.all()] == ["approved", "returned", "cancelled", "cancelled"]
    assert thing.heard == [("returned", 1)]
    assert submit(version=2).version == 2, "it can be handed in again"


def test_a_return_needs_words_or_a_comment(world, submit):
    run = submit()
    leader = world.people["unit_leader"]
    assert _code(services.task_return, task=open_task(run), actor=leader, opinion="  ") == "reason-missing"

    services.comment_add(subject=SUBJECT, subject_id=1, version=1, anchor="name", text="写全称", actor=leader)
    services.task_return(task=open_task(run), actor=leader, opinion="")
    assert Run.objects.get().state == RunState.RETURNED


@pytest.mark.parametrize(
    ("grade", "code"),
    [("", "grades-missing"), ("fair", "grades-demand"), ("poor", "grades-demand"), ("x", "grades-unknown")],
)
def test_the_form_of_document_88_decides_whether_one_may_approve(world, submit, grade, code):
    run = submit()
    approve_until(run, world, Role.FINANCE_REVIEWER)
    arguments = {"task": open_task(run), "actor": world.people["finance_reviewer"], "opinion": "", "override": ""}

    assert _code(services.task_approve, grades=FINE | {"relevance": grade}, **arguments) == code
    assert open_task(run).role == Role.FINANCE_REVIEWER


def test_a_fair_goes_back_and_a_poor_stops(world, thing, submit):
    reviewer = world.people["finance_reviewer"]
    fair, poor = submit(1), submit(2)
    for run in (fair, poor):
        approve_until(run, world, Role.FINANCE_REVIEWER)

    back = {"task": open_task(fair), "actor": reviewer, "opinion": "细化", "grades": FINE | {"relevance": "fair"}}
    assert _code(services.task_stop, **back) == "grades-demand"
    services.task_return(**back)
    stop = {"task": open_task(poor), "actor": reviewer, "opinion": "不可行", "grades": FINE | {"feasibility": "poor"}}
    assert _code(services.task_return, **stop) == "grades-demand"
    services.task_stop(**stop)

    assert thing.heard == [("returned", 1), ("stopped", 2)]
    assert poor.tasks.get(state="stopped").graded[-1] == ("可行性", "差")


def test_without_the_form_nothing_can_be_stopped(world, submit):
    run = submit()
    arguments = {"task": open_task(run), "actor": world.people["unit_leader"], "opinion": "不行", "grades": FINE}
    assert _code(services.task_stop, **arguments) == "no-quality-form"


def test_approving_with_open_errors_needs_a_reason_that_is_kept(world, thing, submit):
    thing.errors = 2
    run = submit()
    leader = world.people["unit_leader"]
    with pytest.raises(Conflict, match="2 处") as caught:
        approve(run, leader, override=" ")
    assert caught.value.code == "errors-remain"

    approve(run, leader, override="上级文件如此规定")
    assert run.tasks.get(order=1).override == "上级文件如此规定"


def test_withdrawal_only_while_nobody_has_opened_it(world, thing, submit):
    author = world.people["preparer"]
    run = submit()
    services.run_withdraw(run=run, actor=author)
    assert thing.heard == [("withdrawn", 1)]
    assert _code(services.run_withdraw, run=run, actor=author) == "run-ended"

    again = submit(version=2)
    services.task_open(task=open_task(again), actor=world.people["unit_leader"])
    with pytest.raises(Conflict, match=world.people["unit_leader"].name) as caught:
        services.run_withdraw(run=again, actor=author)
    assert caught.value.code == "run-opened"


def test_only_the_office_that_handed_in_withdraws(world, submit):
    run = submit()
    for name in ("department_reviewer", "other_preparer", "auditor", "system"):
        with pytest.raises(PermissionDenied):
            services.run_withdraw(run=run, actor=world.people[name])


def test_a_withdrawn_task_can_not_be_opened_or_decided(world, submit):
    run = submit()
    task = open_task(run)
    services.run_withdraw(run=run, actor=world.people["preparer"])
    leader = world.people["unit_leader"]

    assert _code(services.task_open, task=task, actor=leader) == "task-cancelled"
    assert _code(services.task_return, task=task, actor=leader, opinion="晚了") == "task-cancelled"


def test_hand_over_goes_to_somebody_with_the_same_role_only(world, leaders, submit):
    run = submit()
    task = open_task(run)
    first, second = leaders
    stranger = make_person("stranger_leader", "别单位负责人")
    give_role(stranger, world.units[1], Role.UNIT_LEADER)
    for wrong in (stranger, world.people["department_reviewer"]):
        assert _code(services.task_hand_over, task=task, actor=first, to=wrong) == "not-a-colleague"

    services.task_hand_over(task=task, actor=first, to=second)
    with pytest.raises(Conflict, match=second.name):
        approve(run, first)
    services.task_hand_over(task=task, actor=first, to=first)  # a colleague is away: take it back
    approve(run, first)


def test_a_second_run_of_the_same_thing_is_refused(submit):
    submit()
    with pytest.raises(Conflict) as caught:
        submit(version=2)
    assert caught.value.code == "run-running"


def test_without_a_chain_nothing_can_be_handed_in(submit):
    Chain.objects.update(is_active=False)
    with pytest.raises(Conflict) as caught:
        submit()
    assert caught.value.code == "no-chain"


def test_a_batch_leaves_what_needs_judgement(world, thing, submit):
    clean = submit(1)
    thing.errors = 1
    wrong = submit(2)
    thing.errors = 0
    formed = submit(3)
    Task.objects.filter(run=formed, order=1).update(quality_form=True)
    tasks = Task.objects.filter(state=StepState.OPEN).select_related("run").order_by("run_id")

    result = services.tasks_approve(tasks=tasks, actor=world.people["unit_leader"])

    assert result.approved == 1
    assert open_task(clean).order == 2
    assert [(task.run.pk, reason) for task, reason in result.left] == [
        (wrong.pk, "还有 1 处必须修改"), (formed.pk, "需要填写四性审核表"),
    ]  # fmt: skip


def test_every_act_is_in_the_log_and_the_chain_of_the_log_holds(world, submit):
    run = submit()
    services.task_open(task=open_task(run), actor=world.people["unit_leader"])
    services.task_open(task=open_task(run), actor=world.people["unit_leader"])
    services.task_return(task=open_task(run), actor=world.people["unit_leader"], opinion="重写")

    actions = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["chain.created", "run.started", "task.opened", "task.returned"]
    assert verify().broken_at is None


def test_a_refused_act_leaves_no_trace(world, submit):
    run = submit()
    count = Entry.objects.count()
    with pytest.raises(PermissionDenied):
        approve(run, world.people["auditor"])
    assert Entry.objects.count() == count
