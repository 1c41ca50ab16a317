"""A grid from rows whose cells say how many columns and rows they cover."""

from __future__ import annotations

from collections.abc import Callable

from jiheng.domain.grid import Cell

__all__ = ["Spans"]


class Spans:
    """The rows so far. A cell that reaches down stands in the rows below where the file marks places as covered."""

    def __init__(self, allow: Callable[[int], None]) -> None:
        """`allow` is told how many positions each cell takes, and refuses too many."""
        self._allow = allow
        self._rows: list[list[Cell]] = []
        self._down: dict[int, tuple[Cell, int]] = {}  # column from 0 → the cell that reaches there, its last row
        self._left = 0  # positions of the row that the cell before still covers

    def begin_row(self) -> None:
        """A new row, below the others."""
        self._rows.append([])
        self._left = 0

    def cell(self, text: str, width: int, height: int) -> None:
        """A cell at the next place; what it covers on its right comes as `covered`."""
        row = self._rows[-1]
        self._allow(1)
        cell = Cell(text, len(self._rows), len(row) + 1)
        if height > 1:
            last = len(self._rows) + height - 1
            self._allow(width)
            for column in range(len(row), len(row) + width):
                self._down[column] = cell, last
        row.append(cell)
        self._left = width - 1

    def covered(self, times: int) -> None:
        """So many places that a cell on the left, or above, covers."""
        self._allow(times)
        row = self._rows[-1]
        for _place in range(times):
            reaching = self._down.get(len(row))
            if self._left and row:
                row.append(row[-1])
                self._left -= 1
            elif reaching and reaching[1] >= len(self._rows):
                row.append(reaching[0])
            else:  # nothing reaches here: the file is at odds with itself
                row.append(Cell("", len(self._rows), len(row) + 1))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The finished grid."""
        return tuple(map(tuple, self._rows))
