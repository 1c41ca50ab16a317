"""A table while it is being read: texts by field, rows by block, and how they become values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.goals import Organization
from jiheng.domain.grid import Cell, Grid
from jiheng.domain.money import CURRENCY_UNITS, parse_amount
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.forms import Form
from jiheng.recognise.values import is_dash, parse_percent, parse_points, read_organization, split_items

__all__ = ["REPORTING", "Draft", "Row"]

_DETAILS = "details."
REPORTING = "details.填报单位"
"""The unit that fills the table in: 实施单位 where none is printed."""
_MALFORMED = {"amount": "malformed-amount", "percent": "malformed-percent", "points": "unrecognised-cell"}
_EXCERPT = 40
_CODED_NAME = re.compile(r"(?P<code>\d{8}[0-9A-Z]{13})\s*[-—－–_]\s*(?P<name>\S.*)", re.DOTALL)


class Row(NamedTuple):
    """A row of a block: its cells by column, and the line that its first cell names."""

    grid: Grid
    cells: dict[str, Cell | None]
    line: str | None = None

    def text(self, column: str) -> str | None:
        """What stands in a column; None where it is blank or not there."""
        cell = self.cells.get(column)
        return (cell.text or None) if cell else None

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it but what forms print themselves."""
        return any(
            cell and cell.text and not is_dash(cell.text)
            for column, cell in self.cells.items()
            if column not in _PRINTED_COLUMNS
        )

    @property
    def places(self) -> Mapping[str, Place]:
        """Where its cells stand."""
        return _Places(self.grid, self.cells)


class _Written(NamedTuple):
    kind: str
    text: str
    label: str
    place: Place | None


class _Places(Mapping[str, Place]):
    """Where the cells of a row stand, worked out when somebody asks: of most rows nobody does."""

    __slots__ = ("_cells", "_grid")

    def __init__(self, grid: Grid, cells: dict[str, Cell | None]) -> None:
        self._grid = grid
        self._cells = cells

    def __getitem__(self, name: str) -> Place:
        cell = self._cells[name]
        if cell is None:
            raise KeyError(name)
        return self._grid.place(cell)

    def __iter__(self) -> Iterator[str]:
        return (name for name, cell in self._cells.items() if cell)

    def __len__(self) -> int:
        return sum(1 for cell in self._cells.values() if cell)


_PRINTED = frozenset({"budget.currency_unit", "currency_unit", "execution_weight"})
"""Fields whose values forms print before anybody fills them in; so they do with the lines and levels of blocks."""
_PRINTED_COLUMNS = frozenset({"line", "level1", "level2"})


