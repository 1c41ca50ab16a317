"""From the frame to the final result: what is asked for on the way, and what never changes afterwards."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.web.evaluation.cases import (
    conclude,
    evaluation_of,
    expert,
    give,
    goal_of,
    money,
    opinion_of,
    report_of,
    settle,
    sheet,
    take_part,
)

from jiheng.engine import check, read
from jiheng.publishing import publish
from jiheng.web.accounts.languages import speaking
from jiheng.web.audit.models import Entry
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.mapping import document_of, table_of
from jiheng.web.evaluation.models import By, Evaluation, ReportVersion, State
from jiheng.web.evaluation.reporting import SECTIONS
from jiheng.web.evaluation.reporting import report_of as as_report
from jiheng.web.evaluation.scorecard import scorecard
from jiheng.web.evaluation.selectors import Result, history_of, results_of
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion
from jiheng.web.submissions.digests import digest_of
from jiheng.web.ui.errors import Conflict
from jiheng.writers.report import report_docx, report_pdf


@pytest.fixture
def office(world):
    return world.people["performance_office"]


def _card(evaluation):
    return scorecard(evaluation, facts.measures_of(evaluation))


# ── The frame ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_frame_is_edited_while_it_is_prepared_and_fixed_afterwards(world, office):
    evaluation = evaluation_of(world)
    rows = [row for row in evaluation.frame if row["name"] != "满意度"]
    changed = services.frame_save(evaluation=evaluation, rows=rows, lock=1, actor=office)
    assert len(changed.frame) == 16
    with pytest.raises(Conflict, match="别人改过"):
        services.frame_save(evaluation=evaluation, rows=[], lock=1, actor=office)
    take_part(evaluation, expert(world), office)
    with pytest.raises(ValidationError, match="分值合计 90，应为 100"):
        services.scoring_start(evaluation=evaluation, actor=office)
    services.frame_take(evaluation=evaluation, lock=2, actor=office)
    services.scoring_start(evaluation=evaluation, actor=office)
    with pytest.raises(Conflict):
        services.frame_save(evaluation=evaluation, rows=rows, lock=3, actor=office)


def test_a_frame_is_taken_over_from_another_evaluation_of_the_same_organizer(world, office):
    first, second = evaluation_of(world, 0), evaluation_of(world, -1)
    rows = [{**row, "name": "签约项目数"} if row["name"] == "实际完成率" else row for row in first.frame]
    first = services.frame_save(evaluation=first, rows=rows, lock=1, actor=office)
    services.frame_take(evaluation=second, lock=1, actor=office, source=first)
    second.refresh_from_db()
    assert "签约项目数" in {row["name"] for row in second.frame}
    foreign = evaluation_of(world, 0, organizer=world.departments[0])
    with pytest.raises(PermissionDenied):
        services.frame_take(evaluation=second, lock=2, actor=office, source=foreign)


def test_without_experts_the_scoring_does_not_start_but_the_organizer_may_score(world, office):
    evaluation = evaluation_of(world)
    with pytest.raises(ValidationError, match="专家"):
        services.scoring_start(evaluation=evaluation, actor=office)
    services.scoring_close(evaluation=evaluation, actor=office)
    conclude(evaluation, office, State.FINAL)
    evaluation.refresh_from_db()
    assert evaluation.final_score == 99


# ── Scores ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("score", ["-1", "3.01", "2.999", "NaN", "满分"])
def test_a_score_outside_its_weight_is_refused_at_its_field(world, score):
    evaluation = evaluation_of(world, state=State.SCORING)
    leaf = evaluation.frame[0]["id"]
    with pytest.raises(ValidationError) as caught:
        services.scores_save(
            evaluation=evaluation, scores={leaf: {"score": score}}, opinion="", lock=1, actor=expert(world)
        )
    assert list(caught.value.message_dict) == [f"score-{leaf}"]


def test_handing_in_wants_every_score_and_every_reason(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    person = expert(world)
    services.scores_save(
        evaluation=evaluation, scores=sheet(evaluation, less=2, reason=""), opinion="", lock=1, actor=person
    )
    with pytest.raises(ValidationError, match="没有写扣分原因"):
        services.hand_in(evaluation=evaluation, actor=person)
    first = evaluation.frame[0]
    services.scores_save(evaluation=evaluation, scores={first["id"]: {"score": "1"}}, opinion="", lock=2, actor=person)
    with pytest.raises(ValidationError) as caught:
        services.hand_in(evaluation=evaluation, actor=person)
    assert len(caught.value.messages) == 17


def test_the_same_sheet_in_two_windows_overwrites_nothing(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    same = {"evaluation": evaluation, "opinion": "", "lock": 1, "actor": expert(world)}
    services.scores_save(**same, scores=sheet(evaluation))
    with pytest.raises(Conflict):
        services.scores_save(**same, scores={})


def test_whoever_is_not_waited_for_does_not_count(world, office):
    evaluation = evaluation_of(world, state=State.SCORING)
    give(evaluation, expert(world, 0), less=4)
    services.scoring_close(evaluation=evaluation, actor=office)
    evaluation.refresh_from_db()
    card = _card(evaluation)
    assert [each.user for each in card.experts] == [expert(world, 0)]
    assert card.sums == (Decimal(96),)


def test_the_spread_shows_the_ends_the_middle_and_who_stands_alone(world):
    evaluation = evaluation_of(world, state=State.SCORING, experts=3)
    for number, less in enumerate((1, 0, 7)):
        give(evaluation, expert(world, number), less=less)
    evaluation.refresh_from_db()
    last = _card(evaluation).lines[-1]
    assert (last.spread.least, last.spread.median, last.spread.most) == (3, 9, 10)
    assert [each.is_outlier for each in last.given] == [False, False, True]
    assert last.suggested == 9
    assert last.reasons == "资料不全"


def test_the_organizer_explains_where_the_word_is_another_than_the_experts(world, office):
    evaluation = evaluation_of(world, state=State.SCORED)
    given = sheet(evaluation, less=3)
    services.final_scores_save(evaluation=evaluation, scores=given, lock=evaluation.lock, actor=office)
    evaluation.refresh_from_db()
    assert _card(evaluation).missing == ["“满意度”与专家评分的中位数 9.50 不同，没有写理由"]
    with pytest.raises(ValidationError, match="中位数"):
        services.consult(evaluation=evaluation, actor=office)
    assert ReportVersion.objects.count() == 0


def test_leaf_values_are_proposed_from_the_data(world):
    goal = goal_of(world)
    money(world, goal, arrived="12", spent="9.034")
    evaluation = evaluation_of(world)
    author = world.people["preparer"]
    item = SelfEvaluation.objects.create(
        organization=goal.organization, year=world.year, goal=goal, created_by=author, changed_by=author
    )
    content = {"indicators": [{"source": 0, "actual": "8次"}]}
    SelfEvaluationVersion.objects.create(
        item=item, number=1, content=content, digest="0", submitted_by=author, is_approved=True
    )
    found = {line.row["name"]: line for line in _card(evaluation).lines}
    assert found["预算执行率"].proposed == Decimal("3.76")  # of 12.00 that arrived, not of 14.00
    assert found["资金到位率"].proposed == Decimal("2.57")
    assert found["实际完成率"].proposed == Decimal("8.00")
    assert "8次" in found["实际完成率"].measured.sentence
    assert found["满意度"].proposed is None


# ── Opinions and the end ──────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_becomes_final_before_the_unit_was_asked_and_answered(world, office):
    with pytest.raises(Conflict):
        services.finish(evaluation=evaluation_of(world, -1, State.SCORED), actor=office)
    opinion = opinion_of(world)
    evaluation = opinion.report.evaluation
    with pytest.raises(ValidationError, match="1 条单位意见没有答复"):
        services.finish(evaluation=evaluation, actor=office)
    with pytest.raises(ValidationError, match="答复"):
        services.opinion_answer(opinion=opinion, is_accepted=False, answer=" ", actor=office)
    services.opinion_answer(opinion=opinion, is_accepted=False, answer="抽样符合方案", actor=office)
    evaluation = services.finish(evaluation=evaluation, actor=office)
    assert "满意度调查面太窄" in report_of(evaluation).content["narrative"]["other"]
    assert "抽样符合方案" in report_of(evaluation).content["narrative"]["other"]


def test_an_opinion_is_about_the_report_that_was_sent_last(world, office):
    evaluation = evaluation_of(world, state=State.CONSULTING)
    first = report_of(evaluation)
    settle(evaluation, office, less=2)
    services.consult(evaluation=evaluation, actor=office)
    with pytest.raises(Conflict, match="新的征求意见稿"):
        services.opinion_say(report=first, text="不同意", actor=world.people["preparer"])
    for name in ("performance_office", "auditor", "other_preparer"):
        with pytest.raises(PermissionDenied):
            services.opinion_say(report=report_of(evaluation), text="好", actor=world.people[name])


def test_the_result_is_score_grade_and_digest_of_the_whole(world):
    evaluation = evaluation_of(world, state=State.FINAL)
    assert evaluation.final_score == sum(Decimal(row["score"]) for row in evaluation.content["frame"]) == 99
    assert evaluation.grade == regulation_of(world.year).grade(Decimal(99))
    assert evaluation.digest == digest_of(evaluation.content) == report_of(evaluation).digest
    assert evaluation.content["experts"] == 2
    assert "专家0" not in str(evaluation.content)


def test_what_is_final_is_never_changed(world, office):
    evaluation = evaluation_of(world, state=State.FINAL)
    before = Evaluation.objects.values().get(pk=evaluation.pk)
    acts = [
        lambda: services.final_scores_save(
            evaluation=evaluation, scores=sheet(evaluation), lock=evaluation.lock, actor=office
        ),
        lambda: services.frame_save(evaluation=evaluation, rows=[], lock=evaluation.lock, actor=office),
        lambda: services.narrative_save(evaluation=evaluation, texts={}, lock=evaluation.lock, actor=office),
        lambda: services.report_make(evaluation=evaluation, note="", actor=office),
        lambda: services.consult(evaluation=evaluation, actor=office),
        lambda: services.finish(evaluation=evaluation, actor=office),
        lambda: services.scoring_close(evaluation=evaluation, actor=office),
        lambda: services.agency_choose(evaluation=evaluation, agency=None, actor=office),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="定稿"):
            act()
    assert Evaluation.objects.values().get(pk=evaluation.pk) == before
    with pytest.raises(TypeError):
        evaluation.delete()
    with pytest.raises(TypeError):
        report_of(evaluation).delete()


def test_other_areas_read_final_results_only_and_the_bureau_has_the_last_word(world):
    goal = goal_of(world)
    evaluation = evaluation_of(world, state=State.CONSULTING)
    assert results_of([goal]) == {}
    services.finish(evaluation=evaluation, actor=world.people["performance_office"])
    department = evaluation_of(world, state=State.SCORING, organizer=world.departments[0])
    for number in (0, 1):
        give(department, expert(world, number), less=number)
    conclude(department, world.people["department_reviewer"], State.FINAL)
    assert results_of([goal]) == {goal.pk: Result(Decimal("99.00"), "优", By.FINANCE)}
    assert [each.by for each in history_of(goal)] == [By.FINANCE, By.DEPARTMENT]


def test_every_step_is_in_the_log(world):
    opinion = opinion_of(world)
    done = set(Entry.objects.filter(action__startswith="evaluation").values_list("action", flat=True))
    assert done >= {
        "evaluation-plan.added", "evaluation.begun", "evaluation.assigned", "evaluation.declared",
        "evaluation.scoring", "evaluation.handed-in", "evaluation.scored", "evaluation.final-scores",
        "evaluation.report-made", "evaluation.consulted", "evaluation.opinion-said",
    }  # fmt: skip
    assert opinion.said_by == world.people["preparer"]


# ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file_format", ["docx", "pdf", "xlsx", "json"])
def test_the_scored_table_reads_back_from_what_is_printed(world, file_format):
    evaluation = evaluation_of(world, state=State.FINAL)
    data = publish(document_of(evaluation.content, date(2027, 6, 30)), file_format)
    (found,) = read(data, name=f"评分表.{file_format}").evaluations
    said = table_of(evaluation.content)
    assert found.details["评价日期"] == "2027年6月30日"
    assert (found.total_score, found.grade, found.evaluator) == (99, "优", "财政局")
    assert [(row.level1, row.name, row.weight, row.score, row.reason) for row in found.indicators] == [
        (row.level1, row.name, row.weight, row.score, row.reason) for row in said.indicators
    ]


def test_the_table_has_no_findings(world):
    evaluation = evaluation_of(world, state=State.FINAL)
    assert [finding.rule for finding in check(document_of(evaluation.content))] == []


def test_the_report_has_the_seven_parts_with_the_scored_frame_in_it(world):
    evaluation = evaluation_of(world, state=State.FINAL)
    report = as_report(evaluation.content)
    assert [section.heading for section in report.sections] == list(SECTIONS.values())
    conclusion = report.sections[2]
    assert "综合得分 99.00 分，评价等级为“优”" in conclusion.blocks[0].text
    assert conclusion.blocks[-1].rows[-1] == ("总分", "", "", "", "100", "99.00", "等级：优")
    with zipfile.ZipFile(io.BytesIO(report_docx(report))) as package:
        text = package.read("word/document.xml").decode()
    assert all(row["name"] in text for row in evaluation.content["frame"])
    assert report_pdf(report).startswith(b"%PDF-")


def test_what_people_wrote_goes_before_what_the_data_say(world, office):
    evaluation = evaluation_of(world, state=State.SCORED)
    texts = {"advice": "压减下年预算\n补充测算依据"}
    services.narrative_save(evaluation=evaluation, texts=texts, lock=evaluation.lock, actor=office)
    version = services.report_make(evaluation=evaluation, note="初稿", actor=office)
    assert version.content["narrative"]["advice"] == "压减下年预算\n补充测算依据"
    assert "招商经费" in version.content["narrative"]["basics"]
    with pytest.raises(Conflict, match="完全相同"):
        services.report_make(evaluation=evaluation, note="再来一稿", actor=office)


def test_the_report_is_chinese_whatever_language_its_author_reads(world, office):
    evaluation = evaluation_of(world, state=State.SCORED)
    with speaking("en"):
        settle(evaluation, office)
        services.consult(evaluation=evaluation, actor=office)
        report = as_report(report_of(evaluation).content)
    said = " ".join([report.title, report.subtitle, *report_of(evaluation).content["narrative"].values()])
    assert report_of(evaluation).note == "征求意见稿"
    assert "综合得分" in said
    assert not re.search("[A-Za-z]{3,}", said)


def test_hostile_words_stay_words(world, office):
    evil = "=cmd|'/c calc'!A1<script>alert(1)</script>{{x}}\u202e"
    evaluation = evaluation_of(world)
    rows = [{**row, "name": f"{evil}{number}"} for number, row in enumerate(evaluation.frame)]
    evaluation = services.frame_save(evaluation=evaluation, rows=rows, lock=1, actor=office)
    services.scoring_close(evaluation=evaluation, actor=office)
    conclude(evaluation, office, State.FINAL)
    evaluation.refresh_from_db()
    page = publish(document_of(evaluation.content), "html").decode()
    assert "<script>alert" not in page
    for file_format in ("docx", "xlsx"):
        assert publish(document_of(evaluation.content), file_format)
    assert report_docx(as_report(evaluation.content))
