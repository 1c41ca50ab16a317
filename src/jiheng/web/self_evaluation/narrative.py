"""The draft of the 绩效自评报告, from what the self-evaluation says; what nobody has said is marked to be added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

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
    head = _("{unit}　{year} 年度").format(unit=item.organization.name, year=item.year)
    sections = (
        Section(_("基本情况"), 1, tuple(_basics(item, table))),
        Section(_("绩效目标及实现程度"), 1, tuple(_goals(table))),
        Section(_("资金安排和使用情况"), 1, tuple(_money(table, reckoned))),
        Section(_("绩效指标完成情况分析"), 1, tuple(_overall(content, reckoned))),
        *_levels(content, table),
        Section(_("偏差原因分析"), 1, tuple(_deviations(table, content))),
        Section(_("存在的问题和改进建议"), 1, tuple(_advice(table))),
    )
    kind = _("绩效自评报告") if item.kind == Kind.PROJECT else _("绩效自评报告（部门整体）")
    name = str(item) if item.kind == Kind.PROJECT else item.organization.name
    return Report(f"{name}{kind}", head, sections)


def _lines(text: str | None, what: str) -> Iterator[Paragraph]:
    """The lines of what people wrote; a mark where they wrote nothing."""
    said = [line.strip() for line in (text or "").split("\n") if line.strip()]
    yield from (Paragraph(line) for line in said or [gap(what)])


# ── What it is about ──────────────────────────────────────────────────────────────────────────────────────────────────


def _basics(item: SelfEvaluation, table: Table) -> Iterator[_Block]:
    if item.kind == Kind.PROJECT:
        code = _("（项目编码 {code}）").format(code=table.code) if table.code else ""
        department = table.department.name if table.department else None
        said = _("“{name}”{code}由{unit}实施").format(name=table.name or item, code=code, unit=item.organization.name)
        above = _("，主管部门为{department}").format(department=department) if department else ""
        yield Paragraph(f"{said}{above}。")
        yield from _lines(table.process, _("立项背景、实施内容和过程"))
        return
    yield Paragraph(gap(_("单位职能、机构和人员情况")))
    if table.tasks:
        yield Paragraph(_("本年度共有 {count} 项主要任务，情况如下。").format(count=len(table.tasks)))
        header = (_("任务名称"), _("预算数（万元）"), _("执行数（万元）"), _("完成情况"))
        rows = tuple(
            (task.name or "", _amount(task.budget), _amount(task.executed), task.completion or gap(_("完成情况")))
            for task in table.tasks
        )
        yield ReportTable(header, rows, (4, 2, 2, 5))


def _goals(table: Table) -> Iterator[_Block]:
    yield Paragraph("", _("预期目标"))
    yield from _lines(table.expected_goals, _("年度总体目标"))
    yield Paragraph("", _("实际完成情况"))
    yield from _lines(table.actual_goals, _("年度总体目标的实际完成情况"))


# ── Money ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _money(table: Table, reckoned: Reckoned) -> Iterator[_Block]:
    total = table.funding[0]
    if total.executed is None:
        yield Paragraph(gap(_("全年预算数和执行数")))
    else:
        said = _("年初预算 {opening} 万元，全年预算 {adjusted} 万元，全年执行 {executed} 万元").format(
            opening=_amount(total.opening), adjusted=_amount(total.adjusted), executed=_amount(total.executed)
        )
        rate = "" if total.rate is None else _("，预算执行率 {rate}%").format(rate=plain(total.rate))
        score = reckoned.sheet.execution
        points = "" if score.points is None else _("，得 {points} 分（满分 {weight} 分）").format(
            points=plain(score.points), weight=plain(score.weight)
        )  # fmt: skip
        yield Paragraph(f"{said}{rate}{points}。")
    header = (_("资金来源"), _("年初预算数"), _("全年预算数"), _("全年执行数"), _("执行率（%）"))
    rows = tuple(_money_row(line) for line in table.funding)
    yield ReportTable(header, rows, (4, 2, 2, 2, 2), _("资金情况表（万元）"))
    if total.reason:
        yield from _lines(total.reason, "")
    elif reckoned.sheet.execution.needs_reason:
        yield Paragraph(gap(_("预算没有执行完的原因")))


def _money_row(line: FundingLine) -> tuple[str, ...]:
    names = {
        FundSource.TOTAL: _("年度资金总额"), FundSource.FISCAL: _("财政拨款"), FundSource.CARRIED_OVER: _("上年结转资金"),
        FundSource.SPECIAL_ACCOUNT: _("财政专户管理资金"), FundSource.UNIT: _("单位资金"), FundSource.OTHER: _("其他资金"),
    }  # fmt: skip
    rate = _BLANK if line.rate is None else plain(line.rate)
    return names[line.source], _amount(line.opening), _amount(line.adjusted), _amount(line.executed), rate


def _amount(value: Any) -> str:
    return _BLANK if value is None else f"{value:,.2f}"


# ── Indicators ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _overall(content: _Content, reckoned: Reckoned) -> Iterator[_Block]:
    rows = content.get("indicators") or []
    void = sum(bool(row.get("is_void")) for row in rows)
    said = _("共设绩效指标 {count} 个").format(count=len(rows))
    left = _("，其中 {count} 个不适用").format(count=void) if void else ""
    if reckoned.total is None:
        yield Paragraph(f"{said}{left}。{gap(_('总分：还有指标没有得分'))}")
        return
    total = _("自评总分 {total} 分，等级为“{grade}”。").format(total=plain(reckoned.total), grade=reckoned.grade)
    yield Paragraph(f"{said}{left}。{total}")


def _levels(content: _Content, table: Table) -> Iterator[Section]:
    """A part for each first level, with what each indicator reached in a sentence and as a table."""
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(content.get("indicators") or []):
        groups.setdefault(group_of(row), []).append(index)
    for name, indexes in groups.items():
        rows = [table.indicators[index] for index in indexes]
        weight = sum((row.weight or 0 for row in rows), 0)
        score = sum((row.score or 0 for row in rows), 0)
        is_open = any(row.score is None for row in rows)
        said = (
            _("{name}共 {count} 个，分值 {weight} 分").format(name=name, count=len(rows), weight=f"{weight:f}")
            if is_open
            else _("{name}共 {count} 个，分值 {weight} 分，得 {score} 分").format(
                name=name, count=len(rows), weight=f"{weight:f}", score=f"{score:f}"
            )
        )
        sentences = "；".join(filter(None, map(_sentence, rows)))
        header = (_("二级指标"), _("三级指标"), _("指标值"), _("完成值"), _("分值"), _("得分"))
        body = tuple(
            (
                row.level2 or "", row.name or "", row.target.raw if row.target else _BLANK,
                row.actual.raw if row.actual else gap(_("完成值")), _points(row.weight), _points(row.score),
            )
            for row in rows
        )  # fmt: skip
        yield Section(
            name, 2, (Paragraph(f"{said}。{sentences}{'。' if sentences else ''}"), ReportTable(header, body, (3, 5, 3, 4, 2, 2), merged=1))
        )  # fmt: skip


def _sentence(row: ScoredIndicator) -> str:
    if not row.name or row.target is None or row.actual is None:
        return ""
    said = _("{name}计划 {target}，实际 {actual}").format(name=row.name, target=row.target.raw, actual=row.actual.raw)
    ended = outcome(row.target, row.actual, row.category.dimension)
    tails = {Outcome.MET: _("，达到目标"), Outcome.MISSED: _("，没有达到目标"), Outcome.OVERSHOT: _("，大幅超过目标")}
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
        yield Paragraph(_("各项指标均达到目标，没有扣分。"))
        return
    for row in rows:
        lost = "" if row.score is None or row.weight is None or row.score >= row.weight else _("（扣 {points} 分）").format(
            points=plain(row.weight - row.score)
        )  # fmt: skip
        yield Paragraph(row.reason or gap(_("偏差原因和改进措施")), f"{row.name or _BLANK}{lost}：")


def _advice(table: Table) -> Iterator[_Block]:
    yield Paragraph("", _("存在的问题"))
    yield from _lines(table.problems, _("存在的问题"))
    yield Paragraph("", _("改进措施和建议"))
    yield from _lines(table.improvements, _("改进措施和建议"))
    if table.conclusion:
        yield Paragraph("", _("评价结论"))
        yield from _lines(table.conclusion, "")
