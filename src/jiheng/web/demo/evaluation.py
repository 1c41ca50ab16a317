"""Evaluations of the demo: one of the bureau that is final, one whose experts still score, one that is being prepared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from jiheng.web.accounts.models import User
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.choosing import Rules
from jiheng.web.evaluation.measures import Measured
from jiheng.web.evaluation.models import Assignment, Duty, Evaluation, PlanItem, Stance
from jiheng.web.evaluation.scorecard import scorecard
from jiheng.web.evaluation.selectors import experts_for
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import holders

__all__ = ["make_evaluations"]

_AGENCY = ("示例绩效评价咨询有限公司", "91350100M000100Y43")
_LOST = {
    "绩效指标明确性": (Decimal("0.5"), "两项效益指标没有量化，难以核对。"),
    "预算编制科学性": (Decimal(1), "测算依据只有总数，没有单价和数量。"),
    "制度执行有效性": (Decimal("0.5"), "一份合同的验收资料没有归档。"),
    "实施效益": (Decimal(6), "带动效果没有达到预期，数据口径与目标不一致。"),
    "满意度": (Decimal(1), "问卷只发了 40 份，样本偏少。"),
}
"""What the experts found: leaf → points and why."""
_ALONE = Decimal(12)
_NARRATIVE = {
    "problems": "一是活动组织规范，资料较为完整。\n二是预算测算偏粗，单价和数量没有依据。\n三是效果数据口径前后不一致。",
    "advice": "一是编制下一年度预算时补充单价和数量。\n二是把效益指标换成可以核对的数据，并注明来源。",
}


def make_evaluations(year: int) -> None:
    """A plan of the bureau and one of a department for the projects of `year`, with evaluations at three states."""
    bureau = Organization.objects.get(kind=Kind.BUREAU)
    office = holders(bureau, year, Role.PERFORMANCE_OFFICE)[0]
    rules = Rules(colours=("red", "yellow"), grades=("中", "差"), years_since=5, random=1, seed=f"{year}-财政评价")
    services.plan_draw(organizer=bureau, year=year, rules=rules, actor=office)
    items = list(PlanItem.objects.filter(organizer=bureau, year=year).order_by("id"))
    if items:
        _concluded(items[0], office)
    if len(items) > 1:
        _under_way(items[1], office)
    _prepared(year)


def _begun(item: PlanItem, office: User, days: int) -> tuple[Evaluation, list[User]]:
    """An evaluation whose experts have declared."""
    due_on = timezone.localdate() + timedelta(days=days)
    evaluation = services.evaluation_begin(item=item, actor=office, due_on=due_on)
    experts = list(experts_for(evaluation).order_by("login"))
    for expert in experts:
        services.assign(evaluation=evaluation, user=expert, duty=Duty.EXPERT, actor=office)
        services.declare(evaluation=evaluation, actor=expert, stance=Stance.FREE, text="")
    return evaluation, experts


def _concluded(item: PlanItem, office: User) -> None:
    """From the plan to the final report, with an opinion of the unit that was followed."""
    agency = services.agency_save(
        actor=office,
        year=item.year,
        name=_AGENCY[0],
        credit_code=_AGENCY[1],
        contact="项目负责人",
        phone="0311-00000000",
    )
    evaluation, experts = _begun(item, office, -20)
    services.agency_choose(evaluation=evaluation, agency=agency, actor=office)
    services.scoring_start(evaluation=evaluation, actor=office)
    for number, expert in enumerate(experts):
        _score(evaluation, expert, number, alone=number == len(experts) - 1)
    evaluation.refresh_from_db()
    _settle(evaluation, office)
    evaluation.refresh_from_db()
    services.narrative_save(evaluation=evaluation, texts=_NARRATIVE, lock=evaluation.lock, actor=office)
    report = services.consult(evaluation=evaluation, actor=office)
    author = holders(evaluation.organization, evaluation.year, Role.PREPARER)[0]
    opinion = services.opinion_say(report=report, text="效益数据已按统一口径重新统计，请在报告中注明。", actor=author)
    services.opinion_answer(opinion=opinion, is_accepted=True, answer="已在报告中注明数据口径。", actor=office)
    services.finish(evaluation=evaluation, actor=office)


def _under_way(item: PlanItem, office: User) -> None:
    """All but the first expert have handed in."""
    evaluation, experts = _begun(item, office, 25)
    services.scoring_start(evaluation=evaluation, actor=office)
    for number, expert in enumerate(experts[1:]):
        _score(evaluation, expert, number)


def _prepared(year: int) -> None:
    """What a department has begun to evaluate among its own projects."""
    department = Organization.objects.filter(kind=Kind.DEPARTMENT).order_by("code").first()
    goal = facts.projects_of(department, year).last() if department else None
    if department is None or goal is None:
        return
    reviewer = holders(department, year, Role.DEPARTMENT_REVIEWER)[0]
    item = services.item_add(
        organizer=department, year=year, goal=goal, note="本部门当年重点工作，三年内没有评价过。", actor=reviewer
    )
    services.evaluation_begin(item=item, actor=reviewer)


def _score(evaluation: Evaluation, expert: User, number: int, *, alone: bool = False) -> None:
    """Nearly the same as the others; `alone`: one leaf quite otherwise."""
    evaluation.refresh_from_db()
    measures = facts.measures_of(evaluation)
    given = {}
    for row in evaluation.frame:
        weight = Decimal(row["weight"])
        lost, reason = _loss(row, weight, list(measures.items()))
        if alone and row["name"] == "实施效益":
            lost = _ALONE
        elif lost and number % 2:
            lost = min(weight, lost + Decimal("0.5"))
        given[row["id"]] = {"score": f"{weight - lost:f}", "reason": reason if lost else ""}
    lock = Assignment.objects.get(evaluation=evaluation, user=expert).lock
    services.scores_save(
        evaluation=evaluation,
        scores=given,
        opinion="总体完成较好，预算测算和效果数据有待改进。",
        lock=lock,
        actor=expert,
    )
    services.hand_in(evaluation=evaluation, actor=expert)


def _loss(row: dict[str, str], weight: Decimal, measures: Sequence[tuple[str, Measured]]) -> tuple[Decimal, str]:
    """Points and reason: what the data say, else what was found."""
    found = dict(measures).get(row["measure"])
    points = found.points(weight) if found else None
    if found and points is not None and points < weight:
        return weight - points, f"{found.sentence}。"
    return _LOST.get(row["name"], (Decimal(0), ""))


def _settle(evaluation: Evaluation, office: User) -> None:
    """The medians, as they are."""
    card = scorecard(evaluation, facts.measures_of(evaluation))
    given = {
        line.row["id"]: {"score": line.suggested or "", "reason": line.reasons.split("\n")[0], "deviation": ""}
        for line in card.lines
    }
    services.final_scores_save(evaluation=evaluation, scores=given, lock=evaluation.lock, actor=office)
