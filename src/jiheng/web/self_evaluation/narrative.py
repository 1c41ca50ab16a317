"""The draft of the 绩效自评报告, from what the self-evaluation says; what nobody has said is marked to be added.

It is an official paper like the forms: Chinese, whatever the language of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jiheng.domain.achievement import Outcome, outcome
from jiheng.domain.scores.score import plain
from jiheng.domain.self_evaluation import FundingLine, FundSource, ScoredIndicator
from jiheng.domain.self_evaluation import SelfEvaluation as Table
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.mapping import table_of
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.reckoning import Reckoned, reckon
from jiheng.web.self_evaluation.weights import group_of
from jiheng.writers.report import Paragraph, Report, Section, gap
from jiheng.writers.report import Table as ReportTable

__all__ = ["narrative"]

_Content = Mapping[str, Any]
_Block = Paragraph | ReportTable
_BLANK = "—"


def narrative(item: SelfEvaluation, content: _Content) -> Report:
    """The report of a stored content."""
    reckoned = reckon(content, regulation_of(item.year))
    table = table_of(content, reckoned)
    head = f"{item.organization.name}　{item.year} 年度"
    sections = (
        Section("基本情况", 1, tuple(_basics(item, table))),
        Section("绩效目标及实现程度", 1, tuple(_goals(table))),
        Section("资金安排和使用情况", 1, tuple(_money(table, reckoned))),
        Section("绩效指标完成情况分析", 1, tuple(_overall(content, reckoned))),
        *_levels(content, table),
        Section("偏差原因分析", 1, tuple(_deviations(table, content))),
        Section("存在的问题和改进建议", 1, tuple(_advice(table))),
    )
    kind = "绩效自评报告" if item.kind == Kind.PROJECT else "绩效自评报告（部门整体）"
    name = str(item) if item.kind == Kind.PROJECT else item.organization.name
    return Report(f"{name}{kind}", head, sections)


def _lines(text: str | None, what: str) -> Iterator[Paragraph]:
    """The lines of what people wrote; a mark where they wrote nothing."""
    said = [line.strip() for line in (text or "").split("\n") if line.strip()]
    yield from (Paragraph(line) for line in said or [gap(what)])


# ── What it is about ──────────────────────────────────────────────────────────────────────────────────────────────────


def _basics(item: SelfEvaluation, table: Table) -> Iterator[_Block]:
    if item.kind == Kind.PROJECT:
        code = f"（项目编码 {table.code}）" if table.code else ""
        department = table.department.name if table.department else None
        said = f"“{table.name or item}”{code}由{item.organization.name}实施"
        above = f"，主管部门为{department}" if department else ""
        yield Paragraph(f"{said}{above}。")
        yield from _lines(table.process, "立项背景、实施内容和过程")
        return
    yield Paragraph(gap("单位职能、机构和人员情况"))
    if table.tasks:
        yield Paragraph(f"本年度共有 {len(table.tasks)} 项主要任务，情况如下。")
        header = ("任务名称", "预算数（万元）", "执行数（万元）", "完成情况")
        rows = tuple(
            (task.name or "", _amount(task.budget), _amount(task.executed), task.completion or gap("完成情况"))
            for task in table.tasks
        )
        yield ReportTable(header, rows, (4, 2, 2, 5))


def _goals(table: Table) -> Iterator[_Block]:
    yield Paragraph("", "预期目标")
    yield from _lines(table.expected_goals, "年度总体目标")
    yield Paragraph("", "实际完成情况")
    yield from _lines(table.actual_goals, "年度总体目标的实际完成情况")


# ── Money ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _money(table: Table, reckoned: Reckoned) -> Iterator[_Block]:
    total = table.funding[0]
    if total.executed is None:
        yield Paragraph(gap("全年预算数和执行数"))
    else:
        said = f"年初预算 {_amount(total.opening)} 万元，全年预算 {_amount(total.adjusted)} 万元，全年执行 {_amount(total.executed)} 万元"
        rate = "" if total.rate is None else f"，预算执行率 {plain(total.rate)}%"
        score = reckoned.sheet.execution
        points = "" if score.points is None else f"，得 {plain(score.points)} 分（满分 {plain(score.weight)} 分）"
        yield Paragraph(f"{said}{rate}{points}。")
    header = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "执行率（%）")
    rows = tuple(_money_row(line) for line in table.funding)
    yield ReportTable(header, rows, (4, 2, 2, 2, 2), "资金情况表（万元）")
    if total.reason:
        yield from _lines(total.reason, "")
    elif reckoned.sheet.execution.needs_reason:
        yield Paragraph(gap("预算没有执行完的原因"))


def _money_row(line: FundingLine) -> tuple[str, ...]:
    names = {
        FundSource.TOTAL: "年度资金总额", FundSource.FISCAL: "财政拨款", FundSource.CARRIED_OVER: "上年结转资金",
        FundSource.SPECIAL_ACCOUNT: "财政专户管理资金", FundSource.UNIT: "单位资金", FundSource.OTHER: "其他资金",
    }  # fmt: skip
    rate = _BLANK if line.rate is None else plain(line.rate)
    return names[line.source], _amount(line.opening), _amount(line.adjusted), _amount(line.executed), rate


def _amount(value: Any) -> str:
    return _BLANK if value is None else f"{value:,.2f}"


# ── Indicators ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _overall(content: _Content, reckoned: Reckoned) -> Iterator[_Block]:
    rows = content.get("indicators") or []
    void = sum(bool(row.get("is_void")) for row in rows)
    said = f"共设绩效指标 {len(rows)} 个"
    left = f"，其中 {void} 个不适用" if void else ""
    if reckoned.total is None:
        yield Paragraph(f"{said}{left}。{gap('总分：还有指标没有得分')}")
        return
    total = f"自评总分 {plain(reckoned.total)} 分，等级为“{reckoned.grade}”。"
    yield Paragraph(f"{said}{left}。{total}")


def _levels(content: _Content, table: Table) -> Iterator[Section]:
    """A part for each first level, with what each indicator reached in a sentence and as a table."""
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(content.get("indicators") or []):
        groups.setdefault(group_of(row), []).append(index)
    for name, indexes in groups.items():
        rows = [table.indicators[index] for index in indexes]
        weight = sum((row.weight for row in rows if row.weight is not None), Decimal(0))
        score = sum((row.score for row in rows if row.score is not None), Decimal(0))
        earned = "" if any(row.score is None for row in rows) else f"，得 {plain(score)} 分"
        said = f"{name}共 {len(rows)} 个，分值 {plain(weight)} 分{earned}"
        sentences = "；".join(filter(None, map(_sentence, rows)))
        header = ("二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
        body = tuple(
            (
                row.level2 or "", row.name or "", row.target.raw if row.target else _BLANK,
                row.actual.raw if row.actual else gap("完成值"), _points(row.weight), _points(row.score),
            )
            for row in rows
        )  # fmt: skip
        yield Section(
            name, 2, (Paragraph(f"{said}。{sentences}{'。' if sentences else ''}"), ReportTable(header, body, (3, 5, 3, 4, 2, 2), merged=1))
        )  # fmt: skip


def _sentence(row: ScoredIndicator) -> str:
    if not row.name or row.target is None or row.actual is None:
        return ""
    said = f"{row.name}计划 {row.target.raw}，实际 {row.actual.raw}"
    ended = outcome(row.target, row.actual, row.category.dimension)
    tails = {Outcome.MET: "，达到目标", Outcome.MISSED: "，没有达到目标", Outcome.OVERSHOT: "，大幅超过目标"}
    return said + (tails[ended] if ended else "")


def _points(value: Any) -> str:
    return _BLANK if value is None else plain(value)


# ── Why, and what next ────────────────────────────────────────────────────────────────────────────────────────────────


def _deviations(table: Table, content: _Content) -> Iterator[_Block]:
    rows = [
        row
        for row, stored in zip(table.indicators, content.get("indicators") or [], strict=True)
        if row.reason or stored.get("is_void") or (row.score is not None and row.weight and row.score < row.weight)
    ]
    if not rows:
        yield Paragraph("各项指标均达到目标，没有扣分。")
        return
    for row in rows:
        lost = "" if row.score is None or row.weight is None or row.score >= row.weight else f"（扣 {plain(row.weight - row.score)} 分）"  # fmt: skip
        yield Paragraph(row.reason or gap("偏差原因和改进措施"), f"{row.name or _BLANK}{lost}：")


def _advice(table: Table) -> Iterator[_Block]:
    yield Paragraph("", "存在的问题")
    yield from _lines(table.problems, "存在的问题")
    yield Paragraph("", "改进措施和建议")
    yield from _lines(table.improvements, "改进措施和建议")
    if table.conclusion:
        yield Paragraph("", "评价结论")
        yield from _lines(table.conclusion, "")
