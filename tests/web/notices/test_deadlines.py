"""What the calendar says, to whom: with the clock moved."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from tests.web.factories import give_role, make_person
from tests.web.goals.conftest import make_goal

from jiheng.web.goals.services import goal_create, goal_submit
from jiheng.web.notices.daily import deadlines, tasks
from jiheng.web.notices.models import Notice
from jiheng.web.notices.services import rule_save
from jiheng.web.organizations.models import Role
from jiheng.web.review.services import default_chain, task_hand_over

DAY = timedelta(days=1)


@pytest.fixture
def last_days(world):
    """A function that moves the clock to eight in the morning, so many days before the deadline at six."""
    world.phase.due_at = timezone.localtime(world.phase.due_at).replace(hour=18, minute=0)
    world.phase.save()

    def remind(days):
        deadlines.remind(world.phase.due_at - timedelta(days=days, hours=10))

    return remind


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("user__login", flat=True))


def test_that_a_window_opens_is_news_to_those_who_write_there(world):
    deadlines.remind(world.phase.opens_at - DAY)
    assert told("reminder.opened") == []
    for days in range(3):
        deadlines.remind(world.phase.opens_at + days * DAY)
    assert told("reminder.opened") == ["other_preparer", "preparer", "unit_leader"]
    notice = Notice.objects.get(user=world.people["preparer"])
    assert notice.title == "2027 年“一上”开始申报"
    assert notice.url == f"/goals/?year=2027&organization={world.units[0].code}"


def test_each_step_before_the_deadline_is_said_once(world, last_days):
    for day in range(12, -1, -1):
        last_days(day)
        last_days(day)
    titles = Notice.objects.filter(user=world.people["preparer"], kind="reminder.due").order_by("pk")
    unit = world.units[0].name
    assert [notice.title for notice in titles] == [f"“一上”还有 {days} 天截止，{unit}还没有交齐" for days in (7, 3, 1)]


def test_a_step_that_was_missed_is_made_up_by_the_one_that_holds(world, last_days):
    last_days(8)
    last_days(2)  # the machine was off from the 7th to the 3rd day
    (notice,) = Notice.objects.filter(user=world.people["preparer"], kind="reminder.due")
    assert "还有 2 天" in notice.title


def test_a_deadline_that_is_moved_is_said_anew(world, last_days):
    last_days(3)
    world.phase.due_at += 10 * DAY
    world.phase.save()
    last_days(7)
    last_days(3)
    assert Notice.objects.filter(user=world.people["preparer"], kind="reminder.due").count() == 3


def test_the_days_are_what_the_performance_office_set(world, last_days):
    rule_save(phase=world.phase, is_on=True, days=[5, 0], actor=world.people["performance_office"])
    for day in range(12, -1, -1):
        last_days(day)
    found = Notice.objects.filter(user=world.people["preparer"], kind="reminder.due").order_by("pk")
    assert ["5 天" in found[0].title, "今天截止" in found[1].title, len(found)] == [True, True, 2]
    rule_save(phase=world.phase, is_on=False, days=[], actor=world.people["performance_office"])
    Notice.objects.all().delete()
    last_days(0)
    deadlines.remind(world.phase.due_at + DAY)
    assert not Notice.objects.exists()


def test_it_says_what_is_missing_and_stops_when_all_is_handed_in(world, last_days):
    preparer, unit = world.people["preparer"], world.units[0]
    last_days(7)
    assert Notice.objects.get(user=preparer, kind="reminder.due").text.startswith("还没有建立任何一张表。")
    make_goal(world)
    goal_create(organization=unit, year=world.year, actor=preparer)
    last_days(3)
    said = Notice.objects.filter(user=preparer, kind="reminder.due").latest("pk").text
    assert said.startswith("还没有提交的：草稿 2 张，其中 1 张有必须修改的问题。")
    default_chain()
    for each in unit.goals.all():
        goal_submit(goal=each, actor=preparer, explanation="暂无数据")
    Notice.objects.all().delete()
    last_days(1)
    assert told("reminder.due") == ["other_preparer"]


def test_departments_see_their_own_missing_units_and_after_the_deadline_the_bureau_does_too(world, last_days):
    last_days(3)
    assert told("reminder.units") == ["department_reviewer"]
    notice = Notice.objects.get(kind="reminder.units")
    assert notice.text == "教育局第1单位、教育局第2单位"
    assert notice.url == "/?year=2027"
    deadlines.remind(world.phase.due_at + DAY / 2)
    deadlines.remind(world.phase.due_at + DAY)
    passed = Notice.objects.filter(kind="reminder.units", title__contains="已经截止")
    assert {each.user.login: each.title for each in passed} == {
        "department_reviewer": "“一上”已经截止，2 个单位没有交齐",
        "finance_reviewer": "“一上”已经截止，2 个单位没有交齐",
        "performance_office": "“一上”已经截止，4 个单位没有交齐",
    }
    deadlines.remind(world.phase.due_at + 30 * DAY)
    assert Notice.objects.filter(kind="reminder.units").count() == 4


def test_nobody_without_a_role_or_of_another_year_or_inactive_hears_of_it(world, last_days):
    make_person("stranger")
    give_role(make_person("of_last_year"), world.units[0], Role.PREPARER, year=world.year - 1)
    gone = make_person("gone")
    give_role(gone, world.units[0], Role.PREPARER)
    gone.is_active = False
    gone.save()
    world.units[-1].is_active = False
    world.units[-1].save()
    last_days(1)
    assert told("reminder.due") == ["preparer"]


def test_reviewers_hear_what_is_due_and_late(world):
    default_chain()
    preparer = world.people["preparer"]
    second = make_person("second_leader")
    give_role(second, world.units[0], Role.UNIT_LEADER)
    for _each in range(3):
        goal = goal_create(organization=world.units[0], year=world.year, actor=preparer)
        goal_submit(goal=goal, actor=preparer, explanation="测试")
    from jiheng.web.review.models import StepState, Task

    first, other, third = Task.objects.filter(state=StepState.OPEN).order_by("pk")
    task_hand_over(task=third, actor=second, to=second)
    Notice.objects.all().delete()
    due = first.due_at
    tasks.remind(due - 4 * DAY)
    assert told("reminder.tasks") == []
    Task.objects.filter(pk=other.pk).update(due_at=due + 9 * DAY)
    seen = []
    for moment in (due - DAY, due, due + DAY):
        tasks.remind(moment)
        seen.append(dict(Notice.objects.filter(kind="reminder.tasks").values_list("user__login", "title")))
    assert seen[0] == seen[1] == {"unit_leader": "1 项审核今明两天到期", "second_leader": "2 项审核今明两天到期"}
    assert seen[2] == {"unit_leader": "1 项审核已经逾期", "second_leader": "2 项审核已经逾期"}
    assert Notice.objects.get(user=second).url == "/review/?year=2027&sort=due"


def test_the_number_of_questions_does_not_grow_with_the_units(world, django_assert_max_num_queries):
    from tests.web.factories import make_organization

    from jiheng.web.organizations.models import Kind

    for number in range(100, 160):
        unit = make_organization(f"205{number}", f"单位{number}", Kind.UNIT, world.departments[0], world.division)
        give_role(make_person(f"p{number}"), unit, Role.PREPARER)
    with django_assert_max_num_queries(40):
        deadlines.remind(world.phase.due_at - 3 * DAY)
    assert len(told("reminder.due")) == 62
    moments = Notice.objects.order_by("pk").values_list("created_at", flat=True)
    assert all(one == other for one, other in pairwise(moments))
