"""A copy of the printed table with numbered marks, and what the marks mean below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jiheng.reports.cells import Sheet
from jiheng.reports.entries import Entry
from jiheng.reports.groups import Group
from jiheng.reports.labels import clean, rule_title, severity_word
from jiheng.reports.placement import MarkedCell, Placement, place
from jiheng.reports.review.grid import Column, listing
from jiheng.reports.review.part import Part
from jiheng.reports.review.wording import advice, mark, problem
from jiheng.writers.form_table import CellKind, PrintedCell, PrintedRow, PrintedTable
from jiheng.writers.paper import Block, FormTable, Text

__all__ = ["annotated_table", "lists"]

_FOUND = (
    Column("编号", 7, CellKind.SHORT),
    Column("级别", 8, CellKind.SHORT),
    Column("位置", 20),
    Column("问题", 37),
    Column("怎么改", 28),
)
_WAIVED = (Column("级别", 8, CellKind.SHORT), Column("位置", 22), Column("问题", 40), Column("豁免理由", 30))


def annotated_table(part: Part, sheet: Sheet, key: str) -> Iterator[Block]:
    """`sheet` as its form prints it, with the marks of `part`; below it the lists."""
    placement = place(sheet, part.entries)
    yield FormTable(_marked(placement), key)
    if part.entries:
        yield Text("表中红色编号所指的问题，见下面的问题清单。")
    if placement.loose:
        yield Text(f"{'、'.join(map(mark, placement.loose))} 在表中没有对应的栏，只列在清单里。")
    if not part.entries:
        yield Text("未发现问题。")
    yield from lists(part, key)


def lists(part: Part, key: str) -> Iterator[Block]:
    """What was found, by number, and apart from it what was waived, each with its reason."""
    if part.entries:
        rows = [_found(entry) for entry in part.entries]
        marks = [mark(entry) for entry in part.entries]
        yield FormTable(listing(_FOUND, rows, caption="问题清单", marks=marks), key)
    if part.waived:
        yield Text("下列问题已经豁免，没有计入。")
        rows = [_waived(group) for group in part.waived]
        yield FormTable(listing(_WAIVED, rows, caption="已豁免的问题"), key)


def _marked(placement: Placement) -> PrintedTable:
    rows = [
        PrintedRow(row.kind, tuple(map(_marked_cell, cells)))
        for row, cells in zip(placement.table.rows, placement.rows, strict=True)
    ]
    return replace(placement.table, rows=tuple(rows))


def _marked_cell(marked: MarkedCell) -> PrintedCell:
    value = marked.printed.value
    return replace(
        marked.printed,
        value=value._replace(text=clean(value.text)),
        mark=" ".join(mark(entry) for entry in marked.entries),
    )


def _found(entry: Entry) -> tuple[str, ...]:
    where = [entry.group.label, entry.place] if entry.place else [entry.group.label]
    what = f"{problem(entry)}\n{rule_title(entry.group.rule)} {entry.group.rule}"
    return "", severity_word(entry.severity), "\n".join(where), what, advice(entry)


def _waived(group: Group) -> tuple[str, ...]:
    what = f"{group.first.message}\n{group.rule}"
    return severity_word(group.severity), group.label, what, group.first.waived or ""
