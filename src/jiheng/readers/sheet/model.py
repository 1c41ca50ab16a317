"""A sheet as its file describes it, before it is cut into tables. Rows and columns count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Area", "Sheet"]


class Area(NamedTuple):
    """A merged range."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What was found on one sheet.

    Attributes:
        name: on its tab.
        is_hidden: no tab is shown for it.
        cells: (row, column) → the text that the cell shows; blank cells are not in it.
        merged: the merged ranges.
        framed: row → first and last column of the cells with a border, blank or not.
        hidden_rows: their numbers.
        hidden_columns: first and last column of each run.
        errors: the cells that show an error of their formula.
        uncomputed: the cells whose formula has no result.
        retyped: the cells whose formula was read as the text that was typed.
    """

    name: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    framed: dict[int, tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    retyped: set[tuple[int, int]] = field(default_factory=set)

    def frame(self, row: int, first: int, last: int) -> None:
        """The cells from `first` to `last` of `row` have a border."""
        known = self.framed.get(row)
        self.framed[row] = (min(first, known[0]), max(last, known[1])) if known else (first, last)

    def retype(self, cell: tuple[int, int], text: str) -> None:
        """What stands in `cell` is no formula but the text that was typed."""
        self.cells[cell] = text
        self.retyped.add(cell)
        self.errors.discard(cell)
        self.uncomputed.discard(cell)

    def hidden_texts(self) -> int:
        """How many cells with text stand in hidden rows or columns."""
        if not self.hidden_rows and not self.hidden_columns:
            return 0
        columns: set[int] = set()
        reach = 0
        for first, last in sorted(self.hidden_columns):  # many runs may say the same
            columns.update(range(max(first, reach + 1), last + 1))
            reach = max(reach, last)
        return sum(row in self.hidden_rows or column in columns for row, column in self.cells)
