"""The evaluation report (10号, attachment 3): drafted from what is known, edited by people, frozen in versions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.evaluation import facts
from jiheng.web.evaluation.models import Evaluation, Opinion
from jiheng.web.evaluation.scorecard import Scorecard
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
_WIDTHS = (8, 9, 13, 22, 6, 6, 22)


def heading(key: str) -> str:
    """What a section is called."""
    return _(SECTIONS[key])


def evaluator_of(evaluation: Evaluation) -> str:
    """Who evaluates, as forms print it: the agency, else the office."""
    return evaluation.agency.name if evaluation.agency else evaluation.organizer.name


# ── What is frozen ────────────────────────────────────────────────────────────────────────────────────────────────────


def content_of(evaluation: Evaluation, card: Scorecard) -> dict[str, Any]:
    """Everything that report and table say, as JSON; of the single experts nothing."""
    written = {key: str(evaluation.narrative.get(key) or "").strip() for key in SECTIONS}
    drafted = drafts(evaluation, card)
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


def drafts(evaluation: Evaluation, card: Scorecard) -> dict[str, str]:
    """Section → what the data say for it, with marks where people have to go on."""
    return {
        "basics": _basics(evaluation),
        "work": _work(evaluation, card),
        "conclusion": _conclusion(evaluation, card),
        "analysis": _analysis(card),
        "problems": _problems(card),
        "advice": gap(_("针对上述问题的建议")),
        "other": _opinions(evaluation),
    }


def _basics(evaluation: Evaluation) -> str:
    lines = [
        _("“{name}”由{unit}实施，列入 {year} 年度预算。").format(
            name=evaluation.name, unit=evaluation.organization.name, year=evaluation.year
        )
    ]
    if evaluation.goal is None:
        return "\n".join([*lines, gap(_("部门职责、年度任务和预算"))])
    total = total_of(money_of(evaluation.goal.pk))
    text = _("全年预算 {adjusted} 万元，实际到位 {arrived} 万元，实际支出 {spent} 万元。")
    lines.append(text.format(adjusted=_wan(total.adjusted), arrived=_wan(total.arrived), spent=_wan(total.spent)))
    sheet = facts.sheet_of_goal(evaluation.goal)
    if sheet and sheet.goals:
        lines.append(_("批复的绩效目标：{goals}").format(goals=_("；").join(sheet.goals)))
    return "\n".join([*lines, gap(_("立项背景、实施内容和组织管理"))])


def _work(evaluation: Evaluation, card: Scorecard) -> str:
    lines = [
        _(
            "本次{kind}由{organizer}组织，{evaluator}实施，按《项目支出绩效评价管理办法》（财预〔2020〕10号）进行。"
        ).format(
            kind=evaluation.get_by_display(), organizer=evaluation.organizer.name, evaluator=evaluator_of(evaluation)
        )
    ]
    if card.experts:
        lines.append(_("{count} 名专家签署了无利益冲突声明，互不知晓地独立评分。").format(count=len(card.experts)))
    levels = _("、").join(f"{name} {weight:f}" for name, weight, _score in card.levels)
    lines.append(_("指标体系共 {count} 个三级指标，分值为{levels}。").format(count=len(card.lines), levels=levels))
    return "\n".join([*lines, gap(_("评价方法、现场核查和问卷调查的情况"))])


def _conclusion(evaluation: Evaluation, card: Scorecard) -> str:
    if card.missing:
        return gap(_("综合得分和等级（评分完成后自动写出）"))
    grade = regulation_of(evaluation.year).grade(card.total)
    levels = _("，").join(
        _("{level}得 {score} 分（满分 {weight}）").format(level=name, score=f"{score:.2f}", weight=f"{weight:f}")
        for name, weight, score in card.levels
    )
    text = _("综合得分 {total} 分，评价等级为“{grade}”。其中{levels}。")
    return text.format(total=f"{card.total:.2f}", grade=grade.value, levels=levels)


def _analysis(card: Scorecard) -> str:
    said = []
    for line in card.lines:
        score = "—" if line.final is None else f"{line.final:.2f}"
        text = _("{name}：分值 {weight}，得分 {score}。").format(
            name=line.row["name"], weight=f"{line.weight:f}", score=score
        )
        if line.measured and line.measured.value is not None:
            text += _("数据：{sentence}。").format(sentence=line.measured.sentence)
        if line.reason:
            text += _("扣分原因：{reason}").format(reason=line.reason)
        said.append(text)
    return "\n".join(said)


def _problems(card: Scorecard) -> str:
    said = [gap(_("主要经验及做法"))]
    lost = [line for line in card.lines if line.final is not None and line.final < line.weight and line.reason]
    said += [
        _("{number}. {name}：{reason}").format(number=number, name=line.row["name"], reason=line.reason)
        for number, line in enumerate(sorted(lost, key=_lost, reverse=True), 1)
    ]
    return "\n".join(said)


def _lost(line: Any) -> Decimal:
    return Decimal(line.weight - line.final)


def _opinions(evaluation: Evaluation) -> str:
    found = Opinion.objects.filter(report__evaluation=evaluation.pk).exclude(answered_at=None)
    said = [
        _("被评价单位意见：{text}　答复（{taken}）：{answer}").format(
            text=each.text, taken=_("采纳") if each.is_accepted else _("未采纳"), answer=each.answer
        )
        for each in found
    ]
    return "\n".join(said) or _("无。")


def _wan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


# ── As a report ───────────────────────────────────────────────────────────────────────────────────────────────────────


def report_of(content: Mapping[str, Any]) -> Report:
    """The report of a frozen content; the scored frame stands in the section of the conclusion."""
    sections = []
    for key in SECTIONS:
        lines = tuple(Paragraph(line) for line in str(content["narrative"][key]).splitlines() if line.strip())
        table = (_frame(content),) if key == "conclusion" else ()
        sections.append(Section(heading(key), 1, lines + table))
    said = _("{organizer}　{year} 年度").format(organizer=content["organizer"], year=content["year"])
    return Report(_("{name}绩效评价报告").format(name=content["name"]), said, tuple(sections), has_cover=True)


def _frame(content: Mapping[str, Any]) -> Table:
    header = ("一级指标", "二级指标", "三级指标", "评分标准", "分值", "得分", "扣分原因")
    rows = [
        (row["level1"], row["level2"], row["name"], row["standard"], row["weight"], row["score"], row["reason"])
        for row in content["frame"]
    ]
    weights = sum((Decimal(row["weight"]) for row in content["frame"]), Decimal(0))
    rows.append(("总分", "", "", "", f"{weights:f}", content["total"], content["grade"]))
    return Table(header, tuple(rows), _WIDTHS, "附：绩效评价指标评分表", merged=2)
