"""The project tables: rows are read one after another, by the labels of a form.

Positions do not matter: a value is what stands behind its label, blank spacer columns are skipped, rows may come in any
order, and a table may be split into several or several joined into one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiheng.domain.goals import GoalSheet
from jiheng.domain.grid import Cell, Grid, Paragraph
from jiheng.domain.note import Note
from jiheng.domain.text import label_key
from jiheng.forms import Field, Form
from jiheng.recognise.draft import Draft
from jiheng.recognise.values import parse_organization

__all__ = ["SheetReader", "match_form"]

_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:底|末)?")
_LABEL_LENGTH = 30
_SINGLE = frozenset({"amount", "currency-unit", "code", "organization"})  # a second value would be a guess
_GAP = re.compile(r"\s{2,}|\t")
_EXCERPT = 40
_TITLE_NUMBER = re.compile(r"\s*[（(]?\s*(\d{1,4})\s*[)）]?\s*[.、．]?\s*")


_Labelled = tuple[Cell, str, Field | None]
"""A cell, its text as a label key, and the field that it announces."""


def match_form(grid: Grid, forms: Iterable[Form]) -> Form | None:
    """The form whose labels stand in `grid`: a head with an opening field, or the columns of its indicators."""
    keys = {label_key(cell.text) for row in grid.rows for cell in row if 0 < len(cell.text) <= _LABEL_LENGTH}
    best, most = None, 0
    for form in forms:
        head = {form.labels[key].name for key in keys & form.labels.keys()}
        columns = {form.column_labels[key].name for key in keys & form.column_labels.keys()}
        if (len(head) >= 2 and head & form.opening) or _is_header(columns) or len(head) >= 3:
            found = len(head) + len(columns)
            if found > most:
                best, most = form, found
    return best


def _is_header(columns: set[str]) -> bool:
    return len(columns) >= 3 and {"name", "target"} <= columns


class SheetReader:
    """Reads tables in document order into goal sheets."""

    def __init__(self, notes: list[Note]) -> None:
        """`notes`: where remarks go."""
        self.notes = notes
        self.drafts: list[Draft] = []
        self._title: tuple[str, int | None] | None = None
        self._preface: list[tuple[str, str, Grid, Cell]] = []  # what stands between a heading and its table
        self._draft: Draft | None = None
        self._grid: Grid
        self._form: Form
        self._columns: dict[str, int] | None = None  # of the indicator grid being read: column name → position
        self._width = 0
        self._levels: tuple[Cell | None, Cell | None] = (None, None)
        self._group: Field | None = None  # the last label whose field takes the rest of its rows
        self._months: list[tuple[int, int]] = []  # the plan's header just read: month, position

    def heading(self, paragraph: Paragraph, form: Form) -> bool:
        """Take `paragraph` as the heading of the next table if it is one."""
        key = label_key(paragraph.text)
        if not key.endswith(form.title) or len(key) == len(form.title):
            return False
        number = _TITLE_NUMBER.match(paragraph.text)
        self._title = (paragraph.text, int(number[1]) if number else None)
        self._preface = []
        self._draft = None
        return True

    def preface(self, block: Paragraph | Grid, form: Form) -> bool:
        """Take organization and currency unit from between a heading and its table, where some print them."""
        if self._title is None:
            return False
        self._form = form
        if isinstance(block, Paragraph):
            pieces = [Cell(text, 0, 0, block.line) for text in _GAP.split(block.text)]
            block = Grid(0, (tuple(pieces),))
        cells = [cell for row in block.rows for cell in dict.fromkeys(row) if cell.text]
        taken = []
        for cell in cells:
            if inline := self._inline(cell.text):
                taken.append((inline[0].name, inline[1], block, cell))
            elif parse_organization(cell.text) and not any(name == "organization" for name, *_ in taken):
                taken.append(("organization", cell.text, block, cell))
        if not taken or len(taken) < len(cells):
            return False
        self._preface.extend(taken)
        return True

    def table(self, grid: Grid, form: Form) -> None:
        """Read a table of `form`; it may go on with the sheet of the table before it."""
        self._grid, self._form = grid, form
        self._group, self._months = None, []
        if self._draft is None or self._draft.form is not form:
            self._open()
        rows = grid.rows
        index = 0
        while index < len(rows):
            index = self._row(index)

    def continues(self, grid: Grid) -> bool:
        """Whether a table without any label goes on with the indicator grid above it, as after a page break."""
        return bool(self._columns and self._draft and grid.rows) and len(grid.rows[0]) == self._width

    def finish(self) -> list[GoalSheet]:
        """The sheets. They keep the numbers of their headings where these are complete and all different."""
        numbers = [draft.number for draft in self.drafts]
        if len(set(numbers)) < len(numbers) or None in numbers:
            if any(number is not None for number in numbers):
                self.notes.append(Note("table-numbers", {}))
            for draft in self.drafts:
                draft.number = None
        return [draft.finish(ordinal) for ordinal, draft in enumerate(self.drafts, 1)]

    def _open(self) -> Draft:
        title, number = self._title or (None, None)
        self._title = None
        self._draft = Draft(self._form, title, number, self.notes)
        self._columns, self._levels = None, (None, None)
        self._group, self._months = None, []
        for field, text, grid, cell in self._preface:
            self._draft.add(field, text, grid, cell)
        self._preface = []
        self.drafts.append(self._draft)
        return self._draft

    def _row(self, index: int) -> int:
        """Read the row at `index`; return the index of the next one."""
        row = self._grid.rows[index]
        cells = list(dict.fromkeys(row))
        labels = self._form.labels
        columns = self._form.column_labels
        keys = [label_key(cell.text) if 0 < len(cell.text) <= _LABEL_LENGTH else "" for cell in cells]
        named = {columns[key].name for key in keys if key in columns}
        if _is_header(named):
            self._columns = {}
            for position, cell in enumerate(row):
                column = columns.get(label_key(cell.text))
                if column:
                    self._columns.setdefault(column.name, position)
            for cell, key in zip(cells, keys, strict=True):
                if cell.text and key not in columns and cell.row == index + 1:
                    self._strange(cell)
            self._width, self._group = len(row), None
            return index + 1
        if self._columns is not None and not self._leaves_indicators(cells, keys):
            return self._indicator(index)
        found = [labels.get(key) for key in keys]
        draft = self._draft
        assert draft is not None
        opened = {field.name for field in found if field} & self._form.opening
        if draft.indicators or any(draft.values.get(name) for name in opened):
            draft = self._open()
        self._columns = None
        self._head(draft, index + 1, list(zip(cells, keys, found, strict=True)))
        return index + 1

    def _leaves_indicators(self, cells: list[Cell], keys: list[str]) -> bool:
        """Whether a row below an indicator grid belongs to the head of the next table."""
        first = next((n for n, cell in enumerate(cells) if cell.text), None)
        if first is None:
            return False
        if keys[first] in self._form.labels or self._inline(cells[first].text):
            return True
        return first == 0 and len([c for c in cells if c.text]) <= 2 and parse_organization(cells[0].text) is not None

    def _inline(self, text: str) -> tuple[Field, str] | None:
        """Label and value in one cell: ``单位：万元``."""
        for colon in "：:":
            label, found, value = text.partition(colon)
            if found and len(label) <= _LABEL_LENGTH and (field := self._form.labels.get(label_key(label))):
                return field, value.strip()
        return None

    def _head(self, draft: Draft, number: int, cells: list[_Labelled]) -> None:
        months = {
            cell: int(match[1]) for cell, key, _ in cells if key[-1:] in "月底末" and (match := _MONTH.fullmatch(key))
        }
        if len(months) >= 2:
            row = self._grid.rows[number - 1]
            self._months = [(month, row.index(cell)) for cell, month in months.items()]
            self._group = None
            for cell, _key, field in cells:
                if field:
                    draft.see(field.name, self._grid, cell)
                elif cell.text and cell.row == number and cell not in months:
                    self._strange(cell)
        elif self._months and all(field.find == "below" for _, _, field in cells if field):
            self._percents(draft, number, cells)
        else:
            self._labelled(draft, number, cells)

    def _labelled(self, draft: Draft, number: int, cells: list[_Labelled]) -> None:
        """A row of labels with their values behind them; without a label it goes on with the group above it."""
        current = self._group
        labelled = False
        for cell, _key, field in cells:
            if cell.row != number:
                continue  # merged down from a row above, where it was read
            if field is not None:
                draft.see(field.name, self._grid, cell)
                current, labelled = field, True
                if field.find == "rest":
                    self._group = field
            elif not cell.text:
                if labelled and current and current.name not in draft.values:
                    draft.add(current.name, "", self._grid, cell)
            elif labelled or not self._own_shape(draft, cell):
                self._value(draft, cell, current)
            else:
                current = None

    def _value(self, draft: Draft, cell: Cell, field: Field | None) -> None:
        if field is None or field.find == "below" or (field.type in _SINGLE and draft.values.get(field.name)):
            self._strange(cell)
            return
        draft.add(field.name, cell.text, self._grid, cell)

    def _own_shape(self, draft: Draft, cell: Cell) -> bool:
        """A cell that tells by itself what it is: label and value in one, or an organization with its code."""
        if inline := self._inline(cell.text):
            field, value = inline
            if field.type in _SINGLE and draft.values.get(field.name):
                self._strange(cell)
                return True
            draft.see(field.name, self._grid, cell)
            draft.add(field.name, value, self._grid, cell)
            return True
        organization = self._form.fields.get("organization")
        if (
            organization is not None
            and organization.find == "self"
            and self._group is None
            and "organization" not in draft.values
            and parse_organization(cell.text)
        ):
            draft.add("organization", cell.text, self._grid, cell)
            return True
        return False

    def _percents(self, draft: Draft, number: int, cells: list[_Labelled]) -> None:
        row = self._grid.rows[number - 1]
        taken = []
        for month, position in self._months:
            cell = row[position] if position < len(row) else None
            if cell is not None:
                taken.append(cell)
                draft.percents.append((month, cell.text, self._grid.place(cell)))
        for cell, _key, field in cells:
            if cell.row == number and cell.text and field is None and cell not in taken:
                self._strange(cell)
        self._months = []

    def _indicator(self, index: int) -> int:
        rows = self._grid.rows
        row = rows[index]
        after = index + 1
        if len(row) < self._width:
            joined = list(row)
            while (
                after < len(rows) and len(rows[after]) < self._width and len(joined) + len(rows[after]) <= self._width
            ):
                joined.extend(rows[after])
                after += 1
            if len(joined) == self._width and after > index + 1:
                self.notes.append(Note("joined-row", {"text": _excerpt(joined)}, self._grid.place(joined[0])))
                row = tuple(joined)
            else:
                after = index + 1
        self._indicator_row(range(index + 1, after + 1), row)
        return after

    def _indicator_row(self, numbers: range, row: tuple[Cell, ...]) -> None:
        """Read a row that stands in the rows `numbers` of the grid; a cell from above them was read there."""
        assert self._columns is not None
        assert self._draft is not None
        cells = {name: row[at] if at < len(row) else None for name, at in self._columns.items()}
        present = [cell for cell in cells.values() if cell and cell.text]
        if not present or (len(row) > 1 and len(set(row)) == 1):  # beside the columns, or a remark across them all
            for cell in dict.fromkeys(row):
                if cell.text and cell.row in numbers:
                    self._strange(cell)
            return
        level1, level2 = cells.get("level1"), cells.get("level2")
        # Levels are printed once for several rows; a new first level ends the second one above it.
        if "level1" in cells and not (level1 and level1.text):
            cells["level1"] = self._levels[0]
            if "level2" in cells and not (level2 and level2.text):
                cells["level2"] = self._levels[1]
        self._levels = (cells.get("level1"), cells.get("level2"))
        known = set(cells.values())
        for cell in dict.fromkeys(row):
            if cell.text and cell.row in numbers and cell not in known:
                self._strange(cell)
        self._draft.indicator(self._grid, cells)

    def _strange(self, cell: Cell) -> None:
        self.notes.append(Note("unrecognised-cell", {"text": cell.text[:_EXCERPT]}, self._grid.place(cell)))


def _excerpt(row: list[Cell]) -> str:
    return " ".join(cell.text for cell in row if cell.text)[:_EXCERPT]
