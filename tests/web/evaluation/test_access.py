"""Who learns what, and when: the heart of an evaluation that anybody is to trust."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.evaluation.cases import evaluation_of, expert, give, organizer_of, report_of, settle, sheet, take_part
from tests.web.factories import give_role, make_person

from jiheng.web.attachments.models import Attachment
from jiheng.web.audit.models import Entry
from jiheng.web.evaluation import services
from jiheng.web.evaluation.materials import MATERIALS, PAPERS
from jiheng.web.evaluation.models import Assignment, Duty, Stance, State
from jiheng.web.evaluation.policies import Access, standing_of, visible_evaluations
from jiheng.web.evaluation.selectors import evaluation_list, experts_for, reports_for, waiting_count
from jiheng.web.goals.models import Goal
from jiheng.web.notices.models import Notice
from jiheng.web.organizations.models import Role
from jiheng.web.ui.errors import Conflict

_PDF = b"%PDF-1.7\n1 0 obj\n"


def _status(person, name, *arguments, method="get", data=None):
    browser = Client()
    browser.force_login(person)
    return getattr(browser, method)(reverse(f"evaluation:{name}", args=arguments), data or {}).status_code


def _text(person, name, *arguments):
    browser = Client()
    browser.force_login(person)
    response = browser.get(reverse(f"evaluation:{name}", args=arguments))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


# ── Lists and pages agree ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", list(State))
def test_lists_show_exactly_what_a_page_opens(world, state):
    evaluations = [evaluation_of(world, 0, state), evaluation_of(world, -1, state)]
    by_department = evaluation_of(world, 0, State.PREPARING, organizer=world.departments[0])
    people = [*world.people.values(), expert(world, 0), expert(world, 7)]
    for person in people:
        seen = set(visible_evaluations(person, world.year))
        for evaluation in [*evaluations, by_department]:
            assert (evaluation in seen) == standing_of(person, evaluation).sees, (person, evaluation)
        assert set(evaluation_list(actor=person, year=world.year)) == seen


def test_what_people_are_to_an_evaluation(world):
    finance = evaluation_of(world)
    own = evaluation_of(world, organizer=world.departments[0])
    found = {name: (standing_of(p, finance).access, standing_of(p, own).access) for name, p in world.people.items()}
    assert found == {
        "preparer": (Access.UNIT, Access.UNIT),
        "unit_leader": (Access.UNIT, Access.UNIT),
        "department_reviewer": (Access.UNIT, Access.ORGANIZER),
        "finance_reviewer": (Access.READER, Access.READER),
        "performance_office": (Access.ORGANIZER, Access.READER),
        "auditor": (Access.READER, Access.READER),
        "expert": (Access.NONE, Access.NONE),
        "other_preparer": (Access.NONE, Access.NONE),
        "system": (Access.NONE, Access.NONE),
        "security": (Access.NONE, Access.NONE),
        "audit": (Access.NONE, Access.NONE),
    }


def test_whoever_comes_to_the_unit_later_is_no_expert_any_more(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    person = expert(world, 0)
    give_role(person, world.units[0], Role.PREPARER)
    fresh = type(person).objects.get(pk=person.pk)
    standing = standing_of(fresh, evaluation)
    assert standing.access == Access.UNIT
    assert not standing.may_score
    assert _status(fresh, "score", evaluation.pk) == 403


# ── Experts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_expert_sees_nothing_but_the_assigned_evaluation(world):
    evaluation = evaluation_of(world, 0, State.SCORING)
    other = evaluation_of(world, -1, State.PREPARING)
    person = expert(world, 0)
    assert list(visible_evaluations(person, world.year)) == [evaluation]
    for page in ("evaluation", "materials", "frame", "papers", "report", "scores", "people", "score"):
        assert _status(person, page, other.pk) == 404, page
    browser = Client()
    browser.force_login(person)
    goal = Goal.objects.get(pk=evaluation.goal_id)
    assert browser.get(reverse("goals:goal", args=[goal.pk])).status_code == 404
    assert goal.name not in browser.get(reverse("goals:list")).content.decode()
    for page in ("plan", "agencies"):
        assert browser.get(reverse(f"evaluation:{page}")).status_code == 403


def test_nothing_opens_before_the_declaration(world):
    evaluation = evaluation_of(world)
    office, person = world.people["performance_office"], expert(world)
    services.assign(evaluation=evaluation, user=person, duty=Duty.EXPERT, actor=office)
    assert waiting_count(person, world.year) == 1
    assert "承诺独立、客观评价" in _text(person, "evaluation", evaluation.pk)
    for page in ("materials", "frame", "papers", "report", "scores", "people", "score", "report_edit"):
        assert _status(person, page, evaluation.pk) == 403, page
    assert _status(person, "material", evaluation.pk, "goal", 0, "html") == 403
    services.declare(evaluation=evaluation, actor=person, stance=Stance.FREE, text="")
    for page in ("materials", "frame", "papers"):
        assert _status(person, page, evaluation.pk) == 200, page
    assert _status(person, "material", evaluation.pk, "goal", 0, "html") == 200
    assert _status(person, "people", evaluation.pk) == 403
    kept = Assignment.objects.get(user=person)
    assert "没有任职、亲属、经济往来" in kept.declaration
    assert kept.declared_at is not None


def test_a_declared_conflict_removes_the_expert_and_tells_the_organizer(world):
    evaluation = evaluation_of(world)
    office, person = world.people["performance_office"], expert(world)
    services.assign(evaluation=evaluation, user=person, duty=Duty.EXPERT, actor=office)
    with pytest.raises(ValidationError, match="利益关系"):
        services.declare(evaluation=evaluation, actor=person, stance=Stance.CONFLICT, text="  ")
    services.declare(evaluation=evaluation, actor=person, stance=Stance.CONFLICT, text="配偶在该单位任职")
    assert _status(person, "evaluation", evaluation.pk) == 404
    assert "配偶在该单位任职" in Assignment.objects.get(user=person).declaration
    assert Notice.objects.filter(user=office, kind="evaluation.conflict").exists()
    assert "配偶在该单位任职" in _text(office, "people", evaluation.pk)
    with pytest.raises(ValidationError, match="已声明有利益冲突"):
        services.assign(evaluation=evaluation, user=person, duty=Duty.EXPERT, actor=office)


@pytest.mark.parametrize("name", ["expert", "preparer", "department_reviewer", "auditor", "finance_reviewer"])
def test_colleagues_and_overseers_of_the_unit_are_refused(world, name):
    """The world's expert is at home in the evaluated unit; the others work there or oversee it."""
    evaluation = evaluation_of(world)
    person = world.people[name]
    if name != "expert":
        give_role(person, world.bureau, Role.EXPERT)
    with pytest.raises(ValidationError, match="应当回避"):
        services.assign(
            evaluation=evaluation, user=person, duty=Duty.EXPERT, actor=world.people["performance_office"]
        )  # fmt: skip
    assert person not in experts_for(evaluation)


