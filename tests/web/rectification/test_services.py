"""A problem from the notice to its end: who may do what in which state, what stays, who hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.web.factories import World, give_role, make_person
from tests.web.rectification.cases import FOUND, in_days, issued, problem_of, project_of, reported

from jiheng.web.attachments.services import attachment_add
from jiheng.web.audit.models import Entry
from jiheng.web.notices.models import Notice as Told
from jiheng.web.organizations.models import Role
from jiheng.web.rectification.models import Event, Problem, ProblemState
from jiheng.web.rectification.selectors import open_problems, waiting_count
from jiheng.web.rectification.services import (
    Found,
    extension_ask,
    extension_decide,
    feedback_give,
    notice_create,
    plan_write,
    problem_close,
    problem_reopen,
    problem_return,
    progress_add,
)
from jiheng.web.rectification.services.ladder import climb
from jiheng.web.ui.errors import Conflict

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def _kinds(problem: Problem) -> list[str]:
    return list(problem.events.values_list("kind", flat=True))


def _told(kind: str) -> set[str]:
    return set(Told.objects.filter(kind=kind).values_list("user__login", flat=True))


def test_notice_is_numbered_tells_the_unit_and_stands_in_the_log(world: World) -> None:
    first, second = issued(world), issued(world, 1)
    year = timezone.localdate().year
    assert (first.document, second.document) == (f"001绩整改〔{year}〕1号", f"001绩整改〔{year}〕2号")
    assert [each.due_on for each in first.problems.all()] == [in_days(60)] * 2
    assert first.problems.first().unit == world.units[0].name  # nobody was named: the unit itself
    assert _told("rectification.notice") == {"preparer", "unit_leader"}
    assert Entry.objects.filter(action="rectification.issued").count() == 2


def test_department_writes_in_its_own_name_and_numbers_by_itself(world: World) -> None:
    issued(world)
    notice = issued(world, by="department_reviewer")
    assert notice.issuer == world.departments[0]
    assert notice.serial == 1


@pytest.mark.parametrize("who", ["preparer", "unit_leader", "auditor", "expert", "other_preparer", "system"])
def test_only_those_above_issue(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        issued(world, by=who)


@pytest.mark.parametrize("who", ["department_reviewer", "finance_reviewer"])
def test_nobody_issues_beyond_their_own_departments(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        issued(world, -1, by=who)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"problems": []}, "至少写一个问题"),
        ({"problems": [FOUND[0], Found("outcome", "  ", "改")]}, "第 2 个问题：请写明问题"),
        ({"problems": [Found("outcome", "问题", "")]}, "第 1 个问题：请写明整改要求"),
        ({"problems": [Found("nothing", "问题", "改")]}, "请选择类别"),
        ({"due_on": in_days(0)}, "要在今天以后"),
        ({"title": " "}, "请写明事由"),
        ({"source": "rumour"}, "请选择问题来源"),
    ],
)
def test_incomplete_notices_are_refused(world: World, more: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        issued(world, **more)


def test_a_number_that_is_taken_is_a_conflict(world: World) -> None:
    issued(world, document="财绩〔2027〕8号")
    with pytest.raises(Conflict, match="文号"):
        issued(world, document="财绩〔2027〕8号")


def test_a_project_of_another_unit_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="不是该单位"):
        issued(world, goal=project_of(world, 1))


def test_from_measures_to_closed(world: World) -> None:
    problem = problem_of(world)
    preparer, office = world.people["preparer"], world.people["performance_office"]
    attachment_add(owner="problem", owner_id=problem.pk, name="签到表.png", data=PNG, actor=preparer)
    plan_write(problem=problem, actor=preparer, measures="分两次接待", person="李科长")
    progress_add(problem=problem, actor=preparer, text="已接待 3 批")
    feedback_give(problem=problem, actor=preparer, result="已补足", finished_on=timezone.localdate())
    assert problem.state == ProblemState.REPORTED
    assert _told("rectification.answered") == {"performance_office"}
    assert waiting_count(office, world.year) == 1
    problem_close(problem=problem, actor=office, opinion="核实属实", advice="下年压减 5%")
    assert (problem.state, problem.person, problem.advice) == (ProblemState.CLOSED, "李科长", "下年压减 5%")
    assert _kinds(problem) == ["issued", "planned", "progress", "reported", "closed"]
    evidence = problem.events.get(kind="reported").details["files"]
    assert [each["name"] for each in evidence] == ["签到表.png"]
    assert open_problems([problem.goal])[problem.goal_id] == (1, 0)  # the other one of the notice
    with pytest.raises(PermissionDenied):  # what was closed keeps its evidence
        attachment_add(owner="problem", owner_id=problem.pk, name="再补.png", data=PNG + b"1", actor=preparer)


def test_sent_back_and_opened_again(world: World) -> None:
    problem = reported(world)
    office, preparer = world.people["performance_office"], world.people["preparer"]
    problem_return(problem=problem, actor=office, reason="证据不足")
    assert problem.state == ProblemState.RETURNED
    assert "rectification.decided" in set(Told.objects.filter(user=preparer).values_list("kind", flat=True))
    feedback_give(problem=problem, actor=preparer, result="补了合同", finished_on=timezone.localdate())
    problem_close(problem=problem, actor=office, opinion="属实")
    problem_reopen(problem=problem, actor=office, reason="审计又发现同样问题")
    assert problem.state == ProblemState.RETURNED
    assert problem.finished_on is None
    assert _kinds(problem)[-3:] == ["reported", "closed", "reopened"]


@pytest.mark.parametrize("who", ["preparer", "department_reviewer", "auditor", "other_preparer"])
def test_only_the_issuer_closes(world: World, who: str) -> None:
    problem = reported(world)
    with pytest.raises(PermissionDenied):
        problem_close(problem=problem, actor=world.people[who], opinion="好")


@pytest.mark.parametrize("who", ["performance_office", "department_reviewer", "other_preparer", "auditor"])
def test_only_the_unit_answers(world: World, who: str) -> None:
    problem = problem_of(world)
    with pytest.raises(PermissionDenied):
        plan_write(problem=problem, actor=world.people[who], measures="改")


def test_states_say_what_can_follow(world: World) -> None:
    problem = problem_of(world)
    office, preparer = world.people["performance_office"], world.people["preparer"]
    with pytest.raises(ValidationError, match="先写整改措施"):
        feedback_give(problem=problem, actor=preparer, result="好了", finished_on=timezone.localdate())
    for act in (problem_close, problem_return):
        with pytest.raises(Conflict):
            act(problem=problem, actor=office, **{"opinion" if act is problem_close else "reason": "好"})
    with pytest.raises(Conflict):
        problem_reopen(problem=problem, actor=office, reason="又来了")
    plan_write(problem=problem, actor=preparer, measures="改")
    with pytest.raises(ValidationError, match="不能在今天以后"):
        feedback_give(problem=problem, actor=preparer, result="好了", finished_on=in_days(1))


def test_whoever_was_slower_is_told(world: World) -> None:
    problem = reported(world)
    slower = Problem.objects.select_related("notice").get(pk=problem.pk)
    office = world.people["performance_office"]
    problem_close(problem=problem, actor=office, opinion="属实")
    with pytest.raises(Conflict, match="刚刚变了"):
        problem_return(problem=slower, actor=office, reason="不够")


def test_more_time_is_asked_for_and_given_or_not(world: World) -> None:
    problem = problem_of(world)
    office, preparer = world.people["performance_office"], world.people["preparer"]
    with pytest.raises(ValidationError, match="晚于原来"):
        extension_ask(problem=problem, actor=preparer, due_on=in_days(60), reason="等批复")
    extension_ask(problem=problem, actor=preparer, due_on=in_days(90), reason="等批复")
    with pytest.raises(Conflict, match="已经申请"):
        extension_ask(problem=problem, actor=preparer, due_on=in_days(95), reason="等批复")
    with pytest.raises(ValidationError, match="写明理由"):
        extension_decide(problem=problem, actor=office, is_granted=False)
    extension_decide(problem=problem, actor=office, is_granted=False, reason="已经够长")
    assert problem.due_on == in_days(60)
    extension_ask(problem=problem, actor=preparer, due_on=in_days(80), reason="等设备")
    extension_decide(problem=problem, actor=office, is_granted=True)
    assert problem.due_on == in_days(80)
    granted = problem.events.get(kind="extended").details
    assert (granted["before"], granted["wished"]) == (in_days(60).isoformat(), in_days(80).isoformat())


def test_history_never_changes(world: World) -> None:
    event = problem_of(world).events.get()
    event.text = "改"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


# ── The ladder ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _days_after(problem: Problem, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(problem.due_on + timedelta(days=days), datetime.min.time()))


def test_each_rung_is_climbed_once(world: World) -> None:
    problem = issued(world, problems=FOUND[:1]).problems.get()
    assert climb(_days_after(problem, 0)) == 0  # the last day is not late
    assert climb(_days_after(problem, 1)) == 1
    assert _told("rectification.overdue") == {"preparer", "unit_leader"}
    assert climb(_days_after(problem, 2)) == 0
    assert climb(_days_after(problem, 10)) == 1
    assert "department_reviewer" in _told("rectification.overdue")
    assert climb(_days_after(problem, 30)) == 1
    assert {"finance_reviewer", "performance_office"} <= _told("rectification.overdue")
    assert climb(_days_after(problem, 400)) == 0
    rungs = list(problem.events.filter(kind="overdue").values_list("text", "actor"))
    assert rungs == [("逾期提醒", None), ("主管部门督办", None), ("财政部门约谈", None)]


def test_a_machine_that_stood_still_tells_the_highest_rung_only(world: World) -> None:
    problem = issued(world, problems=FOUND[:1]).problems.get()
    assert climb(_days_after(problem, 45)) == 1
    assert [event.text for event in problem.events.filter(kind="overdue")] == ["财政部门约谈"]


def test_whoever_waits_for_verification_is_not_late_and_more_time_begins_anew(world: World) -> None:
    waiting = reported(world, problems=FOUND[:1])
    other = issued(world, problems=FOUND[:1]).problems.get()
    assert climb(_days_after(other, 1)) == 1
    assert not waiting.events.filter(kind="overdue").exists()
    extension_ask(problem=other, actor=world.people["preparer"], due_on=in_days(100), reason="等")
    extension_decide(problem=other, actor=world.people["performance_office"], is_granted=True)
    assert climb(_days_after(other, 1)) == 1
    assert Event.objects.filter(problem=other, kind="overdue", text="逾期提醒").count() == 2


def test_a_department_answers_for_itself(world: World) -> None:
    head = make_person("head")
    give_role(head, world.departments[0], Role.DEPARTMENT_REVIEWER)
    notice = notice_create(
        organization=world.departments[0], year=world.year, goal=None, source="audit", title="审计发现的问题",
        due_on=in_days(30), problems=FOUND[:1], actor=world.people["performance_office"],
    )  # fmt: skip
    plan_write(problem=notice.problems.get(), actor=head, measures="制定办法")
    assert waiting_count(head, world.year) == 1
