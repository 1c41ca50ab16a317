"""A table as its official form prints it: rows of cells, each knowing where it stands and which fields it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jiheng.domain.text import label_key
from jiheng.forms import Form
from jiheng.forms.layout import LayoutCell, LayoutRow, Section
from jiheng.writers.values import BlockRow, Table, Value, block_rows, block_value, head_value

__all__ = ["CellKind", "PrintedCell", "PrintedRow", "PrintedTable", "RowKind", "printed_table"]

_FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
_WHEN_FILLED = re.compile(r"\[([^\[\]]*)\]")
_LETTER = re.compile(r"\w")
_MERGED = ("level1", "level2")
_SHORT = frozenset({"target", "actual", "expected", "weight", "score", "execution_weight", "rate", "total_score"})
_MONEY = frozenset({"total", "fiscal", "other", "carried_over", "opening", "adjusted", "executed", "expected"})
_MEDIUM_TERM = "medium_term."


class CellKind(StrEnum):
    """What a cell is to the eye: labels and short values stand in the middle, amounts at the right, texts at the left."""

    LABEL = "label"
    LEVEL = "level"
    AMOUNT = "amount"
    SHORT = "short"
    TEXT = "text"


class RowKind(StrEnum):
    """What a row is: of the head, the heading of a block, one of its rows, or a sum below them."""

    HEAD = "head"
    HEADING = "heading"
    BLOCK = "block"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of the printed form.

    Attributes:
        column: the first column it covers, from 0; width, height: how many columns and rows it covers.
        value: what is printed; a blank cell has an empty text.
        kind: how it is to look; a label is printed on the form, not filled in.
        fields: paths of the fields it shows; of a label, the field that it announces.
        block: the block its row belongs to; row: the row's number in it from 1, of a merged cell the first one's.
        mark: what a reviewer noted at the cell, printed small and red behind the text; no part of the form.
    """

    column: int
    value: Value
    width: int = 1
    height: int = 1
    kind: CellKind = CellKind.TEXT
    fields: tuple[str, ...] = ()
    block: str | None = None
    row: int | None = None
    mark: str = ""

    @property
    def text(self) -> str:
        """The printed text."""
        return self.value.text

    @property
    def lines(self) -> list[str]:
        """The lines of the text, the mark behind the last one, to be measured."""
        return f"{self.text} {self.mark}".split("\n") if self.mark else self.text.split("\n")

    @property
    def number(self) -> Decimal | None:
        """The number that the text is, if it is one."""
        return self.value.number

    @property
    def is_label(self) -> bool:
        """Whether the form prints it."""
        return self.kind is CellKind.LABEL

    @property
    def scope(self) -> str:
        """Of a label: whether it heads what stands right of it or, like 3月底, what stands below."""
        if self.kind is CellKind.LEVEL:
            return "row"
        return "row" if self.fields and not self.fields[0].startswith("spending_plan.") else "col"

    @property
    def rows(self) -> range:
        """The rows of the block that the cell stands for."""
        return range(0) if self.row is None else range(self.row, self.row + self.height)


