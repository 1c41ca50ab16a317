"""The tables: rows are read one after another, by the labels of a form.

Positions do not matter: a value is what stands behind its label, blank spacer columns are skipped, rows may come in any
order, and a table may be split into several or several joined into one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.domain.grid import Cell, Grid, Paragraph
from jiheng.domain.note import Note
from jiheng.forms import Field, Form
from jiheng.recognise.blocks import OpenBlock, header_of
from jiheng.recognise.broken_rows import joined_rows
from jiheng.recognise.draft import Draft, Row
from jiheng.recognise.head import HeadReader, HeadRow
from jiheng.recognise.labels import CONTENT, Labels, Mark, currency_unit_in, labels_of, through_month
from jiheng.recognise.titles import Title, title_of, year_line
from jiheng.recognise.values import parse_organization

__all__ = ["SheetReader"]

_GAP = re.compile(r"\s{2,}|\t")
_EXCERPT = 40
_FORM_NUMBER = 12


class SheetReader:
    """Reads tables in document order into drafts."""

    def __init__(self, notes: list[Note]) -> None:
        """`notes`: where remarks go."""
        self.notes = notes
        self.drafts: list[Draft] = []
        self._title: Title | None = None
        self._preface: list[tuple[Grid, Cell]] = []  # what stands between a heading and its table
        self._draft: Draft | None = None
        self._grid: Grid
        self._labels: Labels
        self._block: OpenBlock | None = None
        self._closed: OpenBlock | None = None  # the one before a head row: its summing row may come late
        self._head = HeadReader(self.strange)

    @property
    def title(self) -> str | None:
        """The heading that waits for its table."""
        return self._title.text if self._title else None

    @property
    def form(self) -> Form | None:
        """The form of the table that a piece without a heading may go on with."""
        return self._draft.form if self._draft else None

    def heading(self, paragraph: Paragraph, endings: tuple[str, ...]) -> bool:
        """Take `paragraph` as the heading of the next table, or as its second line, if it is one."""
        if title := title_of(paragraph.text, endings):
            self._title = title
            self._preface = []
            self._draft = None
            return True
        if self._title is not None and (year := year_line(paragraph.text)):
            self._title = self._title._replace(text=f"{self._title.text}{paragraph.text}", year=year)
            return True
        return False

    def preface(self, block: Paragraph | Grid, form: Form) -> bool:
        """Take organization and currency unit from between a heading and its table, where some print them."""
        if self._title is None:
            return False
        labels = labels_of(form)
        if isinstance(block, Paragraph):
            pieces = [Cell(text, 0, 0, block.line) for text in _GAP.split(block.text)]
            block = Grid(0, (tuple(pieces),))
        cells = [cell for row in block.rows for cell in dict.fromkeys(row) if cell.text]
        known = [bool(self._head.inline(labels, cell.text) or parse_organization(cell.text)) for cell in cells]
        # Beside them may stand the number of the form: 公开13表.
        strange = (cell for cell, is_known in zip(cells, known, strict=True) if not is_known)
        if not any(known) or any(len(cell.text) > _FORM_NUMBER for cell in strange):
            return False
        self._preface.extend((block, cell) for cell in cells)
        return True

    def table(self, grid: Grid, form: Form) -> None:
        """Read a table of `form`; it may go on with the sheet of the table before it."""
        self._labels = labels_of(form)
        self._grid = grid = joined_rows(grid, self._labels, self.notes)
        self._head.reset()
        if self._draft is None or self._draft.form is not form:
            self._open(form)
        index = 0
        while index < len(grid.rows):
            index = self._row(index)

    def continues(self, grid: Grid) -> bool:
        """Whether a table without any label goes on with the block of rows above it, as after a page break."""
        return self._block is not None and bool(grid.rows) and len(grid.rows[0]) == self._block.width

    def number(self) -> None:
        """Number the tables: by their headings where these are complete and all different, else in order."""
        numbers = [draft.number for draft in self.drafts]
        if len(set(numbers)) < len(numbers) or None in numbers:
            if any(number is not None for number in numbers):
                self.notes.append(Note("table-numbers", {}))
            for ordinal, draft in enumerate(self.drafts, 1):
                draft.number = ordinal

    def _open(self, form: Form) -> Draft:
        title = self._title or Title(None, None, None)
        self._title = None
        self._draft = Draft(form, title.text, title.number, self.notes)
        self._draft.year = title.year
        self._block = self._closed = None
        self._head.reset()
        for grid, cell in self._preface:
            self._read_preface(self._draft, grid, cell)
        self._preface = []
        self.drafts.append(self._draft)
        return self._draft

    def _read_preface(self, draft: Draft, grid: Grid, cell: Cell) -> None:
        inline = self._head.inline(labels_of(draft.form), cell.text)
        name, text = (inline[0].name, inline[1]) if inline else ("organization", cell.text)
        if (inline is None and parse_organization(cell.text) is None) or draft.values.get(name):
            self.notes.append(Note("unrecognised-cell", {"text": cell.text[:_EXCERPT]}, grid.place(cell)))
        else:
            draft.add(name, text, grid, cell)

    def _row(self, index: int) -> int:
        """Read the row at `index`; return the index of the next one."""
        row = self._grid.rows[index]
        known, mark = self._labels.known, self._labels.mark
        marks = [known.get(cell.text) or mark(cell.text) for cell in row]
        number = index + 1
        if marks.count(CONTENT) < len(marks):
            if any(found.columns for found in marks) and self._header(row, marks, number):
                return number
            after = self._in_block(index, row, marks)
        else:
            after = self._content_in_block(index, row)
        if after:
            return after
        self._head_row(row, marks, number)
        return number

    def _content_in_block(self, index: int, row: Sequence[Cell]) -> int | None:
        """Read a row without any label, if it stands in a block whose rows need none."""
        block = self._block
        if block is None or block.block.lines or not row or row[0].row != index + 1:
            return self._in_block(index, row, [CONTENT] * len(row))
        first = next((n for n, cell in enumerate(row) if cell.text), None)
        if first is not None and self._leaves(row, CONTENT, first):
            return None
        return self._plain_row(index, row)

    def _header(self, row: Sequence[Cell], marks: Sequence[Mark], number: int) -> bool:
        block = header_of(marks)
        draft = self._draft
        assert draft is not None
        if self._block is not None and self._block.grow(row, marks):
            pass
        elif block is None:
            return False
        elif self._block is not None and self._block.block is block:
            self._block.read_header(row, marks)
        else:
            self._block = OpenBlock(block, row, marks)
        self._head.reset()
        draft.places.setdefault(self._block.block.name, self._grid.place(self._block.head))
        for cell, found in dict(zip(row, marks, strict=True)).items():
            if found.columns:
                draft.through_month = draft.through_month or through_month(cell.text)
            elif cell.text and not found.is_caption and not found.fields and cell.row == number:
                self.strange(cell)
            self._note_unit(draft, cell)
        return True

    def _in_block(self, index: int, row: Sequence[Cell], marks: Sequence[Mark]) -> int | None:
        """Read a row of the open block; None where it stands no longer in it, else the index of the next row."""
        block, draft = self._block or self._closed, self._draft
        if block is None:
            return None
        assert draft is not None
        number = index + 1
        if self._block and all(cell.row != number for cell in row):
            return number
        total = next((n for n, mark in enumerate(marks) if block.block in mark.totals and row[n].row == number), None)
        if total is not None and not any(mark.fields for mark in marks):
            block.read_total(draft, Row(self._grid, {"line": row[total]}), row, self.strange)
            return number
        first = next(
            (n for n, cell in enumerate(row) if cell.text and not self._is_passed(cell, marks[n], number)), None
        )
        if self._block is None or total is not None or (first is not None and self._leaves(row, marks[first], first)):
            return None
        return self._line_row(number, row, marks) if block.block.lines else self._plain_row(index, row)

    def _line_row(self, number: int, row: Sequence[Cell], marks: Sequence[Mark]) -> int | None:
        """A row of a block whose lines are known by their first cell."""
        block, draft = self._block, self._draft
        assert block is not None
        assert draft is not None
        for cell, mark in zip(row, marks, strict=True):
            line = next((line for of, line in mark.lines if of is block.block), None)
            if line and cell.row == number:
                block.read_line(draft, Row(self._grid, {"line": cell}, line), row, self.strange)
                return number
        if any(mark.fields for mark in marks):
            return None
        for cell in dict.fromkeys(row):
            if cell.text and cell.row == number and not self._labels.mark(cell.text).is_caption:
                self.strange(cell)
        return number

    def _plain_row(self, index: int, row: Sequence[Cell]) -> int:
        """A row of a block without lines; it may be cut in two by a blank line."""
        block, rows, draft = self._block, self._grid.rows, self._draft
        assert block is not None
        assert draft is not None
        after = index + 1
        if len(row) < block.width:
            joined = list(row)
            while (
                after < len(rows) and len(joined) + len(rows[after]) <= block.width and len(rows[after]) < block.width
            ):
                joined.extend(rows[after])
                after += 1
            if len(joined) == block.width and after > index + 1:
                self.notes.append(Note("joined-row", {"text": _excerpt(joined)}, self._grid.place(joined[0])))
                row = joined
            else:
                after = index + 1
        block.read(draft, self._grid, range(index + 1, after + 1), row, self._strange_in_block)
        return after

    def _is_passed(self, cell: Cell, mark: Mark, number: int) -> bool:
        """A printed word, or the label of a row above that reaches down beside the block."""
        return mark.is_caption or bool(mark.fields and cell.row != number)

    def _leaves(self, row: Sequence[Cell], mark: Mark, first: int) -> bool:
        """Whether a row below a block belongs to the head: of this table, or of the next one. `mark`: of its first cell."""
        text = row[first].text
        if mark.fields:
            return not (self._block and any(of is self._block.block for of, _ in mark.lines))
        if ("：" in text or ":" in text) and self._head.inline(self._labels, text):
            return True
        if first and row[0].row == row[first].row and not text.endswith(("表", "）", ")", "度", "年")):
            return False
        filled = {cell for cell in row if cell.text}
        if len(filled) == 1 and self._is_title(text):
            return True
        if first or len(filled) > 2 or not self._head.has_own_shape(self._labels.form):
            return False
        return parse_organization(text) is not None

    def _is_title(self, text: str) -> bool:
        return bool(title_of(text, self._labels.form.titles) or year_line(text))

    def _head_row(self, row: Sequence[Cell], marks: Sequence[Mark], number: int) -> None:
        draft, form = self._draft, self._labels.form
        assert draft is not None
        cells = list(dict(zip(row, marks, strict=True)).items())
        if marks.count(CONTENT) == len(marks):
            filled = [cell for cell, _ in cells if cell.text]
            if len(filled) == 1 and filled[0].row == number and self._title_row(draft, filled[0]):
                return
            named = opened = frozenset[str]()
        else:
            named = frozenset([mark.fields[-1].name for mark in marks if mark.fields])
            opened = named & form.opening
        if any(draft.values.get(name) for name in opened) or (
            draft.rows.get(form.main) and self._begins_another(draft, cells, named, opened)
        ):
            draft = self._open(form)
        self._closed = self._block or self._closed
        self._block = None
        if named and draft.unit_in_label is None and not draft.values.get("budget.currency_unit"):
            for cell, mark in cells:
                if mark.fields or mark.columns or mark.is_caption:
                    self._note_unit(draft, cell)
        self._head.row(draft, HeadRow(self._labels, self._grid, number, cells))

    def _begins_another(
        self, draft: Draft, cells: Sequence[tuple[Cell, Mark]], named: frozenset[str], opened: frozenset[str]
    ) -> bool:
        """Whether a head row below the indicators is the first one of another table."""
        if opened or any(draft.values.get(name) for name in named):
            return True
        for cell, mark in cells:
            if not cell.text or mark.fields:
                continue
            if inline := self._head.inline(self._labels, cell.text):
                field: Field = inline[0]
                if field.name in self._labels.form.opening or draft.values.get(field.name):
                    return True
            elif self._head.has_own_shape(self._labels.form) and not named and parse_organization(cell.text):
                return True
        return False

    def _title_row(self, draft: Draft, cell: Cell) -> bool:
        """Take a heading that stands in the table itself."""
        if title := title_of(cell.text, self._labels.form.titles):
            if draft.rows or any(draft.values.get(name) for name in self._labels.form.opening):
                draft = self._open(self._labels.form)
            draft.number = draft.number if draft.title else title.number
            draft.add_title(cell.text, title.year)
            return True
        if (year := year_line(cell.text)) and not draft.rows:
            draft.add_title(cell.text, year)
            return True
        return False

    def _note_unit(self, draft: Draft, cell: Cell) -> None:
        if "元" in cell.text and draft.unit_in_label is None:
            unit = currency_unit_in(cell.text)
            if unit:
                draft.unit_in_label = (unit, self._grid.place(cell))

    def _strange_in_block(self, cell: Cell) -> None:
        if not self._labels.mark(cell.text).is_caption:
            self.strange(cell)

    def strange(self, cell: Cell) -> None:
        """A cell that nothing on the form explains."""
        self.notes.append(Note("unrecognised-cell", {"text": cell.text[:_EXCERPT]}, self._grid.place(cell)))


def _excerpt(row: list[Cell]) -> str:
    return " ".join(cell.text for cell in row if cell.text)[:_EXCERPT]
