"""Rows of cells with row and column spans → a grid, as a browser lays it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from jiheng.domain.grid import Cell

__all__ = ["Piece", "Row", "lay_out", "span_of"]

_MAX_COLUMNS = 1000
_MAX_ROWS = 65534
_ALL_COLUMNS = 50
"""A cell that claims more columns means all that there are."""


class Piece(NamedTuple):
    """A cell as it stands in the source; `down` is 0 where it reaches to the end of its group of rows."""

    text: str
    across: int
    down: int


class Row(NamedTuple):
    """The cells of a row, and how many rows of its group (thead, tbody) are left, itself included."""

    pieces: Sequence[Piece]
    left: int


def span_of(value: str | None, *, is_rows: bool) -> int:
    """The number that a span attribute means to a browser."""
    digits = (value or "").strip()
    number = 0
    for char in digits[:9]:
        if not ("0" <= char <= "9"):
            break
        number = number * 10 + ord(char) - 48
    if is_rows:
        return min(number, _MAX_ROWS) if digits[:1].isdigit() else 1
    return min(number, _MAX_COLUMNS) or 1


def lay_out(rows: Sequence[Row], allow: Callable[[int], None]) -> tuple[tuple[Cell, ...], ...]:
    """The grid; `allow` is told how many positions each row takes before they are made."""
    grid: list[tuple[Cell, ...]] = []
    carried: dict[int, tuple[Cell, int]] = {}  # column → the cell that reaches down to it, and for how many rows
    reach = 0  # of all cells that do not claim to go on for ever
    claims = False
    for row in rows:
        if not row.pieces and not carried:
            continue
        number = len(grid) + 1
        allow(len(carried) + sum(piece.across for piece in row.pieces))
        line: dict[int, Cell] = {column: cell for column, (cell, _) in carried.items()}
        carried = {column: (cell, left - 1) for column, (cell, left) in carried.items() if left > 1}
        column = 0
        for piece in row.pieces:
            while column in line:
                column += 1
            cell = Cell(piece.text, number, column + 1)
            down = min(piece.down or row.left, row.left)
            for at in range(column, column + piece.across):
                if line.setdefault(at, cell) is cell and down > 1:
                    carried[at] = (cell, down - 1)
            claims |= piece.across > _ALL_COLUMNS
            reach = max(reach, column + (1 if piece.across > _ALL_COLUMNS else piece.across))
            column += piece.across
        if row.left == 1:
            carried = {}
        grid.append(tuple(line.get(at) or Cell("", number, at + 1) for at in range(max(line) + 1)))
    return tuple(line[:reach] for line in grid) if claims else tuple(grid)