def test_only_experts_can_be_asked_and_only_by_the_organizer(world):
    evaluation = evaluation_of(world)
    office, nobody = world.people["performance_office"], make_person("passer-by")
    with pytest.raises(ValidationError, match="专家角色"):
        services.assign(evaluation=evaluation, user=nobody, duty=Duty.EXPERT, actor=office)
    for name in ("finance_reviewer", "department_reviewer", "unit_leader", "auditor"):
        with pytest.raises(PermissionDenied):
            services.assign(
                evaluation=evaluation, user=expert(world), duty=Duty.EXPERT, actor=world.people[name]
            )  # fmt: skip
    assert list(experts_for(evaluation)) == [expert(world)]


def test_the_access_ends_with_the_role(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    person = expert(world, 0)
    person.memberships.all().delete()
    assert _status(type(person).objects.get(pk=person.pk), "evaluation", evaluation.pk) == 404


# ── Blind scoring ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_sees_scores_before_all_have_handed_in(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    first, second = expert(world, 0), expert(world, 1)
    give(evaluation, first, less=7)
    onlookers = [first, second, *(world.people[n] for n in ("performance_office", "finance_reviewer", "auditor"))]
    for person in onlookers:
        assert _status(person, "scores", evaluation.pk) == 403, person
        assert not standing_of(person, evaluation).sees_scores
    for page in ("evaluation", "people", "report"):
        assert "资料不全" not in _text(world.people["performance_office"], page, evaluation.pk)
    assert "资料不全" not in _text(second, "score", evaluation.pk)
    assert not any("资料不全" in str(entry.after) for entry in Entry.objects.all())
    give(evaluation, second, less=2)
    evaluation.refresh_from_db()
    assert evaluation.state == State.SCORED
    for person in onlookers:
        assert "3.00" in _text(person, "scores", evaluation.pk), person
    assert Notice.objects.filter(user=world.people["performance_office"], kind="evaluation.handed-in").exists()


def test_experts_do_not_learn_each_others_names(world):
    evaluation = evaluation_of(world, state=State.SCORED)
    page = _text(expert(world, 0), "scores", evaluation.pk)
    assert "专家 2" in page
    assert not re.search(r"<t[hd][^>]*>专家1<", page)
    assert "专家1" in _text(world.people["performance_office"], "scores", evaluation.pk)


def test_what_was_handed_in_stays(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    person = expert(world, 0)
    lock = give(evaluation, person).lock
    with pytest.raises(PermissionDenied):
        services.scores_save(
            evaluation=evaluation, scores=sheet(evaluation, less=9), opinion="", lock=lock, actor=person
        )  # fmt: skip
    give(evaluation, expert(world, 1))
    with pytest.raises(Conflict, match="评分已经结束"):
        services.scores_save(evaluation=evaluation, scores={}, opinion="", lock=lock, actor=person)


def test_nobody_joins_or_is_taken_out_once_the_scores_are_open(world):
    evaluation = evaluation_of(world, state=State.SCORED)
    office = world.people["performance_office"]
    with pytest.raises(Conflict):
        services.assign(evaluation=evaluation, user=expert(world, 5), duty=Duty.EXPERT, actor=office)
    with pytest.raises(Conflict):
        services.unassign(
            assignment=Assignment.objects.get(user=expert(world, 0)), actor=office, reason="分数太低"
        )  # fmt: skip


def test_the_last_conflict_opens_the_scores_of_the_others(world):
    evaluation = evaluation_of(world, state=State.PREPARING)
    office = world.people["performance_office"]
    take_part(evaluation, expert(world, 0), office)
    services.assign(evaluation=evaluation, user=expert(world, 1), duty=Duty.EXPERT, actor=office)
    services.scoring_start(evaluation=evaluation, actor=office)
    give(evaluation, expert(world, 0))
    services.declare(evaluation=evaluation, actor=expert(world, 1), stance=Stance.CONFLICT, text="曾任该单位顾问")
    evaluation.refresh_from_db()
    assert evaluation.state == State.SCORED


# ── The evaluated unit ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", [State.PREPARING, State.SCORING, State.SCORED])
@pytest.mark.parametrize("name", ["preparer", "unit_leader", "department_reviewer"])
def test_the_unit_learns_no_score_before_it_is_asked(world, state, name):
    evaluation = evaluation_of(world, state=state)
    office, person = world.people["performance_office"], world.people[name]
    if state == State.SCORED:
        settle(evaluation, office, less=7)
    services.report_make(evaluation=evaluation, note="初稿", actor=office)
    for page in ("scores", "score", "frame", "people", "papers", "report_edit"):
        assert _status(person, page, evaluation.pk) == 403, page
    for kind in ("report_file", "table_file"):
        assert _status(person, kind, evaluation.pk, 1, "docx") == 404
    shown = _text(person, "evaluation", evaluation.pk) + _text(person, "report", evaluation.pk)
    assert [word for word in ("93.00", "初稿", "专家0", "专家1") if word in shown] == []
    assert reports_for(standing_of(person, evaluation)) == []
    for step in ("start", "close", "consult", "finish"):
        assert _status(person, "step", evaluation.pk, step, method="post") == 403


def test_the_unit_sees_what_was_sent_and_then_what_is_final(world):
    evaluation = evaluation_of(world, state=State.SCORED)
    office, unit = world.people["performance_office"], world.people["preparer"]
    services.report_make(evaluation=evaluation, note="内部讨论稿", actor=office)
    settle(evaluation, office)
    services.consult(evaluation=evaluation, actor=office)
    evaluation.refresh_from_db()
    sent = report_of(evaluation)
    assert [report.number for report in reports_for(standing_of(unit, evaluation))] == [sent.number] == [2]
    assert _status(unit, "table_file", evaluation.pk, sent.number, "json") == 200
    assert _status(unit, "report_file", evaluation.pk, 1, "docx") == 404
    assert _status(unit, "scores", evaluation.pk) == 403
    assert Notice.objects.filter(user=unit, kind="evaluation.consulting").exists()
    services.narrative_save(
        evaluation=evaluation, texts={"advice": "下一年压减"}, lock=evaluation.lock, actor=office
    )  # fmt: skip
    services.finish(evaluation=evaluation, actor=office)
    evaluation.refresh_from_db()
    assert [report.number for report in reports_for(standing_of(unit, evaluation))] == [3, 2]
    assert _status(unit, "report_file", evaluation.pk, 3, "docx") == 200
    page = _text(unit, "evaluation", evaluation.pk)
    assert "99.00" in page
    assert "优" in page
    assert "专家0" not in page + _text(unit, "report", evaluation.pk)
    assert _status(unit, "scores", evaluation.pk) == 403  # what single experts gave, never


def test_working_papers_are_not_for_the_unit_and_its_materials_are_for_all(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    office, unit, person = world.people["performance_office"], world.people["preparer"], expert(world, 0)
    stranger = expert(world, 9)

    def put(who, owner):
        browser = Client()
        browser.force_login(who)
        file = SimpleUploadedFile("访谈.pdf", _PDF + owner.encode())
        address = reverse("attachments:files", args=[owner, evaluation.pk])
        return browser.post(address, {"files": [file], "anchor": ""}).status_code

    def gets(who, pk):
        browser = Client()
        browser.force_login(who)
        return browser.get(reverse("attachments:download", args=[pk])).status_code

    assert put(office, PAPERS) == 302
    assert put(unit, PAPERS) == 404
    assert put(person, PAPERS) == 403
    assert put(unit, MATERIALS) == 302
    assert put(stranger, MATERIALS) == 404
    paper, material = Attachment.objects.get(owner=PAPERS), Attachment.objects.get(owner=MATERIALS)
    assert [gets(each, paper.pk) for each in (office, person, unit, stranger)] == [200, 200, 404, 404]
    assert [gets(each, material.pk) for each in (office, person, unit, stranger)] == [200, 200, 200, 404]


# ── The agency ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_agency_writes_papers_and_report_but_neither_scores_nor_decides(world):
    evaluation = evaluation_of(world, state=State.PREPARING)
    office, person = organizer_of(world)[1], expert(world, 3)
    with pytest.raises(ValidationError, match="委托机构"):
        services.assign(evaluation=evaluation, user=person, duty=Duty.AGENCY, actor=office)
    agency = services.agency_save(
        actor=office, year=world.year, name="某评价咨询公司", credit_code="91350100m000100y43"
    )  # fmt: skip
    services.agency_choose(evaluation=evaluation, agency=agency, actor=office)
    take_part(evaluation, person, office, Duty.AGENCY)
    assert _status(person, "report_edit", evaluation.pk) == 200
    assert _status(person, "score", evaluation.pk) == 403
    assert _status(person, "people", evaluation.pk) == 403
    for step in ("start", "close", "consult", "finish"):
        assert _status(person, "step", evaluation.pk, step, method="post") == 403
    services.report_make(evaluation=evaluation, note="初稿", actor=person)
    assert report_of(evaluation).content["evaluator"] == "某评价咨询公司"
    with pytest.raises(ValidationError, match="机构人员"):
        services.agency_choose(evaluation=evaluation, agency=None, actor=office)


def test_experts_do_not_read_reports_while_they_score(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    services.report_make(evaluation=evaluation, note="", actor=world.people["performance_office"])
    assert _status(expert(world, 0), "report", evaluation.pk) == 403
    assert _status(expert(world, 0), "report_file", evaluation.pk, 1, "docx") == 404
