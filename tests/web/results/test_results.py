"""What results mean for the next budget: proposed by rules, decided by people, told to units, shown when they write."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document as WordFile
from tests.web.factories import World
from tests.web.rectification.cases import FOUND, in_days
from tests.web.results.cases import evaluated, project, spent

from jiheng.domain.proposals import Action
from jiheng.web.accounts.languages import speaking
from jiheng.web.audit.models import Entry
from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_create
from jiheng.web.goals.services_drafts import goal_copy
from jiheng.web.monitoring.models import Report, ReportVersion, Round
from jiheng.web.notices.models import Notice as Told
from jiheng.web.organizations.models import Cycle
from jiheng.web.rectification.models import Problem
from jiheng.web.rectification.services import notice_create
from jiheng.web.results.facts import case_of, cases_of
from jiheng.web.results.last_year import last_year_of
from jiheng.web.results.models import Decision
from jiheng.web.results.selectors import decision_of, waiting_count
from jiheng.web.results.services import (
    decision_answer,
    decision_undo,
    decisions_accept,
    decisions_publish,
    goal_decide,
)
from jiheng.web.ui.errors import Conflict

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def _decided(world: World, goal: Goal, action: str = "keep", percent: str = "0", reason: str = "保障重点") -> Decision:
    office = world.people["performance_office"]
    return goal_decide(goal=goal, actor=office, action=action, percent=Decimal(percent), reason=reason)


# ── Proposals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_why_it_was_decided_is_read_in_the_language_of_the_reader(world: World) -> None:
    goal = project(world)
    evaluated(goal, "86.50", "良")
    spent(goal, "5.6")
    with speaking("en"):  # whoever decides may read English: what is kept does not
        decisions_accept(goals=[goal], actor=world.people["performance_office"])
    decision = Decision.objects.get(goal=goal)
    assert decision.why == decision.proposal
    assert "预算执行率只有 40%" in decision.why
    with speaking("en"):
        assert not re.search("[一-鿿]", decision.why.replace("良", ""))
    decision.reason = "保障重点"
    assert decision.why == "保障重点"
    decision.reason, decision.results = "", {"grade": "良"}  # decided before reasons were kept so
    assert decision.why == decision.proposal


def test_low_execution_is_cut_with_its_reason_and_amount(world: World) -> None:
    goal = project(world)
    evaluated(goal, "86.50", "良")
    spent(goal, "5.6")
    case = case_of(goal)
    assert (case.proposal.action, case.proposal.percent) == (Action.CUT, 20)
    assert case.proposal.reason == "预算执行率只有 40%"
    assert (case.base, case.amount) == (Decimal(14), Decimal("11.20"))


def test_grade_and_overdue_problems_count(world: World) -> None:
    goal = project(world)
    evaluated(goal, "45.00", "差")
    spent(goal, "13")
    notice = notice_create(
        organization=goal.organization, year=goal.year, goal=goal, source="audit", title="审计问题", due_on=in_days(9),
        problems=FOUND, actor=world.people["performance_office"],
    )  # fmt: skip
    assert (case_of(goal).proposal.action, case_of(goal).proposal.percent) == (Action.CUT, 50)
    Problem.objects.filter(notice=notice, number=1).update(due_on=in_days(-9))
    case = case_of(goal)
    assert case.results.open_problems == 2
    assert case.proposal.action == Action.STOP
    assert case.proposal.reason == "单位自评得分 45.00，等级为差；有 1 个问题逾期未整改"
    assert case.amount == 0


def test_projects_that_promise_the_same_are_merged(world: World) -> None:
    one = project(world)
    other = project(world, "第二批")
    assert case_of(one).proposal.action == Action.KEEP
    Goal.objects.filter(pk__in=[one.pk, other.pk]).update(indicator_set="a" * 64)
    cases = cases_of(Goal.objects.filter(pk__in=[one.pk, other.pk]))
    assert [(case.results.similar, case.proposal.action) for case in cases] == [(1, Action.MERGE)] * 2
    assert cases[0].amount is None


def test_as_many_queries_for_many_as_for_one(world: World, django_assert_max_num_queries: object) -> None:
    goals = [project(world, f"项目{number}") for number in range(5)]
    with django_assert_max_num_queries(8):  # type: ignore[operator] # pytest-django's fixture
        cases_of(goals)


# ── Decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_decided_otherwise_needs_a_reason_and_keeps_what_was_proposed(world: World) -> None:
    goal = project(world)
    spent(goal, "5.6")
    with pytest.raises(ValidationError, match="写明理由"):
        _decided(world, goal, "keep", reason="")
    decision = _decided(world, goal, "cut", "10", "下半年才启动")
    assert (decision.proposed, decision.proposed_percent, decision.percent) == ("cut", 20, 10)
    assert decision.amount == Decimal("12.60")
    assert decision.differs
    assert Entry.objects.filter(action="result.decided").count() == 1


@pytest.mark.parametrize(("action", "percent"), [("cut", "0"), ("cut", "120"), ("burn", "5"), ("reward", "-1")])
def test_impossible_decisions_are_refused(world: World, action: str, percent: str) -> None:
    with pytest.raises(ValidationError):
        _decided(world, project(world), action, percent)


@pytest.mark.parametrize("who", ["preparer", "unit_leader", "department_reviewer", "auditor", "expert"])
def test_only_the_bureau_decides(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        goal_decide(goal=project(world), actor=world.people[who], action="keep", percent=Decimal(0))


def test_a_division_decides_about_its_departments_only(world: World) -> None:
    division = world.people["finance_reviewer"]
    goal_decide(goal=project(world), actor=division, action="keep", percent=Decimal(0))
    with pytest.raises(PermissionDenied):
        decisions_accept(goals=[project(world, "客运", unit=-1), project(world, "另一个")], actor=division)


def test_accepted_in_one_go_but_for_what_is_decided(world: World) -> None:
    goals = [project(world, f"项目{number}") for number in range(3)]
    _decided(world, goals[0], "reward", "5", "示范项目")
    assert decisions_accept(goals=goals, actor=world.people["performance_office"]) == 2
    assert decision_of(goals[0]).action == "reward"  # type: ignore[union-attr] # just decided
    assert decision_of(goals[1]).action == "keep"  # type: ignore[union-attr] # as proposed


def test_undone_until_the_unit_knows(world: World) -> None:
    goal, office = project(world), world.people["performance_office"]
    decision = _decided(world, goal, "stop", reason="重复")
    decision_undo(decision=decision, actor=office, reason="写错了项目")
    assert decision_of(goal) is None
    again = _decided(world, goal)
    assert [step.kind for step in again.steps.all()] == ["decided", "undone", "decided"]
    assert again.steps.all()[1].details["action"] == "stop"
    assert waiting_count(office, world.year) == 1
    assert decisions_publish(year=world.year, actor=office) == 1
    assert set(Told.objects.filter(kind="results.published").values_list("user__login", flat=True)) == {
        "preparer",
        "unit_leader",
    }
    with pytest.raises(Conflict):
        decision_undo(decision=again, actor=office, reason="再改")
    with pytest.raises(Conflict):
        _decided(world, goal, "stop", reason="再改")
    with pytest.raises(Conflict):
        decisions_publish(year=world.year, actor=office)


def test_unit_sees_it_when_it_is_told_and_answers_once(world: World, signed_in: Browser) -> None:
    goal = project(world)
    address = reverse("results:project", args=[goal.pk])
    decision = _decided(world, goal, "cut", "10", "执行慢")
    browser = signed_in("preparer")
    assert browser.get(address).status_code == 404
    assert list(browser.get(reverse("results:list")).context["rows"]) == []
    decisions_publish(year=world.year, actor=world.people["performance_office"])
    page = browser.get(address).content.decode()
    assert "压减预算 10%" in page
    assert "年预算建议" not in page  # what the rules proposed is the bureau's business
    assert browser.post(reverse("results:answer", args=[goal.pk]), {"view": "明年任务不减"}).status_code == 302
    decision.refresh_from_db()
    assert decision.view == "明年任务不减"
    assert browser.post(reverse("results:answer", args=[goal.pk]), {"view": "再说一次"}).status_code == 403
    with pytest.raises(PermissionDenied):
        decision_answer(decision=decision, actor=world.people["unit_leader"], text="我也说")
    assert Told.objects.filter(kind="results.answered", user=world.people["performance_office"]).exists()


def test_office_works_through_the_list(world: World, signed_in: Browser) -> None:
    one, other = project(world), project(world, "培训费", unit=1)
    spent(one, "5.6")
    browser = signed_in("performance_office")
    page = browser.get(reverse("results:list")).content.decode()
    assert "预算执行率只有 40%" in page
    assert "压减预算 20%" in page
    here = f"{reverse('results:list')}?state=undecided"
    answer = browser.post(reverse("results:accept"), {"goal": [str(one.pk), str(other.pk)], "next": here})
    assert answer.url == here
    assert browser.get(here).context["rows"] == []
    assert browser.post(reverse("results:undo", args=[one.pk]), {"undo-reason": "再议"}).status_code == 302
    sent = {"action": "cut", "percent": "15", "reason": ""}
    assert browser.post(reverse("results:decide", args=[one.pk]), sent).status_code == 422
    assert browser.post(reverse("results:decide", args=[one.pk]), sent | {"reason": "折中"}).status_code == 302
    exported = b"".join(browser.get(reverse("results:export")).streaming_content).decode("utf-8-sig")
    rows = {row["项目名称"]: row for row in csv.DictReader(io.StringIO(exported))}
    assert (rows["招商经费"]["意见"], rows["招商经费"]["下年预算（万元）"]) == ("压减预算 15%", "11.9")
    paper = WordFile(io.BytesIO(browser.get(reverse("results:opinions", args=["docx"])).content))
    assert [row.cells[5].text for row in paper.tables[0].rows] == ["应用意见", "压减预算 15%", "继续安排"]
    assert browser.post(reverse("results:publish")).status_code == 302
    assert Decision.objects.filter(published_at__isnull=False).count() == 2


def test_foreign_projects_cannot_be_ticked(world: World, signed_in: Browser) -> None:
    foreign = project(world, unit=-1)
    answer = signed_in("finance_reviewer").post(reverse("results:accept"), {"goal": [str(foreign.pk)]})
    assert answer.status_code == 404
    assert not Decision.objects.exists()


# ── The next year ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _next_draft(world: World, goal: Goal) -> Goal:
    Cycle.objects.get_or_create(year=world.year + 1)
    return goal_copy(
        source=goal,
        organization=goal.organization,
        year=world.year + 1,
        actor=world.people["preparer"],
        origin="budget",
    )


def test_author_sees_what_was_promised_reached_and_decided(world: World, signed_in: Browser) -> None:
    goal = project(world)
    evaluated(goal, "71.20", "中")
    spent(goal, "12.6")
    _decided(world, goal, "cut", "10", "完成率偏低")
    draft = _next_draft(world, goal)
    browser = signed_in("preparer")
    before = browser.get(reverse("goals:asides", args=[draft.pk])).content.decode()
    assert "计划 ≥95%，实际 71%" in before
    assert "压减预算" not in before  # not told yet
    decisions_publish(year=world.year, actor=world.people["performance_office"])
    page = browser.get(reverse("goals:asides", args=[draft.pk])).content.decode()
    for text in ("压减预算 10%", "90%", "71.20", "完成率偏低", "12.60"):
        assert text in page
    known = last_year_of(draft)
    assert known is not None
    assert known.outcomes[0].actual == "71%"


def test_a_new_project_has_nothing_beside_it(world: World, signed_in: Browser) -> None:
    draft = goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    page = signed_in("preparer").get(reverse("goals:asides", args=[draft.pk])).content.decode()
    assert "last-year" not in page


def test_before_the_self_evaluation_the_last_round_of_monitoring_speaks(world: World, signed_in: Browser) -> None:
    goal = project(world)
    who = world.people["performance_office"]
    day = date(world.year, 9, 30)
    each = Round.objects.create(
        organization=world.bureau,
        year=world.year,
        name="1–9月监控",
        through=day,
        opens_on=day,
        due_on=day,
        created_by=who,
    )
    report = Report.objects.create(
        round=each, goal=goal, organization=goal.organization, year=goal.year, created_by=who, changed_by=who
    )
    ReportVersion.objects.create(
        item=report, number=1, digest="0" * 64, submitted_by=who, content={"indicators": [{"actual": "68%"}]}
    )
    page = signed_in("preparer").get(reverse("goals:asides", args=[_next_draft(world, goal).pk])).content.decode()
    assert "计划 ≥95%，实际 68%" in page
    assert "1–9月监控" in page
