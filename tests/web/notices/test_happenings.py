"""Who hears what of a review."""

from __future__ import annotations

import pytest
from tests.web.factories import give_role, make_person
from tests.web.goals.conftest import make_goal

from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_create, goal_submit, goal_withdraw
from jiheng.web.notices.models import Notice
from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Run, StepState
from jiheng.web.review.services import (
    comment_add,
    default_chain,
    task_approve,
    task_hand_over,
    task_open,
    task_return,
    task_stop,
)

FINE = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")


@pytest.fixture
def run(world):
    """A sheet that was handed in."""
    default_chain()
    goal = make_goal(world)
    goal_submit(goal=goal, actor=world.people["preparer"], explanation="测试")
    return Run.objects.select_related("organization").get(subject_id=goal.pk)


def open_task(run):
    return run.tasks.select_related("run").get(state=StepState.OPEN)


def told():
    return list(Notice.objects.order_by("pk").values_list("user__login", "kind"))


def approve(run, person):
    task_approve(task=open_task(run), actor=person, grades=FINE, opinion="", override="暂无数据")


def test_each_step_is_told_to_those_whose_turn_it_is(world, run):
    assert told() == [("unit_leader", "review.task")]
    notice = Notice.objects.get()
    assert notice.title == "教育局第1单位有 2027 年绩效目标等您审核"
    assert notice.url == f"/review/?year=2027&organization={world.units[0].pk}"
    for role in ("unit_leader", "department_reviewer", "finance_reviewer", "performance_office"):
        approve(run, world.people[role])
    assert told() == [
        ("unit_leader", "review.task"),
        ("department_reviewer", "review.task"),
        ("finance_reviewer", "review.task"),
        ("performance_office", "review.task"),
        ("preparer", "review.approved"),
    ]
    last = Notice.objects.get(kind="review.approved")
    assert (last.title, last.url) == ("“招商经费”已经通过全部审核", f"/goals/{run.subject_id}/")


def test_what_a_colleague_has_done_no_longer_waits(world, run):
    second = make_person("second_leader")
    give_role(second, world.units[0], Role.UNIT_LEADER)
    goal = make_goal(world)
    goal_submit(goal=goal, actor=world.people["preparer"], explanation="测试")

    def waiting():
        return set(Notice.objects.filter(read_at=None, kind="review.task").values_list("user__login", flat=True))

    assert waiting() == {"unit_leader", "second_leader"}
    approve(run, world.people["unit_leader"])
    assert waiting() == {"unit_leader", "second_leader", "department_reviewer"}  # there is the other sheet
    approve(Run.objects.get(subject_id=goal.pk), second)
    assert waiting() == {"department_reviewer"}


@pytest.mark.usefixtures("run")
def test_many_sheets_of_a_unit_are_one_notice_a_day(world):
    Notice.objects.update(read_at="2026-01-01T00:00Z")
    goal = goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    goal_submit(goal=goal, actor=world.people["preparer"], explanation="测试")
    (notice,) = Notice.objects.all()
    assert notice.read_at is None


def test_a_return_says_who_and_why_to_the_author(world, run):
    task_return(task=open_task(run), actor=world.people["unit_leader"], opinion="请写明批次")
    notice = Notice.objects.get(user=world.people["preparer"])
    assert (notice.kind, notice.title, notice.url) == (
        "review.returned",
        "“招商经费”被退回，请修改",
        f"/goals/{run.subject_id}/",
    )
    assert notice.text == "单位负责人 单位负责人：请写明批次"


def test_an_author_who_no_longer_writes_there_hands_it_to_those_who_do(world, run):
    world.people["preparer"].memberships.all().delete()
    give_role(make_person("new_preparer"), world.units[0], Role.PREPARER)
    task_return(task=open_task(run), actor=world.people["unit_leader"], opinion="请写明批次")
    assert ("new_preparer", "review.returned") in told()
    assert ("preparer", "review.returned") not in told()


def test_a_stop_is_told(world, run):
    for role in ("unit_leader", "department_reviewer"):
        approve(run, world.people[role])
    grades = FINE | {"feasibility": "poor"}
    task_stop(task=open_task(run), actor=world.people["finance_reviewer"], opinion="不可行", grades=grades)
    assert told()[-1] == ("preparer", "review.stopped")


def test_a_withdrawal_is_told_to_nobody(world, run):
    before = told()
    goal_withdraw(goal=Goal.objects.get(pk=run.subject_id), actor=world.people["preparer"])
    assert told() == before


def test_a_hand_over_is_told_to_the_colleague_only(world, run):
    second = make_person("second_leader")
    give_role(second, world.units[0], Role.UNIT_LEADER)
    task_hand_over(task=open_task(run), actor=world.people["unit_leader"], to=second)
    task_hand_over(task=open_task(run), actor=second, to=second)
    assert told() == [("unit_leader", "review.task"), ("second_leader", "review.handed-over")]
    assert Notice.objects.get(user=second).url == f"/review/runs/{run.pk}/"


def test_a_comment_is_told_to_the_author_and_an_answer_to_the_reviewer(world, run):
    leader, preparer = world.people["unit_leader"], world.people["preparer"]
    task_open(task=open_task(run), actor=leader)
    said = {"subject": run.subject, "subject_id": run.subject_id, "version": 1, "anchor": "name"}
    for text in ("写全称", "还有单位"):
        comment_add(**said, text=text, actor=leader)
    comment_add(**said, text="已改", actor=preparer)
    commented = Notice.objects.filter(kind="review.commented").order_by("pk")
    assert [(notice.user.login, notice.text) for notice in commented] == [
        ("preparer", "还有单位"),
        ("unit_leader", "已改"),
    ]
