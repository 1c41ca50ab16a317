"""`jiheng read --format table`: what was read, as one reads it on paper."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TextIO

from jiheng.domain.goals import Budget, DepartmentGoals, Document, GoalSheet, Indicator, Organization
from jiheng.forms import Field, load_form
from jiheng.i18n import _
from jiheng.interchange.texts import amount_text
from jiheng.reports.cells import organization_text, plan_text
from jiheng.reports.follow_up_table import frame_lines, ledger_lines
from jiheng.reports.labels import field_label, table_label
from jiheng.reports.layout import BLANK, INDENT, cleaned, field_lines, grid_lines, label_room, level_texts
from jiheng.reports.results import shown_path
from jiheng.reports.results_table import evaluation_lines, monitoring_lines, numbered
from jiheng.reports.terminal import (
    Line,
    Span,
    line,
    print_lines,
    shorten,
    terminal_width,
    text_width,
    wants_color,
)
from jiheng.reports.text import note_lines

__all__ = ["document_lines", "print_documents"]

_COLUMNS = ("level1", "level2", "name", "description", "target", "basis")
_EXTRA = ("weight", "remark")
_OPTIONAL = Field("code", "right", "code", "", is_optional=True)  # of a form that has no such field
_PLAIN_WIDTH = 100


def print_documents(
    documents: Iterable[Document],
    *,
    console_width: int | None = None,
    color: bool | None = None,
    file: TextIO | None = None,
) -> None:
    """Print what was read.

    Args:
        documents: in the order of the view.
        console_width: columns to lay out for; None asks the terminal, then ``COLUMNS``.
        color: None asks the terminal and ``NO_COLOR``.
        file: standard output where None.
    """
    out = sys.stdout if file is None else file
    width = console_width or terminal_width(out) or _columns_wanted()
    styled = wants_color(out) if color is None else color
    for document in documents:
        print_lines(document_lines(document, width), out, width=width, color=styled)


def _columns_wanted() -> int:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) else _PLAIN_WIDTH


def document_lines(document: Document, width: int) -> Iterator[Line]:
    """One document, line by line."""
    yield line(Span(shown_path(document.source.path), "path"))
    yield line(" · ".join(_facts(document)), hang=2)
    yield line()
    if document.department is not None:
        yield from _department_lines(document.department, width)
        yield line()
    for sheet in document.sheets:
        yield from _sheet_lines(sheet, document.organization, width)
        yield line()
    for evaluation in document.self_evaluations:
        yield from evaluation_lines(evaluation, width)
        yield line()
    for report in document.monitoring:
        yield from monitoring_lines(report, width)
        yield line()
    for table in document.evaluations:
        yield from frame_lines(table, width)
        yield line()
    for ledger in document.rectification:
        yield from ledger_lines(ledger, width)
        yield line()
    if document.notes:
        yield from note_lines(document.notes, document.source.format)
        yield line()


def _facts(document: Document) -> Iterator[str]:
    yield organization_text(document.organization) or _("没有写明单位")
    yield _("没有写明年度") if document.fiscal_year is None else _("{year} 年").format(year=document.fiscal_year)
    if document.sheets or not document.results:
        yield _("{count} 张绩效目标表").format(count=len(document.sheets))
    if document.self_evaluations:
        yield _("{count} 张自评表").format(count=len(document.self_evaluations))
    if document.monitoring:
        yield _("{count} 张监控表").format(count=len(document.monitoring))
    if document.evaluations:
        yield _("{count} 张评分表").format(count=len(document.evaluations))
    if document.rectification:
        yield _("{count} 张整改台账").format(count=len(document.rectification))
    amounts = [sheet.budget.reference for sheet in document.sheets]
    known = [amount for amount in amounts if amount is not None]
    if known:
        yield _("预算合计 {amount} 万元").format(amount=f"{sum(known, Decimal(0)):,f}")
    if missing := len(amounts) - len(known):
        yield _("{count} 张表没有金额").format(count=missing)


def _department_lines(department: DepartmentGoals, width: int) -> Iterator[Line]:
    yield line(Span(_("整体绩效目标"), "strong"))
    texts = [
        (_("总体绩效目标"), department.overall_goals),
        (_("分项绩效目标"), _("{count} 项").format(count=len(department.sub_goals))),
        *((f"  {number}", goal.title or goal.goal) for number, goal in enumerate(department.sub_goals, 1)),
        (_("工作保障措施"), department.safeguards),
    ]
    room = width - INDENT - label_room(texts)
    yield from field_lines([(label, _excerpt(text, room)) for label, text in texts])


def _excerpt(text: str | None, room: int) -> str:
    if not text:
        return BLANK
    length = _("（共 {count} 字）").format(count=len(text))
    whole = " ".join(text.split())
    return whole if text_width(whole) <= room else shorten(whole, max(room - text_width(length), 10)) + length


def _sheet_lines(sheet: GoalSheet, usual: Organization | None, width: int) -> Iterator[Line]:
    form = load_form(sheet.form)
    name = sheet.name or (BLANK if "name" in form.fields else form.name)
    yield line(Span(table_label(sheet.number), "strong"), "  ", Span(name, "strong"), hang=2)
    yield from field_lines(list(_sheet_fields(sheet, usual)))
    columns = _columns(sheet)
    for heading, rows in _grids(sheet):
        yield line()
        if heading:
            yield line(heading, indent=INDENT)
        heads = [field_label(column, form=sheet.form, in_indicator=True) for column in columns]
        yield from grid_lines(heads, _cells(rows, columns), width)


def _sheet_fields(sheet: GoalSheet, usual: Organization | None) -> Iterator[tuple[str, str]]:
    asked = load_form(sheet.form).fields
    if sheet.organization != usual:
        yield _("预算单位"), organization_text(sheet.organization) or BLANK
    if sheet.department:
        yield _("主管部门"), organization_text(sheet.department)
    if sheet.code or not asked.get("code", _OPTIONAL).is_optional:
        yield _("项目编码"), sheet.code or BLANK
    yield _("预算数"), _budget(sheet.budget)
    if sheet.execution_weight is not None:
        yield _("执行率分值"), amount_text(sheet.execution_weight) or BLANK
    if "purpose" in asked:
        yield _("资金用途"), sheet.purpose or BLANK
    if "spending_plan" in asked:
        yield _("支出计划"), plan_text(sheet.spending_plan) or BLANK
    yield _("绩效目标"), numbered(sheet.goals)
    if sheet.medium_term:
        yield _("中期预算"), _budget(sheet.medium_term.budget)
        yield _("中期目标"), numbered(sheet.medium_term.goals)
    for number, task in enumerate(sheet.tasks, 1):
        yield (
            _("任务 {number}").format(number=number),
            "\n".join(filter(None, (task.name, task.content, _budget(task.budget)))),
        )
    yield from sheet.details.items()


def _grids(sheet: GoalSheet) -> Iterator[tuple[str, Sequence[Indicator]]]:
    medium = sheet.medium_term
    if medium and medium.indicators:
        yield _("中期指标"), medium.indicators
    if sheet.indicators:
        yield _("年度指标") if medium else "", sheet.indicators


def _columns(sheet: GoalSheet) -> list[str]:
    """The columns that the form has; what only some of its tables have is shown where it is filled."""
    asked = load_form(sheet.form).columns
    columns = [column for column in _COLUMNS if column in asked]
    columns += [column for column in _EXTRA if any(getattr(row, column) is not None for row in sheet.indicators)]
    return columns


def _budget(budget: Budget) -> str:
    known = {
        "unit": budget.currency_unit or "",
        **{part: amount_text(getattr(budget, part)) or BLANK for part in ("total", "fiscal", "other", "carried_over")},
    }
    if budget.carried_over is None:
        return _("{total} {unit}（财政资金 {fiscal}，其他资金 {other}）").format(**known)
    return _("{total} {unit}（财政资金 {fiscal}，上年结转 {carried_over}，其他资金 {other}）").format(**known)


def _cells(indicators: Sequence[Indicator], columns: Sequence[str]) -> list[list[str]]:
    rows = []
    for row, levels in zip(indicators, level_texts(indicators), strict=True):
        rows.append(cleaned([*levels, *(_text(row, column) for column in columns[len(levels) :])]))
    return rows


def _text(row: Indicator, column: str) -> str | None:
    if column == "target":
        return row.target.raw if row.target else None
    if column == "weight":
        return amount_text(row.weight)
    text: str | None = getattr(row, column)
    return text or None
