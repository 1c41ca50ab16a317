"""What a regulation makes of some made-up situations, reckoned anew with each change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.goals import PlanStep
from jiheng.domain.lights import Colour, Light, Money, Progress, Situation, judge_indicator, judge_spending
from jiheng.domain.proposals import Results, propose
from jiheng.domain.scores import Claim, ExecutionClaim, Score, score_sheet
from jiheng.domain.scoring import Grade
from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import Dimension
from jiheng.regulations import Regulation

__all__ = ["Example", "examples_of"]

_SIGNS = {Colour.RED: "×", Colour.YELLOW: "▲", Colour.GREEN: "✓", Colour.BLUE: "◆", Colour.NONE: "○"}
_TONES = {Colour.RED: "is-error", Colour.YELLOW: "is-warning", Colour.GREEN: "is-good"}
_PLAN = (PlanStep(6, Decimal(50)), PlanStep(12, Decimal(100)))
_BUDGET = Decimal(100)


class Example(NamedTuple):
    """A situation and what comes of it.

    Attributes:
        what: the situation; result: in a word or number; why: the sentence with the numbers.
        sign, tone: of the result, a mark and a class of the sheet.
    """

    what: str
    result: str
    why: str = ""
    sign: str = ""
    tone: str = ""


def examples_of(regulation: Regulation, year: int) -> dict[str, list[Example]]:
    """Key of a section → its examples."""
    return {key: make(regulation, year) for key, make in _MAKERS.items()}


def _lights(regulation: Regulation, year: int) -> list[Example]:
    progress = Progress.of(at=date(year, 6, 30), year=year, plan=_PLAN)
    rule = regulation.lights
    found = []
    for spent in ("20", "35", "45", "85"):
        light = judge_spending(Money(_BUDGET, Decimal(spent)), progress, rule)
        what = _("预算 100 万元，计划 6 月底支出 50%，实际支出 {spent} 万元").format(spent=spent)
        found.append(_lit(what, light))
    for name, dimension, target, actual in (
        (_("服务对象满意度"), Dimension.SATISFACTION, "≥90%", "85%"),
        (_("服务对象满意度"), Dimension.SATISFACTION, "≥90%", "70%"),
        (_("培训人次"), Dimension.QUANTITY, "≥1000人次", "380人次"),
        (_("单位成本"), Dimension.COST, "≤200元/人", "215元/人"),
    ):
        situation = Situation(name, dimension, parse_target(target), parse_target(actual))
        what = _("{name}目标 {target}，6 月底 {actual}").format(name=name, target=target, actual=actual)
        found.append(_lit(what, judge_indicator(situation, progress, rule)))
    return found


def _lit(what: str, light: Light) -> Example:
    colour = light.colour
    return Example(what, colour.label, light.sentence, _SIGNS[colour], _TONES.get(colour, "is-info"))


def _scoring(regulation: Regulation, _year: int) -> list[Example]:
    rows = (
        (_("目标 ≥100 人，完成 80 人"), "≥100人", "80人"),
        (_("目标 ≥100 人，完成 140 人"), "≥100人", "140人"),
        (_("目标 ≤10 万元，实际 12 万元"), "≤10万元", "12万元"),
        (_("目标 =50 次，完成 55 次"), "=50次", "55次"),
    )
    claims = [
        Claim("产出指标", Decimal(10), parse_target(target), parse_target(actual)) for _what, target, actual in rows
    ]
    sheet = score_sheet(ExecutionClaim(_BUDGET, _BUDGET, Decimal(85)), claims, regulation.scoring)
    found = [_scored(_("预算 100 万元，执行 85 万元"), sheet.execution)]
    return found + [_scored(row[0], score) for row, score in zip(rows, sheet.indicators, strict=True)]


def _scored(what: str, score: Score) -> Example:
    result = (
        "—" if score.points is None else _("{points} 分 / {weight}").format(points=score.points, weight=score.weight)
    )
    why = "；".join(text for text in (score.rule_text, score.arithmetic_text) if text)
    return Example(what, result, why + (_("；须写原因") if score.needs_reason else ""))


def _grades(regulation: Regulation, _year: int) -> list[Example]:
    edges = [least for least, _name in regulation.grades]
    scores = sorted({score for edge in edges for score in (edge, edge - Decimal("0.01"))}, reverse=True)
    return [Example(_("总分 {score}").format(score=score), regulation.grade(score).value) for score in scores]


def _rectification(regulation: Regulation, year: int) -> list[Example]:
    told = date(year, 8, 1)
    due = told + timedelta(days=regulation.rectification_days)
    what = _("8 月 1 日下达整改通知")
    found = [Example(what, _("{day} 前整改").format(day=due.isoformat()))]
    for rung in regulation.ladder:
        day = due + timedelta(days=rung.days)
        found.append(Example(_("到 {day} 仍未整改").format(day=day.isoformat()), rung.label))
    return found


def _proposals(regulation: Regulation, _year: int) -> list[Example]:
    source = _("部门评价")
    cases = (
        (_("评价 95 分，执行率 98%，没有问题"), Results(Grade.EXCELLENT, Decimal(95), source, Decimal("0.98"))),
        (_("评价 85 分，执行率 45%"), Results(Grade.GOOD, Decimal(85), source, Decimal("0.45"))),
        (_("评价 70 分，执行率 90%"), Results(Grade.FAIR, Decimal(70), source, Decimal("0.90"))),
        (_("评价 50 分，有 1 个问题逾期未整改"), Results(Grade.POOR, Decimal(50), source, Decimal("0.80"), 1, 1)),
    )
    found = []
    for what, results in cases:
        graded = results._replace(grade=regulation.grade(results.score or Decimal(0)))
        proposal = propose(graded, regulation.proposals)
        percent = f" {proposal.percent}%" if proposal.percent else ""
        found.append(Example(what, f"{proposal.action.label}{percent}", proposal.reason))
    return found


_MAKERS: dict[str, Callable[[Regulation, int], list[Example]]] = {
    "lights": _lights,
    "scoring": _scoring,
    "grades": _grades,
    "rectification": _rectification,
    "proposals": _proposals,
}
