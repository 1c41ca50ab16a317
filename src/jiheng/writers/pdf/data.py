"""The paper as the data that the template prints. Lengths are in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from jiheng.writers.form_table import CellKind, PrintedCell, PrintedRow, PrintedTable, RowKind
from jiheng.writers.line_breaks import NARROW, WIDE, line_count
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading, Paper, Text
from jiheng.writers.pdf.text import breakable, printable

__all__ = ["paper_data"]

_MILLIMETRE = 72 / 25.4
_SHORT_SIDE, _LONG_SIDE = 210 * _MILLIMETRE, 297 * _MILLIMETRE
_TOP, _BOTTOM, _SIDE = 26 * _MILLIMETRE, 24 * _MILLIMETRE, 24 * _MILLIMETRE
_INSET = 4.0  # left and right of the text of a cell, and above and below it
_TEXT_SIZE, _SIZE, _SMALL = 16.0, 10.5, 9.0
_MANY_COLUMNS = 8
_LEADING, _SPACING = 0.3, 0.8  # of the size: between lines, and between paragraphs, so that one sees where one ends
_DISTANCES = f"jiheng lines {1 + _LEADING:.1f} paragraphs {1 + _SPACING:.1f}"  # what reads the file goes by it
_SURE = 0.5  # of the room: a row that seems no taller is not, whatever its letters
_REPEATED = 0.3  # of the page: taller headers are not repeated
_MOST_EXTRA = 300.0
_PLACES = {CellKind.AMOUNT: "r", CellKind.TEXT: "l"}
_HALVES = 2


def paper_data(paper: Paper) -> dict[str, Any]:
    """`paper` as plain values: runs of pages that lie the same way, with blocks as the template knows them."""
    runs: list[dict[str, Any]] = []
    blocks = paper.blocks
    base = min((heading.level for heading in paper.headings), default=1) - 1  # a paper begins with headings of level 1
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        numbered = not isinstance(block, Cover | Contents)
        placed = following if isinstance(block, Heading) and isinstance(following, FormTable) else block
        landscape = isinstance(placed, FormTable) and placed.table.is_landscape
        if not runs or (runs[-1]["landscape"], runs[-1]["numbered"]) != (landscape, numbered):
            begins = numbered and not (runs and runs[-1]["numbered"])
            runs.append({"landscape": landscape, "numbered": numbered, "restart": begins, "blocks": []})
        runs[-1]["blocks"].append(_block(block, base, is_title=isinstance(following, FormTable)))
    sizes = {"top": _TOP, "bottom": _BOTTOM, "side": _SIDE, "inset": _INSET, "leading": _LEADING, "spacing": _SPACING}
    return {"title": printable(paper.title), "keywords": [_DISTANCES], "sizes": sizes, "runs": runs}


def _block(block: Block, base: int, *, is_title: bool) -> dict[str, Any]:
    match block:
        case Cover():
            lines = [printable(line) for line in block.lines]
            return {"kind": "cover", "organization": printable(block.organization or ""), "lines": lines}
        case Contents():
            return {"kind": "contents", "title": printable(block.title)}
        case Heading():
            return {
                "kind": "heading",
                "text": printable(block.text),
                "level": block.level - base,
                "key": block.key,
                "new_page": block.new_page,
                "look": "table" if is_title else str(block.level),
            }
        case Text():
            room = (_SHORT_SIDE - 2 * _SIDE) / _TEXT_SIZE
            lines = [breakable(printable(line), room) for line in block.text.split("\n")]
            return {"kind": "text", "lead": breakable(printable(block.lead), room), "lines": lines}
        case FormTable():
            return _table(block.table)


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(table: PrintedTable) -> dict[str, Any]:
    page = (_LONG_SIDE, _SHORT_SIDE) if table.is_landscape else (_SHORT_SIDE, _LONG_SIDE)
    size = _SIZE if len(table.widths) <= _MANY_COLUMNS else _SMALL
    whole = page[0] - 2 * _SIDE
    widths = [whole * width / sum(table.widths) for width in table.widths]
    height = page[1] - _TOP - _BOTTOM
    heights = [_row_height(row, widths, size) for row in table.rows]
    parts = list(_parts(table, heights, height * _REPEATED))
    room = height - sum(sum(heights[first:end]) for level, first, end in parts if level)
    return {
        "kind": "table",
        "size": size,
        "widths": widths,
        "room": room,
        "doubtful": any(tall > room * _SURE for tall in heights),
        "parts": [
            {
                "level": level,
                "rows": [
                    _row(table.rows[n], widths, size, doubtful=not level and heights[n] > room * _SURE)
                    for n in range(first, end)
                ],
            }
            for level, first, end in parts
        ],
    }


def _parts(table: PrintedTable, heights: Sequence[float], most: float) -> Iterator[tuple[int, int, int]]:
    """Level of the header or 0, first row, row behind the last: headers are repeated on the pages that follow."""
    edges = {0, len(table.rows)}
    levels: dict[int, int] = {}
    for level, (first, end) in enumerate(_headers(table), 1):
        if sum(heights[first:end]) > most:
            break  # without the opening rows nobody would know a repeated heading for what it is
        edges |= {first, end}
        levels[first] = level
    for first, end in pairwise(sorted(edges)):
        yield levels.get(first, 0), first, end


def _headers(table: PrintedTable) -> Iterator[tuple[int, int]]:
    """The opening rows, and the heading of a block that reaches to the end; not where a cell reaches out of them."""
    rows = table.rows
    if not _is_closed(rows, 0, table.opening):
        return
    yield 0, table.opening
    first = next((n for n, row in enumerate(rows) if row.kind is RowKind.HEADING), len(rows))
    while any(row.kind is RowKind.HEAD for row in rows[first:]):
        behind = next(n for n in range(first, len(rows)) if rows[n].kind is RowKind.HEAD)
        first = next((n for n in range(behind, len(rows)) if rows[n].kind is RowKind.HEADING), len(rows))
    end = next((n for n in range(first, len(rows)) if rows[n].kind is not RowKind.HEADING), len(rows))
    if table.opening <= first < end < len(rows) and _is_closed(rows, first, end):
        yield first, end


def _is_closed(rows: Sequence[PrintedRow], first: int, end: int) -> bool:
    """Whether no cell reaches into these rows from above, or out of them."""
    reaching = any(n + cell.height > first for n, row in enumerate(rows[:first]) for cell in row.cells)
    return not reaching and all(n + cell.height <= end for n in range(first, end) for cell in rows[n].cells)


def _row(row: PrintedRow, widths: Sequence[float], size: float, *, doubtful: bool) -> dict[str, Any]:
    tallest, more = _extra(row, widths, size)
    cells = [
        {
            "column": cell.column,
            "width": cell.width,
            "height": cell.height,
            "more": more if cell is tallest else 0,
            "place": _PLACES.get(cell.kind, "c"),
            "lines": _lines(cell, widths, size),
            "mark": printable(cell.mark),
        }
        for cell in row.cells
    ]
    return {"doubtful": doubtful, "cells": cells}


def _extra(row: PrintedRow, widths: Sequence[float], size: float) -> tuple[PrintedCell | None, float]:
    """The cell that makes a row as tall as it is, and what it needs above and below its text.

    Where cells merged over rows begin, the row holds their text, so that no page ends before it.
    """
    merged = [cell for cell in row.cells if cell.height > 1 and cell.kind is CellKind.LEVEL]
    single = [cell for cell in row.cells if cell.height == 1]
    if not merged or not single:
        return None, 0.0
    heights = [_cell_height(cell, widths, size, NARROW) for cell in single]
    needed = min(max(_cell_height(cell, widths, size) for cell in merged), _MOST_EXTRA)
    return single[heights.index(max(heights))], max(needed - max(heights), 0.0) / _HALVES


def _lines(cell: PrintedCell, widths: Sequence[float], size: float) -> list[str]:
    room = _cell_room(cell, widths) / size
    return [breakable(printable(line), room) for line in cell.text.split("\n")] if cell.text else []


def _cell_room(cell: PrintedCell, widths: Sequence[float]) -> float:
    return sum(widths[cell.column : cell.column + cell.width]) - 2 * _INSET


def _row_height(row: PrintedRow, widths: Sequence[float], size: float) -> float:
    """About how tall a row becomes; of merged cells their share."""
    return max((_cell_height(cell, widths, size) / cell.height for cell in row.cells), default=0.0)


def _cell_height(cell: PrintedCell, widths: Sequence[float], size: float, latin: float = WIDE) -> float:
    room = _cell_room(cell, widths) / size
    paragraphs = cell.lines
    lines = sum(line_count(line, room, latin) for line in paragraphs)
    return size * (lines * (1 + _LEADING) + (len(paragraphs) - 1) * (_SPACING - _LEADING)) + 2 * _INSET
