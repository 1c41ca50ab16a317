"""The evaluation report (10号, attachment 3): drafted from what is known, edited by people, frozen in versions.

It is an official paper: it is written in Chinese, whatever language the person reads who makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.accounts.languages import speaking
from jiheng.web.evaluation import facts
from jiheng.web.evaluation.models import Evaluation, Opinion
from jiheng.web.evaluation.scorecard import Scorecard, scorecard
from jiheng.web.execution.selectors import money_of, total_of
from jiheng.web.regulation.selectors import regulation_of
from jiheng.writers.report import Paragraph, Report, Section, Table, gap

__all__ = ["SECTIONS", "content_of", "drafts", "evaluator_of", "heading", "report_of"]

SECTIONS: Mapping[str, str] = {
    "basics": gettext_noop("基本情况"),
    "work": gettext_noop("绩效评价工作开展情况"),
    "conclusion": gettext_noop("综合评价情况及评价结论"),
    "analysis": gettext_noop("绩效评价指标分析"),
    "problems": gettext_noop("主要经验及做法、存在的问题及原因分析"),
    "advice": gettext_noop("有关建议"),
    "other": gettext_noop("其他需要说明的问题"),
}
"""Key → heading, in the order of the report."""
_WIDTHS = (8, 9, 13, 20, 7, 9, 22)


def heading(key: str) -> str:
    """What a section is called."""
    return _(SECTIONS[key])


def evaluator_of(evaluation: Evaluation) -> str:
    """Who evaluates, as forms print it: the agency, else the office."""
    return evaluation.agency.name if evaluation.agency else evaluation.organizer.name


_IN_CHINESE = speaking(settings.LANGUAGE_CODE)


# ── What is frozen ────────────────────────────────────────────────────────────────────────────────────────────────────


@_IN_CHINESE
def content_of(evaluation: Evaluation) -> dict[str, Any]:
    """Everything that report and table say, as JSON; of the single experts nothing."""
    card = scorecard(evaluation, facts.measures_of(evaluation))
    written = {key: str(evaluation.narrative.get(key) or "").strip() for key in SECTIONS}
    drafted = _drafts(evaluation, card)
    is_complete = not card.missing
    return {
        "name": evaluation.name,
        "code": evaluation.goal.code if evaluation.goal else "",
        "year": evaluation.year,
        "by": evaluation.by,
        "organization": {"code": evaluation.organization.code, "name": evaluation.organization.name},
        "department": _department(evaluation),
        "organizer": evaluation.organizer.name,
        "evaluator": evaluator_of(evaluation),
        "experts": len(card.experts),
        "frame": [
            {**line.row, "score": "" if line.final is None else f"{line.final:f}", "reason": line.reason}
            for line in card.lines
        ],
        "total": f"{card.total:f}" if is_complete else "",
        "grade": regulation_of(evaluation.year).grade(card.total).value if is_complete else "",
        "narrative": {key: written[key] or drafted[key] for key in SECTIONS},
    }


def _department(evaluation: Evaluation) -> dict[str, str] | None:
    above = evaluation.organization.parent
    if above is None or above.kind == "bureau":
        return None
    return {"code": above.code, "name": above.name}


# ── What is known ─────────────────────────────────────────────────────────────────────────────────────────────────────


@_IN_CHINESE
def drafts(evaluation: Evaluation) -> dict[str, str]:
    """Section → what the data say for it, with marks where people have to go on."""
    return _drafts(evaluation, scorecard(evaluation, facts.measures_of(evaluation)))


def _drafts(evaluation: Evaluation, card: Scorecard) -> dict[str, str]:
    return {
        "basics": _basics(evaluation),
        "work": _work(evaluation, card),
        "conclusion": _conclusion(evaluation, card),
        "analysis": _analysis(card),
        "problems": _problems(card),
        "advice": gap("针对上述问题的建议"),
        "other": _opinions(evaluation),
    }


def _basics(evaluation: Evaluation) -> str:
    unit, year = evaluation.organization.name, evaluation.year
    lines = [f"“{evaluation.name}”由{unit}实施，列入 {year} 年度预算。"]
    if evaluation.goal is None:
        return "\n".join([*lines, gap("部门职责、年度任务和预算")])
    total = total_of(money_of(evaluation.goal.pk))
    adjusted, arrived, spent = map(_wan, (total.adjusted, total.arrived, total.spent))
    lines.append(f"全年预算 {adjusted} 万元，实际到位 {arrived} 万元，实际支出 {spent} 万元。")
    sheet = facts.sheet_of_goal(evaluation.goal)
    if sheet and sheet.goals:
        lines.append(f"批复的绩效目标：{'；'.join(sheet.goals)}")
    return "\n".join([*lines, gap("立项背景、实施内容和组织管理")])


def _work(evaluation: Evaluation, card: Scorecard) -> str:
    who = f"本次{evaluation.get_by_display()}由{evaluation.organizer.name}组织，{evaluator_of(evaluation)}实施"
    lines = [f"{who}，按《项目支出绩效评价管理办法》（财预〔2020〕10号）进行。"]
    if card.experts:
        lines.append(f"{len(card.experts)} 名专家签署了无利益冲突声明，互不知晓地独立评分。")
    levels = "、".join(f"{name} {weight:f}" for name, weight, _score in card.levels)
    lines.append(f"指标体系共 {len(card.lines)} 个三级指标，分值为{levels}。")
    return "\n".join([*lines, gap("评价方法、现场核查和问卷调查的情况")])


def _conclusion(evaluation: Evaluation, card: Scorecard) -> str:
    if card.missing:
        return gap("综合得分和等级（评分完成后自动写出）")
    grade = regulation_of(evaluation.year).grade(card.total).value
    levels = "，".join(f"{name}得 {score:.2f} 分（满分 {weight:f}）" for name, weight, score in card.levels)
    return f"综合得分 {card.total:.2f} 分，评价等级为“{grade}”。其中{levels}。"


def _analysis(card: Scorecard) -> str:
    said = []
    for line in card.lines:
        score = "—" if line.final is None else f"{line.final:.2f}"
        text = f"{line.row['name']}：分值 {line.weight:f}，得分 {score}。"
        if line.measured and line.measured.value is not None:
            text += f"数据：{line.measured.sentence}。"
        if line.reason:
            text += f"扣分原因：{line.reason}"
        said.append(text)
    return "\n".join(said)


def _problems(card: Scorecard) -> str:
    """What cost points, the most expensive first."""
    lost = [(line.weight - line.final, line) for line in card.lines if line.final is not None and line.reason]
    worst = sorted((each for each in lost if each[0] > 0), key=lambda each: each[0], reverse=True)
    said = [f"{number}. {line.row['name']}：{line.reason}" for number, (_points, line) in enumerate(worst, 1)]
    return "\n".join([gap("主要经验及做法"), *said])


def _opinions(evaluation: Evaluation) -> str:
    found = Opinion.objects.filter(report__evaluation=evaluation.pk).exclude(answered_at=None)
    said = [
        f"被评价单位意见：{each.text}　答复（{'采纳' if each.is_accepted else '未采纳'}）：{each.answer}"
        for each in found
    ]
    return "\n".join(said) or "无。"


def _wan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


# ── As a report ───────────────────────────────────────────────────────────────────────────────────────────────────────


@_IN_CHINESE
def report_of(content: Mapping[str, Any]) -> Report:
    """The report of a frozen content; the scored frame stands in the section of the conclusion."""
    sections = []
    for key in SECTIONS:
        lines = tuple(Paragraph(line) for line in str(content["narrative"][key]).splitlines() if line.strip())
        table = (_frame(content),) if key == "conclusion" else ()
        sections.append(Section(heading(key), 1, lines + table))
    said = f"{content['organizer']}　{content['year']} 年度"
    return Report(f"{content['name']}绩效评价报告", said, tuple(sections), has_cover=True)


def _frame(content: Mapping[str, Any]) -> Table:
    header = ("一级指标", "二级指标", "三级指标", "评分标准", "分值", "得分", "扣分原因")
    rows = [
        (row["level1"], row["level2"], row["name"], row["standard"], row["weight"], row["score"], row["reason"])
        for row in content["frame"]
    ]
    weights = sum((Decimal(row["weight"]) for row in content["frame"]), Decimal(0))
    rows.append(
        ("总分", "", "", "", f"{weights:f}", content["total"], content["grade"] and f"等级：{content['grade']}")
    )
    return Table(header, tuple(rows), _WIDTHS, "附：绩效评价指标评分表", merged=2)
