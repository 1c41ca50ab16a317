"""Sheets → paragraphs and grids.

A sheet does not say where a table begins. Rows that are blank, without a border and not covered by a merged cell keep
tables apart; in what stands between them, rows that hold one text only are paragraphs where they stand above or below
the table, or look like the caption of the next one. The rows of a grid have all columns of the sheet from the first one
on, so that a column's number is the one that the sheet shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter

from jiheng.domain.grid import ASIDE, Block, Cell, Grid, Paragraph, Reading
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.paragraphs import CAPTION, paragraphs_of
from jiheng.readers.sheet.model import Area, Sheet

__all__ = ["lay_out"]

_WIDEST = 256
"""A merged range that goes on further is meant to fill the row, not to make the table wider."""
_CAPTION_LENGTH = 60


def lay_out(format_name: str, sheets: Iterable[Sheet], limits: Limits) -> Reading:
    """All sheets in the order of their tabs.

    Raises:
        UnreadableSourceError: the tables have more cells than the limits allow.
    """
    layout = _Layout(limits)
    for sheet in sheets:
        layout.add(sheet)
    return Reading(format_name, tuple(layout.blocks), tuple(layout.notes))


class _Layout:
    """What has been laid out so far."""

    def __init__(self, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._limits = limits
        self._positions = 0
        self._tables = 0
        self._paragraphs = 0

    def add(self, sheet: Sheet) -> None:
        """Lay out one sheet."""
        if sheet.cells.get((1, 1)) == ASIDE:
            return
        if not sheet.cells:
            self._remark(sheet, [])
            return
        if sheet.is_hidden:
            self.notes.append(Note("hidden-sheet", {"sheet": sheet.name}))
        if count := sheet.hidden_texts():
            self.notes.append(Note("hidden-cells", {"sheet": sheet.name, "count": count}))
        rows = _Rows(sheet, self.allow)
        tables: list[tuple[int, range]] = []
        for piece in rows.pieces():
            for row in piece.above:
                self._text(sheet, row, rows.texts[row])
            if piece.table:
                self._table(rows, piece.table)
                tables.append((self._tables, piece.table))
            for row in piece.below:
                self._text(sheet, row, rows.texts[row])
        self._remark(sheet, tables)

    def allow(self, positions: int) -> None:
        """Count grid positions before they are made."""
        self._positions += positions
        if self._positions > self._limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self._limits.cells)

    def _text(self, sheet: Sheet, row: int, cells: list[tuple[int, str]]) -> None:
        for column, text in cells:
            place = Place(row=row, column=column, sheet=sheet.name)
            for line in paragraphs_of(text.split("\n")):
                self._paragraphs += 1
                self.blocks.append(Paragraph(line, self._paragraphs, cell=place))

    def _table(self, rows: _Rows, table: range) -> None:
        self._tables += 1
        self.blocks.append(Grid(self._tables, rows.grid(table), rows_above=table.start - 1, sheet=rows.sheet.name))

    def _remark(self, sheet: Sheet, tables: list[tuple[int, range]]) -> None:
        """Say what the formulas of a sheet came to."""
        remarks = {
            "formula-error": sheet.errors,
            "formula-without-value": sheet.uncomputed,
            "formula-as-typed": sheet.retyped,
        }
        starts = [rows.start for _, rows in tables]
        for code, cells in remarks.items():
            for row, column in sorted(cells):
                number, rows = tables[at - 1] if (at := bisect_right(starts, row)) else (None, range(0))
                table = number if row in rows else None
                values = {"text": sheet.cells[row, column]} if (row, column) in sheet.cells else {}
                self.notes.append(Note(code, values, Place(table, row, column, sheet=sheet.name)))


class _Piece:
    """A run of rows: texts, then a table, then texts; each may be missing."""

    def __init__(self, above: list[int], table: range, below: list[int]) -> None:
        self.above, self.table, self.below = above, table, below


class _Rows:
    """The rows of one sheet with what stands in them."""

    def __init__(self, sheet: Sheet, allow: Callable[[int], None]) -> None:
        self.sheet = sheet
        self._allow = allow
        self.width = max(column for _, column in sheet.cells)
        self.width = max([self.width, *(a.right for a in sheet.merged if a.right <= _WIDEST and a[:2] in sheet.cells)])
        self._last = max(row for row, _ in sheet.cells)
        shown = (area for area in sheet.merged if area[:2] in sheet.cells)
        self._reach = max([self._last, *(min(area.bottom, area.top + _WIDEST) for area in shown)])
        self.texts: dict[int, list[tuple[int, str]]] = {}
        self._areas: dict[int, list[Area]] = {}  # row → the merged ranges that touch it
        self._covered: set[int] = set()  # rows that a text from above reaches into
        self._place_areas()
        self._place_texts()

    def _place_areas(self) -> None:
        for area in self.sheet.merged:
            if area.left > self.width or area.top > self._last or area.bottom < area.top:
                continue
            clipped = area._replace(bottom=min(area.bottom, self._last_of(area)), right=min(area.right, self.width))
            self._allow(clipped.bottom - clipped.top + 1)
            for row in range(clipped.top, clipped.bottom + 1):
                self._areas.setdefault(row, []).append(clipped)
                if row > clipped.top and clipped[:2] in self.sheet.cells:
                    self._covered.add(row)

    def _last_of(self, area: Area) -> int:
        """How far down a range is followed: past the last text only beside cells that hold text and reach there."""
        return max(self._last, area.top + _WIDEST) if area[:2] in self.sheet.cells else self._reach

    def _place_texts(self) -> None:
        lefts = {row: sorted((area.left, area) for area in areas) for row, areas in self._areas.items()}
        for (row, column), text in sorted(self.sheet.cells.items()):
            at = bisect_right(lefts.get(row, ()), column, key=itemgetter(0)) - 1
            area = lefts[row][at][1] if at >= 0 else None
            # Text in a cell that is merged away is not shown; the cell that covers it is.
            if area is None or column > area.right or (row, column) == area[:2]:
                self.texts.setdefault(row, []).append((column, text))

    def pieces(self) -> list[_Piece]:
        """The rows of the sheet, cut where tables begin and end."""
        rows = sorted({*self.texts, *self._covered, *(row for row in self.sheet.framed if row <= self._last)})
        pieces: list[_Piece] = []
        for _, run in groupby(enumerate(rows), lambda item: item[1] - item[0]):
            numbers = [row for _, row in run]
            if any(row in self.texts for row in numbers):
                pieces.extend(self._cut(numbers[0], numbers[-1] + 1))
        return pieces

    def _cut(self, start: int, end: int) -> list[_Piece]:
        """One run of rows, cut at captions in its midst."""
        alone = {row for row in range(start, end) if self._is_alone(row)}
        pieces: list[_Piece] = []
        first, has_table = start, False
        for row in range(start, end):
            if row not in alone:
                has_table |= row in self.texts
            elif has_table and self._is_caption(row):
                pieces.append(self._piece(first, row, alone))
                first, has_table = row, False
        pieces.append(self._piece(first, end, alone))
        return pieces

    def _piece(self, start: int, end: int, alone: set[int]) -> _Piece:
        """Texts at both ends, and what is left between them."""
        top, bottom = start, end
        while top < end and (top in alone or self._is_blank(top, alone)):
            top += 1
        while bottom > top and (bottom - 1 in alone or self._is_blank(bottom - 1, alone)):
            bottom -= 1
        above = [row for row in range(start, top) if row in alone]
        return _Piece(above, range(top, bottom), [row for row in range(bottom, end) if row in alone])

    def _is_blank(self, row: int, alone: set[int]) -> bool:
        """Whether `row` shows nothing; a text of a table that reaches into it counts, that of a caption does not."""
        if row in self.texts:
            return False
        above = (area for area in self._areas.get(row, ()) if area.top < row and area[:2] in self.sheet.cells)
        return all(area.top in alone for area in above)

    def _is_alone(self, row: int) -> bool:
        """Whether `row` holds one text and no other cell, be it blank, of a table."""
        texts = self.texts.get(row, ())
        if len(texts) != 1:
            return False
        column = texts[0][0]
        areas = self._areas.get(row, ())
        own = next((area for area in areas if area[:2] == (row, column)), Area(row, column, row, column))
        if len(areas) > (own in areas) or any(at in self.texts for at in range(row + 1, own.bottom + 1)):
            return False
        first, last = self.sheet.framed.get(row, (own.left, own.right))
        return own.left <= first and (last <= own.right or own.right == self.width)

    def _is_caption(self, row: int) -> bool:
        text = self.texts[row][0][1]
        return len(text) <= _CAPTION_LENGTH and CAPTION.search(text) is not None

    def grid(self, table: range) -> tuple[tuple[Cell, ...], ...]:
        """The cells of these rows; a merged one at every position it covers."""
        above = table.start - 1
        width = self._width_of(table)
        self._allow(len(table) * width)
        lines = [[Cell("", row - above, column) for column in range(1, width + 1)] for row in table]
        done: set[Area] = set()
        for row in table:
            line = lines[row - table.start]
            for column, text in self.texts.get(row, ()):
                line[column - 1] = Cell(text, row - above, column)
            for area in self._areas.get(row, ()):
                if area not in done:
                    done.add(area)
                    self._spread(lines, area, table)
        return tuple(map(tuple, lines))

    def _width_of(self, table: range) -> int:
        """The sheet's, unless a stray cell far out makes that meaningless."""
        if self.width <= _WIDEST:
            return self.width
        texts = (self.texts[row][-1][0] for row in table if row in self.texts)
        return max([*texts, *(area.right for row in table for area in self._areas.get(row, ()))])

    def _spread(self, lines: list[list[Cell]], area: Area, table: range) -> None:
        """Put the merged cell at all positions of `area` in the table."""
        top, bottom = max(area.top, table.start), min(area.bottom, table.stop - 1)
        if area.left > len(lines[0]):
            return
        self._allow((bottom - top + 1) * (area.right - area.left + 1))
        cell = Cell(self.sheet.cells.get((area.top, area.left), ""), top - table.start + 1, area.left)
        for row in range(top, bottom + 1):
            lines[row - table.start][area.left - 1 : area.right] = [cell] * (area.right - area.left + 1)