class Draft:
    """Collects what the rows of one table hold; the module of its kind makes the domain object of it."""

    def __init__(self, form: Form, title: str | None, number: int | None, notes: list[Note]) -> None:
        """`title` and `number`: from the heading above the table, if there is one."""
        self.form = form
        self.title = title
        self.number = number
        self.notes = notes
        self.year: int | None = None  # where a line of its own says it
        self.through_month: int | None = None
        self.unit_in_label: tuple[str, Place] | None = None
        self.seen: set[str] = set()  # names of the fields whose labels stand in the table
        self.values: dict[str, list[str]] = {}
        self.places: dict[str, Place] = {}
        self.percents: list[tuple[int, str, Place]] = []
        self.rows: dict[str, list[Row]] = {}
        self.malformed: dict[str, str] = {}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in: all that stands there is what the form prints."""
        return (
            not any(texts for field, texts in self.values.items() if field not in _PRINTED)
            and not any(text for _month, text, _place in self.percents)
            and not any(row.is_filled for rows in self.rows.values() for row in rows)
        )

    def see(self, field: str, grid: Grid, cell: Cell) -> None:
        """The label of `field` stands in `cell`: the best place to point at while its value is not found."""
        self.seen.add(field)
        self.places.setdefault(field, grid.place(cell))

    def add(self, field: str, text: str, grid: Grid, cell: Cell) -> None:
        """A cell (or what stands behind a colon in it) that belongs to `field`; blank ones only give the place."""
        known = self.values.setdefault(field, [])
        if not known:
            self.places[field] = grid.place(cell)
        if text:
            known.append(text)

    def add_row(self, block: str, row: Row) -> None:
        """A row of a block."""
        self.rows.setdefault(block, []).append(row)

    def add_title(self, text: str, year: int | None) -> None:
        """A line of the heading that stands in the table itself, or between heading and table."""
        self.title = text if self.title is None else f"{self.title}{text}"
        self.year = year or self.year

    def text(self, field: str) -> str | None:
        """The text of a field, paragraph by paragraph."""
        return "\n".join(self.values.get(field, ())) or None

    def items(self, field: str) -> tuple[str, ...]:
        """The items of a numbered list, without their numbers."""
        return tuple(split_items(self.text(field) or ""))

    def code(self) -> str | None:
        """The project code, in one word."""
        text = self.text("code")
        if text is None and (match := self._coded_name()):
            return match["code"]
        return "".join(text.split()) if text else None

    def name(self) -> str | None:
        """The project's name, without the code that some forms print before it."""
        match = self._coded_name()
        return match["name"] if match else self.text("name")

    def _coded_name(self) -> re.Match[str] | None:
        field = self.form.fields.get("name")
        return _CODED_NAME.fullmatch(self.text("name") or "") if field and field.type == "coded-name" else None

    def organization(self, field: str) -> Organization | None:
        """A unit with its code, where it is printed."""
        text = self.text(field)
        return read_organization(text) if text else None

    def currency_unit(self, field: str) -> str:
        """The unit of the amounts: of its own field, else in brackets behind a label, else the form's."""
        text = self.text(field)
        if text in CURRENCY_UNITS:
            return text
        if self.unit_in_label and text is None:
            unit, self.places[field] = self.unit_in_label
            return unit
        self.notes.append(Note("currency-unit-missing", {"unit": self.form.currency_unit}, self.places.get(field)))
        return self.form.currency_unit

    def number_of(self, field: str, kind: str, unit: str | None = None) -> Decimal | None:
        """The amount (in `unit`), the points or the per cent of a field."""
        text = self.text(field)
        if text is None:
            return None
        label = self.form.fields[field].label if field in self.form.fields else field
        return self._number(field, _Written(kind, text, label, self.places.get(field)), unit)

    def cell_number(self, row: Row, column: str, path: str, kind: str, *, unit: str | None = None) -> Decimal | None:
        """The same of a cell in a block; `path` is the field in the domain."""
        cell = row.cells.get(column)
        if not cell or not cell.text:
            return None
        return self._number(path, _Written(kind, cell.text, self._column_label(column), row.grid.place(cell)), unit)

    def _number(self, path: str, written: _Written, unit: str | None) -> Decimal | None:
        kind, text, label, place = written
        if kind == "amount":
            number = parse_amount(text, unit)
        else:
            number = parse_percent(text) if kind == "percent" else parse_points(text)
        if number is None and (path == "budget.total" or not is_dash(text)):
            self.reject(_MALFORMED[kind], path, text, label, place)
        return number

    def _column_label(self, column: str) -> str:
        columns = (known for block in self.form.blocks.values() for known in block.columns)
        return next((known.label for known in columns if known.name == column), column)

    def reject(self, code: str, path: str, text: str, label: str, place: Place | None) -> None:
        """What stands in the field at `path` could not be understood."""
        self.malformed[path] = text
        values = {"text": text[:_EXCERPT]} if code == "unrecognised-cell" else {"label": label, "text": text}
        self.notes.append(Note(code, values, place))

    def details(self) -> Mapping[str, str]:
        """What the form asks for beside the domain's own fields, by printed label."""
        return {
            name.removeprefix(_DETAILS): text
            for name in self.values
            if name.startswith(_DETAILS) and (text := self.text(name))
        }

    def _has_parts(self, field: str) -> bool:
        return any(name.startswith(f"{field}.") for name in self.seen)

    def note_missing(self, number: int) -> None:
        """Say which fields and rows the table does without."""
        for name, field in self.form.fields.items():
            if not (field.is_optional or name in self.seen or name in self.values or self._has_parts(name)):
                self.notes.append(Note("field-missing", {"number": number, "label": field.label}))
        if not self.rows.get(self.form.main):
            self.notes.append(Note("no-indicators", {"number": number}))
