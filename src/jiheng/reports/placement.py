"""Which cells of a printed table the entries of its list are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.domain.finding import Finding
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.forms import load_form
from jiheng.reports.cells import Sheet, field_parts
from jiheng.reports.entries import Entry
from jiheng.writers.form_table import PrintedCell, PrintedTable, RowKind, printed_table

__all__ = ["MarkedCell", "Placement", "place"]

_Key = tuple[int | None, str]  # row of the indicator grid, field


class MarkedCell(NamedTuple):
    """A printed cell and the entries about it."""

    printed: PrintedCell
    entries: tuple[Entry, ...]


class Placement(NamedTuple):
    """A printed table and the entries about it.

    Attributes:
        rows: the cells of `table`.
        loose: the entries that no cell of the form shows.
    """

    table: PrintedTable
    rows: list[list[MarkedCell]]
    loose: tuple[Entry, ...]


def place(sheet: Sheet, entries: Sequence[Entry]) -> Placement:
    """`sheet` as its form prints it, with each of its `entries` at every cell that it is about."""
    return _Placing(sheet, entries).placement()


class _Placing:
    """Puts the entries of one sheet at its cells."""

    def __init__(self, sheet: Sheet, entries: Sequence[Entry]) -> None:
        self.sheet = sheet
        self.form = load_form(sheet.form)
        self.printed = printed_table(sheet, self.form)
        self.entries = entries
        self.waiting: dict[_Key, list[Entry]] = {}
        for entry in entries:
            for finding in entry.group.findings:
                at = self.waiting.setdefault(self._key(finding), [])
                if entry not in at:
                    at.append(entry)

    def placement(self) -> Placement:
        cells = [cell for row in self.printed.rows for cell in row.cells]
        shown = {field for cell in cells if not cell.is_label for field in cell.fields}
        heading = next(
            (row for row in self.printed.rows if row.kind is RowKind.HEADING and self._heads(row.cells)), None
        )
        rows = [
            [
                self._marked(cell, self._keys(cell, shown, is_first=row is heading and cell is row.cells[0]))
                for cell in row.cells
            ]
            for row in self.printed.rows
        ]
        placed = {entry for row in rows for cell in row for entry in cell.entries}
        return Placement(self.printed, rows, tuple(entry for entry in self.entries if entry not in placed))

    def _heads(self, cells: Sequence[PrintedCell]) -> bool:
        """Whether these are the heads of the indicators."""
        return any(cell.text == self.form.indicator_columns[0].label for cell in cells)

    def _keys(self, cell: PrintedCell, shown: set[str], *, is_first: bool) -> list[_Key]:
        if is_first:
            return [(None, "indicators")]
        if cell.block == "indicators":
            columns = [field.removesuffix(".number") for field in cell.fields]
            return [(row, column) for row in cell.rows for column in columns]
        # A label gets the markers only where no cell shows its field by itself: the spending plan as a whole.
        return [(None, field) for field in cell.fields if not cell.is_label or field not in shown]

    def _marked(self, cell: PrintedCell, keys: Sequence[_Key]) -> MarkedCell:
        return MarkedCell(cell, tuple(dict.fromkeys(entry for key in keys for entry in self.waiting.get(key, ()))))

    def _key(self, finding: Finding) -> _Key:
        base, index, part = field_parts(finding.field)
        if finding.indicator is not None:
            return finding.indicator, base if base in self.form.columns else "name"
        if base == "spending_plan" and index is not None:
            return None, f"{base}.{index}.percent"
        if base == "funding" and index is not None and isinstance(self.sheet, SelfEvaluation):
            base = f"{base}.{self.sheet.funding[index].source}"
        return None, base if part is None else f"{base}.{part}"