class PrintedRow(NamedTuple):
    """The cells that begin in this row, from left to right."""

    kind: RowKind
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The printed form.

    Attributes:
        widths: of the columns, in per cent.
        rows: from top to bottom; together their cells cover every place once.
        opening: how many rows at the top are printed again on following pages.
        is_landscape: printed on paper that lies across.
    """

    widths: tuple[int, ...]
    rows: tuple[PrintedRow, ...]
    opening: int
    is_landscape: bool


class _Row(NamedTuple):
    """A row on its way: its cells in the columns that the layout gives them; dropped rows take no room."""

    kind: RowKind
    cells: list[PrintedCell]
    is_kept: bool = True


def printed_table(table: Table, form: Form) -> PrintedTable:
    """`table` laid out as `form` prints it.

    What the table has and the layout does not show (further details that the form knows) follows in rows at the end.
    """
    layout = form.layout
    columns = len(layout.widths)
    rows = [row for section in layout.sections for row in _section_rows(table, form, section, columns)]
    shown = {field for row in rows for cell in row.cells for field in cell.fields if not cell.is_label}
    rows.extend(_detail_rows(table, shown, columns))
    return PrintedTable(layout.widths, tuple(_closed(rows)), layout.opening, layout.is_landscape)


def _section_rows(table: Table, form: Form, section: Section, columns: int) -> list[_Row]:
    start = section.side.width if section.side else 0
    if section.block is None:
        rows = [_head_row(table, form, row, RowKind.HEAD) for row in section.rows]
    else:
        rows = _block_section(table, form, section, section.block)
    rows = _placed(rows, start, columns)
    if section.side:
        rows[0].cells.insert(0, _label(section.side.text, form, section.side._replace(height=len(rows))))
    return rows


# ── The head ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _head_row(table: Table, form: Form, row: LayoutRow, kind: RowKind) -> _Row:
    cells = [_head_cell(table, form, cell) for cell in row.cells]
    is_kept = not row.is_optional or any(
        _is_filled(table, field) for cell in row.cells for field, _default in _FIELD.findall(cell.text)
    )
    return _Row(kind, cells, is_kept)


def _is_filled(table: Table, field: str) -> bool:
    return bool(head_value(table, field).text)


def _head_cell(table: Table, form: Form, cell: LayoutCell) -> PrintedCell:
    names = tuple(field for field, _default in _FIELD.findall(cell.text))
    if not names:
        return _label(cell.text, form, cell)
    if field := _FIELD.fullmatch(cell.text):
        value = head_value(table, field[1])
        if not value.text and field[2]:
            value = Value(field[2])
        return PrintedCell(0, value, cell.width, cell.height, _kind(field[1], value), names)
    text = _WHEN_FILLED.sub(
        lambda match: match[1] if all(_is_filled(table, field) for field, _default in _FIELD.findall(match[1])) else "",
        cell.text,
    )
    text = _FIELD.sub(lambda match: head_value(table, match[1]).text or match[2] or "", text)
    kind = CellKind.LABEL if _LETTER.search(_FIELD.sub("", cell.text)) else CellKind.TEXT
    return PrintedCell(0, Value(text), cell.width, cell.height, kind, names)


def _label(text: str, form: Form, cell: LayoutCell) -> PrintedCell:
    announced = form.labels.get(label_key(text))
    return PrintedCell(0, Value(text), cell.width, cell.height, CellKind.LABEL, (announced.name,) if announced else ())


def _kind(field: str, value: Value) -> CellKind:
    last = field.rsplit(".", 1)[-1]
    if field.startswith(("budget.", "funding.")) and last in _MONEY:
        return CellKind.AMOUNT
    if (
        value.is_percent
        or last in _SHORT
        or field.startswith(("reasons.", "possibility.", "target.", "spending_plan."))
    ):
        return CellKind.SHORT
    return CellKind.AMOUNT if value.number is not None else CellKind.TEXT


def _detail_rows(table: Table, shown: set[str], columns: int) -> Iterator[_Row]:
    # A goal sheet that is printed in a form without place for its code or purpose keeps them in these rows, too.
    for label, text in table.details.items():
        path = f"details.{label}"
        if path not in shown and text:
            wide = max(1, columns // 6)
            yield _Row(
                RowKind.HEAD,
                [
                    PrintedCell(0, Value(label), wide, kind=CellKind.LABEL, fields=(path,)),
                    PrintedCell(wide, Value(text), columns - wide, fields=(path,)),
                ],
            )


# ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _block_section(table: Table, form: Form, section: Section, block: str) -> list[_Row]:
    rows = block_rows(table, block) or [(None, None)]
    fields = [field[1] if (field := _FIELD.search(cell.text)) else "" for cell in section.row]
    values = [[_column_value(table, block, index, row, field) for field in fields] for index, row in enumerate(rows)]
    blank = {
        column
        for column, cell in enumerate(section.row)
        if cell.is_optional and not any(row[column].text for row in values)
    }
    template = _without(section.row, blank)
    kept = [column for column in range(len(fields)) if column not in blank]
    labels = {column.name: column.label for column in form.blocks[block].columns}
    heading = section.rows or (
        LayoutRow(tuple(cell._replace(text=_label_of(cell.text, labels)) for cell in section.row)),
    )
    result = [
        _Row(
            RowKind.HEADING,
            [
                _heading_cell(table, form, cell)
                for cell in _without(row.cells, blank if len(row.cells) == len(section.row) else set())
            ],
        )
        for row in heading
    ]
    result.extend(
        _block_rows(
            template, [fields[column] for column in kept], [[row[column] for column in kept] for row in values], block
        )
    )
    if section.total:
        result.append(_head_row(table, form, section.total, RowKind.TOTAL))
    return result


def _column_value(table: Table, block: str, index: int, row: tuple[BlockRow, BlockRow], field: str) -> Value:
    own, beside = row
    if field.startswith(_MEDIUM_TERM):
        column = field.removeprefix(_MEDIUM_TERM)
        return block_value(table, f"{_MEDIUM_TERM}{block}", index, beside, column)
    return block_value(table, block, index, own, field)


def _label_of(text: str, labels: dict[str, str]) -> str:
    return _FIELD.sub(lambda match: labels[match[1].removeprefix(_MEDIUM_TERM).removesuffix(".number")], text)


def _heading_cell(table: Table, form: Form, cell: LayoutCell) -> PrintedCell:
    return replace(_head_cell(table, form, cell), kind=CellKind.LABEL)


def _without(cells: Sequence[LayoutCell], blank: set[int]) -> list[LayoutCell]:
    """The cells of the columns that are printed; the one left of a dropped one takes its room."""
    kept: list[LayoutCell] = []
    spare = 0
    for column, cell in enumerate(cells):
        if column not in blank:
            kept.append(cell._replace(width=cell.width + spare))
            spare = 0
        elif kept:
            kept[-1] = kept[-1]._replace(width=kept[-1].width + cell.width)
        else:
            spare += cell.width
    return kept


def _block_rows(
    template: Sequence[LayoutCell], fields: Sequence[str], values: Sequence[Sequence[Value]], block: str
) -> Iterator[_Row]:
    heights = {field: _heights(fields, values, field) for field in fields if field.rsplit(".", 1)[-1] in _MERGED}
    for index, row in enumerate(values):
        cells = []
        for cell, field, value in zip(template, fields, row, strict=True):
            height = heights[field][index] if field in heights else 1
            kind = CellKind.LEVEL if field in heights else _kind(field, value)
            # A cell that a merged one above covers stays in the row without height: its place is taken.
            cells.append(PrintedCell(0, value, cell.width, height, kind, (field,), block, index + 1))
        yield _Row(RowKind.BLOCK, cells)


def _heights(fields: Sequence[str], values: Sequence[Sequence[Value]], field: str) -> list[int]:
    # Of the rows that say the same on all levels down to `field`, the first covers all; blanks stay apart.
    prefix = field.removesuffix(field.rsplit(".", 1)[-1])
    names = [prefix + level for level in _MERGED[: _MERGED.index(field.rsplit(".", 1)[-1]) + 1]]
    columns = [fields.index(name) for name in names if name in fields]
    heights: list[int] = []
    start = 0
    for index, row in enumerate(values):
        texts = [row[column].text for column in columns]
        if index and texts[-1] and texts == [values[start][column].text for column in columns]:
            heights[start] += 1
            heights.append(0)
        else:
            start = index
            heights.append(1)
    return heights


# ── Places ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _placed(rows: Sequence[_Row], start: int, columns: int) -> list[_Row]:
    """Each cell in its column: right of those before it and of those that reach down from above."""
    taken: list[set[int]] = [set() for _ in rows]
    placed = []
    for index, row in enumerate(rows):
        cells = []
        column = start
        for cell in row.cells:
            if cell.height:
                while column in taken[index]:
                    column += 1
                cells.append(replace(cell, column=column))
                for below in taken[index : index + cell.height]:
                    below.update(range(column, column + cell.width))
            column += cell.width
        placed.append(row._replace(cells=cells))
        assert column <= columns or not cells, "a row of the layout is wider than its columns"
    return placed


def _closed(rows: Iterable[_Row]) -> Iterator[PrintedRow]:
    """The rows that are printed; a cell that began in a dropped row moves to the next one that it covers."""
    rows = list(rows)
    moved: list[PrintedCell] = []
    result = []
    for index, row in enumerate(rows):
        cells = [*moved, *row.cells]
        moved = []
        if not row.is_kept:
            moved = [replace(cell, height=cell.height - 1) for cell in cells if cell.height > 1]
            continue
        closed = [replace(cell, height=_kept(rows[index : index + cell.height])) for cell in cells]
        result.append(PrintedRow(row.kind, tuple(sorted(closed, key=lambda cell: cell.column))))
    return iter(result)


def _kept(rows: Sequence[_Row]) -> int:
    return sum(row.is_kept for row in rows)
