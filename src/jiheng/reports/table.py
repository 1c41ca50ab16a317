"""`jiheng read --format table`: what was read, as one reads it on paper."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TextIO

from jiheng.domain.goals import DepartmentGoals, Document, GoalSheet, Indicator, Organization
from jiheng.i18n import _
from jiheng.reports.cells import organization_text, plan_text
from jiheng.reports.digits import amount_text
from jiheng.reports.labels import clean, field_label, table_label
from jiheng.reports.results import shown_path
from jiheng.reports.terminal import (
    Line,
    Span,
    line,
    print_lines,
    shorten,
    terminal_width,
    text_width,
    wants_color,
    wrap_text,
)
from jiheng.reports.text import note_lines

__all__ = ["document_lines", "print_documents"]

_COLUMNS = ("level1", "level2", "name", "description", "target", "basis")
_GAP = 2
_INDENT = 2
_NARROWEST = 8
_PLAIN_WIDTH = 100
_BLANK = "—"


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
    if document.notes:
        yield from note_lines(document.notes, document.source.format)
        yield line()


def _facts(document: Document) -> Iterator[str]:
    yield organization_text(document.organization) or _("没有写明单位")
    yield _("没有写明年度") if document.fiscal_year is None else _("{year} 年").format(year=document.fiscal_year)
    yield _("{count} 张绩效目标表").format(count=len(document.sheets))
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
    room = width - _INDENT - _label_room(texts)
    yield from _field_lines([(label, _excerpt(text, room)) for label, text in texts])


def _excerpt(text: str | None, room: int) -> str:
    if not text:
        return _BLANK
    length = _("（共 {count} 字）").format(count=len(text))
    whole = " ".join(text.split())
    return whole if text_width(whole) <= room else shorten(whole, max(room - text_width(length), 10)) + length


def _sheet_lines(sheet: GoalSheet, usual: Organization | None, width: int) -> Iterator[Line]:
    yield line(Span(table_label(sheet.number), "strong"), "  ", Span(sheet.name or _BLANK, "strong"), hang=2)
    goals = [f"{number}. {goal}" if len(sheet.goals) > 1 else goal for number, goal in enumerate(sheet.goals, 1)]
    organization = [] if sheet.organization == usual else [organization_text(sheet.organization) or _BLANK]
    yield from _field_lines(
        [
            *((_("预算单位"), text) for text in organization),
            (_("项目编码"), sheet.code or _BLANK),
            (_("预算数"), _budget(sheet)),
            (_("资金用途"), sheet.purpose or _BLANK),
            (_("支出计划"), plan_text(sheet.spending_plan) or _BLANK),
            (_("绩效目标"), "\n".join(goals) or _BLANK),
        ]
    )
    if sheet.indicators:
        yield line()
        yield from _grid_lines(sheet, width)


def _field_lines(fields: Sequence[tuple[str, str]]) -> Iterator[Line]:
    room = _label_room(fields)
    for label, text in fields:
        pad = " " * (room - text_width(label))
        yield line(Span(label, "dim"), pad, text, indent=_INDENT, hang=room)


def _label_room(fields: Sequence[tuple[str, object]]) -> int:
    return max(text_width(label) for label, _text in fields) + _GAP


def _budget(sheet: GoalSheet) -> str:
    budget = sheet.budget
    return _("{total} {unit}（财政资金 {fiscal}，其他资金 {other}）").format(
        total=amount_text(budget.total) or _BLANK,
        unit=budget.currency_unit or "",
        fiscal=amount_text(budget.fiscal) or _BLANK,
        other=amount_text(budget.other) or _BLANK,
    )


def _grid_lines(sheet: GoalSheet, width: int) -> Iterator[Line]:
    heads = [field_label(column, form=sheet.form, in_indicator=True) for column in _COLUMNS]
    rows = _cells(sheet.indicators)
    widths = _column_widths([heads, *rows], width - _INDENT - _GAP * (len(heads) - 1))
    yield from _row_lines(heads, widths, "strong")
    yield line(Span("─" * (sum(widths) + _GAP * (len(widths) - 1)), "dim"), indent=_INDENT)
    for row in rows:
        yield from _row_lines(row, widths)


def _cells(indicators: Sequence[Indicator]) -> list[list[str]]:
    rows = []
    above: Indicator | None = None
    for row in indicators:
        # As on paper, a level is printed once for the rows that it spans.
        same1 = above is not None and above.level1 == row.level1
        same2 = same1 and above is not None and above.level2 == row.level2
        target = None if row.target is None else row.target.raw
        texts = ["" if same1 else row.level1 or _BLANK, "" if same2 else row.level2 or _BLANK]
        texts += [text or _BLANK for text in (row.name, row.description, target, row.basis)]
        rows.append([clean(text).replace("\t", " ") for text in texts])
        above = row
    return rows


def _column_widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths that fit `room`: what is over goes, bit by bit, to the column whose cells are wrapped most."""
    sizes = [[max(map(text_width, text.split("\n"))) for text in column] for column in zip(*rows, strict=True)]
    widths = [min(max(column), _NARROWEST) for column in sizes]
    left = room - sum(widths)
    while left > 0 and (wrapped := [index for index, column in enumerate(sizes) if max(column) > widths[index]]):
        worst = max(wrapped, key=lambda index: sum((-(-size // widths[index])) ** 2 for size in sizes[index]))
        step = min(2, left, max(sizes[worst]) - widths[worst])
        widths[worst] += step
        left -= step
    return widths


def _row_lines(texts: Sequence[str], widths: Sequence[int], style: str = "") -> Iterator[Line]:
    cells = [wrap_text(text, width) for text, width in zip(texts, widths, strict=True)]
    for index in range(max(map(len, cells))):
        parts = [cell[index] if index < len(cell) else "" for cell in cells]
        padded = (part + " " * (width - text_width(part)) for part, width in zip(parts, widths, strict=True))
        yield line(Span((" " * _GAP).join(padded).rstrip(), style), indent=_INDENT)
