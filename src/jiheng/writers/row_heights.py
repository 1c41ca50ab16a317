"""How high the rows of a printed form become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.writers.form_table import PrintedCell, PrintedRow, PrintedTable
from jiheng.writers.line_breaks import WIDE, Setting, line_count, settle
from jiheng.writers.pagination import Row, Rows

__all__ = ["CellStyle", "settings", "table_rows"]

_TALL = 0.6  # of a page: a higher row may be broken
_REPEATED = 0.4  # of a page: opening rows that are higher are not repeated


class CellStyle(NamedTuple):
    """What the text of cells is printed in, in points.

    Attributes:
        size: of the font; pitch: from line to line.
        beside: the cell's margins left and right together; around: above and below, with what programs add.
    """

    size: float
    pitch: float
    beside: float
    around: float


def table_rows(table: PrintedTable, widths: Sequence[float], style: CellStyle, page: float) -> Rows:
    """The rows of `table` in columns that are `widths` wide, on pages whose text is `page` high.

    The heights are on the safe side, so that whoever gives them to the rows has the same rows in every font. Only rows that
    are too high for that, and break, are as high as their text, set as `settings` say.
    """
    needed = [style.pitch] * len(table.rows)
    merged: list[tuple[int, PrintedCell]] = []
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            if cell.height > 1:
                merged.append((number, cell))
            else:
                needed[number] = max(needed[number], _text_height(cell, widths, style))
    for number, cell in merged:  # its last row takes what the others leave over
        last = number + cell.height - 1
        others = sum(needed[number:last]) + style.around * (cell.height - 1)
        needed[last] = max(needed[last], _text_height(cell, widths, style) - others)
    rows = [
        _tall_row(row, widths, style) if height + style.around > page * _TALL else Row(height + style.around)
        for row, height in zip(table.rows, needed, strict=True)
    ]
    opening = sum(row.height for row in rows[: table.opening])
    return Rows(rows, table.opening if opening <= page * _REPEATED else 0)


def settings(cell: PrintedCell, widths: Sequence[float], style: CellStyle) -> list[Setting]:
    """How the lines of text in a cell of a row that may be broken are set."""
    room = sum(widths[cell.column : cell.column + cell.width]) - style.beside
    return [settle(line, room, style.size) for line in cell.lines]


def _tall_row(row: PrintedRow, widths: Sequence[float], style: CellStyle) -> Row:
    lines = max(sum(setting.lines for setting in settings(cell, widths, style)) for cell in row.cells)
    return Row(lines * style.pitch + style.around, style.pitch, style.around)


def _text_height(cell: PrintedCell, widths: Sequence[float], style: CellStyle) -> float:
    if not (cell.text or cell.mark):
        return 0.0
    room = (sum(widths[cell.column : cell.column + cell.width]) - style.beside) / style.size
    return style.pitch * sum(line_count(line, room, WIDE) for line in cell.lines)
