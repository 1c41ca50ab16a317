"""The rows of labels and values: the head of a table, and what stands below its indicators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from jiheng.domain.grid import Cell, Grid
from jiheng.domain.text import label_key
from jiheng.forms import Field, Form
from jiheng.recognise.draft import Draft
from jiheng.recognise.labels import LABEL_LENGTH, Labels, Mark, in_brackets
from jiheng.recognise.values import parse_organization

__all__ = ["HeadReader", "HeadRow"]

_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:底|末)?")
_MONTH_ENDS = ("月", "底", "末", "）", ")", "%", "％")
_OPENING = ("（", "(", "【", "[")
_CLOSING = ("）", ")", "】", "]")
_SINGLE = frozenset({"amount", "currency-unit", "code", "organization", "points"})  # a second value would be a guess

_Cells = Sequence[tuple[Cell, Mark]]


class HeadRow(NamedTuple):
    """Row `number` of `grid`, each cell once with what its text is on the form."""

    labels: Labels
    grid: Grid
    number: int
    cells: _Cells


class HeadReader:
    """Reads head rows into a draft; what a row began may go on in the next one."""

    def __init__(self, strange: Callable[[Cell], None]) -> None:
        """`strange`: told of each cell that is not understood."""
        self._strange = strange
        self.reset()

    def reset(self) -> None:
        """Nothing goes on."""
        self._group: Field | None = None  # the last label whose field takes the rest of its rows
        self._months: list[tuple[int, int]] = []  # the plan's header just read: month, position
        self._under: list[tuple[Field, Cell]] = []  # labels whose values stand below them

    def has_own_shape(self, form: Form) -> bool:
        """Whether an organization is known on `form` without a label."""
        field = form.fields.get("organization")
        return field is not None and field.find == "self"

    def inline(self, labels: Labels, text: str) -> tuple[Field, str] | None:
        """Label and value in one cell: ``单位：万元``."""
        for colon in "：:":
            label, found, value = text.partition(colon)
            if found and len(label) <= LABEL_LENGTH and (fields := labels.mark(label).fields):
                return fields[-1], _closed(value.strip(), label)
        return None

    def row(self, draft: Draft, row: HeadRow) -> None:
        """Read a row into `draft`."""
        _labels, grid, number, cells = row
        months = {
            cell: int(match[1])
            for cell, _ in cells
            if cell.text.endswith(_MONTH_ENDS) and (match := _MONTH.fullmatch(label_key(cell.text)))
        }
        fields = _fields(cells, number)
        if len(months) >= 2:
            self._month_row(draft, grid, number, cells, months)
        elif self._months and all(field.find == "below" for field in fields.values()):
            self._percents(draft, grid, number, cells)
        elif fields and self._is_under_row(number, cells, fields):
            self._under = [(field, cell) for cell, field in fields.items()]
            self._group = None
            for cell, field in fields.items():
                draft.see(field.name, grid, cell)
        elif self._under and not fields:
            self._values_below(draft, grid, number, cells)
        else:
            self._labelled(draft, row, fields)

    def _month_row(self, draft: Draft, grid: Grid, number: int, cells: _Cells, months: dict[Cell, int]) -> None:
        row = grid.rows[number - 1]
        self._months = [(month, row.index(cell)) for cell, month in months.items()]
        self._group = None
        for cell, mark in cells:
            if mark.fields:
                draft.see(mark.fields[-1].name, grid, cell)
            elif cell.text and cell.row == number and cell not in months:
                self._strange(cell)

    def _is_under_row(self, number: int, cells: _Cells, fields: dict[Cell, Field]) -> bool:
        """A row of labels only, whose values stand in the next one."""
        for field in fields.values():
            if field.find != "under":
                return False
        return all(cell in fields or mark.is_caption or not cell.text or cell.row != number for cell, mark in cells)

    def _values_below(self, draft: Draft, grid: Grid, number: int, cells: _Cells) -> None:
        """Values below their labels: as many as there are labels, else by position."""
        values = [cell for cell, mark in cells if cell.row == number and cell.text and not mark.is_caption]
        if len(values) == len(self._under):
            taken = list(zip((field for field, _ in self._under), values, strict=True))
        else:
            row = grid.rows[number - 1]
            above = grid.rows[self._under[0][1].row - 1] if self._under[0][1].row else ()
            taken = []
            for field, label in self._under:
                span = [position for position, cell in enumerate(above) if cell == label]
                below = [row[position] for position in span if position < len(row) and row[position] in values]
                if below and all(below[0] != cell for _, cell in taken):
                    taken.append((field, below[0]))
        for field, cell in taken:
            draft.add(field.name, cell.text, grid, cell)
        self._under = [(field, label) for field, label in self._under if field.type not in _SINGLE]
        known = {cell for _, cell in taken}
        for cell in values:
            if cell not in known:
                self._strange(cell)

    def _labelled(self, draft: Draft, row: HeadRow, fields: dict[Cell, Field]) -> None:
        """A row of labels with their values behind them; without a label it goes on with the group above it."""
        current = self._group
        labelled = False
        if fields:
            self._under = []
        for cell, mark in row.cells:
            if cell.row != row.number:
                continue  # merged down from a row above, where it was read
            if (field := fields.get(cell)) is not None:
                self._label(draft, row.grid, cell, field)
                current, labelled = field, True
            elif mark.is_caption or mark.totals:
                current = self._group = None
            elif not cell.text:
                if labelled and current and current.name not in draft.values:
                    draft.add(current.name, "", row.grid, cell)
            elif self._takes(draft, current, labelled) or not self._own_shape(draft, row.labels, row.grid, cell):
                self._value(draft, row.grid, cell, current)
            elif not labelled:
                current = None

    def _label(self, draft: Draft, grid: Grid, cell: Cell, field: Field) -> None:
        draft.see(field.name, grid, cell)
        if field.find in {"rest", "under"}:
            self._group = field
        elif field.find == "label" and (value := in_brackets(cell.text)):
            draft.add(field.name, value, grid, cell)

    def _takes(self, draft: Draft, field: Field | None, labelled: bool) -> bool:
        """Whether the label before a cell still waits for a value, or takes any number of them."""
        return labelled and field is not None and not (field.type in _SINGLE and draft.values.get(field.name))

    def _value(self, draft: Draft, grid: Grid, cell: Cell, field: Field | None) -> None:
        if field is None or field.find == "below" or (field.type in _SINGLE and draft.values.get(field.name)):
            if not (field and field.find == "label" and draft.values.get(field.name) == [cell.text]):
                self._strange(cell)
            return
        draft.add(field.name, cell.text, grid, cell)

    def _own_shape(self, draft: Draft, labels: Labels, grid: Grid, cell: Cell) -> bool:
        """A cell that tells by itself what it is: label and value in one, or an organization with its code."""
        if inline := self.inline(labels, cell.text):
            field, value = inline
            if field.type in _SINGLE and draft.values.get(field.name):
                self._strange(cell)
                return True
            draft.see(field.name, grid, cell)
            draft.add(field.name, value, grid, cell)
            return True
        if (
            self.has_own_shape(labels.form)
            and self._group is None
            and "organization" not in draft.values
            and parse_organization(cell.text)
        ):
            draft.add("organization", cell.text, grid, cell)
            return True
        return False

    def _percents(self, draft: Draft, grid: Grid, number: int, cells: _Cells) -> None:
        row = grid.rows[number - 1]
        taken = []
        for month, position in self._months:
            cell = row[position] if position < len(row) else None
            if cell is not None:
                taken.append(cell)
                draft.percents.append((month, cell.text, grid.place(cell)))
        for cell, mark in cells:
            if cell.row == number and cell.text and not mark.fields and cell not in taken:
                self._strange(cell)
        self._months = []


def _closed(value: str, label: str) -> str:
    """The value without the bracket that closes the one before its label: （单位：万元）."""
    return value[:-1].rstrip() if value[-1:] in _CLOSING and label.lstrip()[:1] in _OPENING else value


def _fields(cells: _Cells, number: int) -> dict[Cell, Field]:
    """The fields that the cells of row `number` announce; a label that stands there twice announces two."""
    fields: dict[Cell, Field] = {}
    beside: dict[str, list[Cell]] = {}
    for cell, mark in cells:
        if mark.fields and cell.row == number:
            fields[cell] = mark.fields[-1]
            if len(mark.fields) > 1:
                beside.setdefault(mark.fields[-1].name, []).append(cell)
    for cell, mark in cells if beside else ():
        if cell in fields and len(mark.fields) > 1:
            twins = beside[mark.fields[-1].name]
            if len(twins) > 1 and twins[0] == cell:
                fields[cell] = mark.fields[0]
    return fields
