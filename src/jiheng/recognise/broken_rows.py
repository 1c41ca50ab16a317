"""Rows of a plain text that a blank line cuts in two: a blank paragraph inside a cell looks there like the end of a row.

Where it stands behind a label, the value would be lost, or be taken for that of another one. So a row that ends with a
label is joined with the next one where that begins with content; likewise the months and the percentages of a plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.domain.grid import Cell, Grid
from jiheng.domain.note import Note
from jiheng.domain.text import label_key
from jiheng.recognise.blocks import header_of
from jiheng.recognise.labels import CONTENT, Labels

__all__ = ["joined_rows"]

_MONTH = re.compile(r"(?:1[0-2]|[1-9])月(?:底|末)?")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?[%％]?")
_EXCERPT = 40


def joined_rows(grid: Grid, labels: Labels, notes: list[Note]) -> Grid:
    """`grid` with such rows joined and numbered anew, and a note for each; any grid but that of a plain text as it is."""
    if not grid.rows or not grid.rows[0] or grid.rows[0][0].line is None:
        return grid
    rows: list[list[Cell]] = []
    mended: set[int] = set()
    for row in grid.rows:
        if rows and row and _goes_on(rows, row, labels):
            rows[-1].extend(row)
            mended.add(len(rows) - 1)
        else:
            rows.append(list(row))
    if not mended:
        return grid
    for at in sorted(mended):
        text = " ".join(cell.text for cell in rows[at] if cell.text)[:_EXCERPT]
        notes.append(Note("joined-row", {"text": text}, grid.place(rows[at][0])))
    return Grid(
        grid.number,
        tuple(
            tuple(Cell(cell.text, number, column, cell.line) for column, cell in enumerate(row, 1))
            for number, row in enumerate(rows, 1)
        ),
    )


def _goes_on(rows: Sequence[Sequence[Cell]], after: Sequence[Cell], labels: Labels) -> bool:
    """Whether `after` goes on with the last of `rows`."""
    row = rows[-1]
    last, first = row[-1].text, after[0].text
    mark = labels.mark(last)
    if _is_month(first):
        return _is_month(last) or any(field.find == "below" for field in mark.fields)
    if len(rows) > 1 and _is_month(rows[-2][-1].text):
        return len(row) + len(after) <= len(rows[-2]) and all(_PERCENT.fullmatch(cell.text.strip()) for cell in after)
    if mark.columns:
        own, whole = ([labels.mark(cell.text) for cell in cells] for cells in (row, (*row, *after)))
        return all(found.columns for found in whole) and header_of(own) is None and header_of(whole) is not None
    waits = bool(mark.fields) and all(field.find == "right" for field in mark.fields)
    return waits and bool(first) and labels.mark(first) == CONTENT


def _is_month(text: str) -> bool:
    return len(text) < 10 and _MONTH.fullmatch(label_key(text)) is not None
