"""A lattice filled with the lines of a page; tables that go on over pages become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import nan

from jiheng.domain.grid import Cell, Grid
from jiheng.readers.pages.lattice import Lattice
from jiheng.readers.pages.lines import Line, to_lines
from jiheng.readers.pages.model import Char
from jiheng.readers.pages.wrapping import Distances, Frame, heal, join

__all__ = ["Box", "Table", "fill", "least_confidence", "to_grid"]

_LARGEST_PADDING = 12.0
_HALF_BLANK = frozenset("，。、；：！？）》】」』〕")


@dataclass(slots=True, eq=False)
class Box:
    """A cell with its lines; `frames` tells for each line between which x it could run."""

    lines: list[Line]
    frame: Frame
    rows: int = 1  # how many rows of its page it covers

    @property
    def key(self) -> str:
        """The text without white space, for comparing."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(slots=True)
class Table:
    """Rows of boxes, a box at every position it covers.

    Attributes:
        xs: the edges of its columns.
        top, bottom: where it stands on its page.
        page: where it starts.
        last_page: where it ends.
    """

    xs: tuple[float, ...]
    rows: list[list[Box]]
    top: float
    bottom: float
    page: int
    last_page: int

    def boxes(self) -> list[Box]:
        """Each cell once, in reading order."""
        return list(dict.fromkeys(box for row in self.rows for box in row))


def fill(lattice: Lattice, chars: Iterable[Char], page: int) -> Table:
    """The table of `lattice` with the characters that lie in it."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    owner: list[list[int]] = [[0] * columns for _ in range(rows)]
    for number, region in enumerate(lattice.regions):
        for row in range(region.top, region.bottom):
            owner[row][region.left : region.right] = [number] * (region.right - region.left)
    held: list[list[Char]] = [[] for _ in lattice.regions]
    here = held[0]
    left = right = top = bottom = nan  # neighbours mostly lie in the same cell
    for char in chars:
        _, x0, y0, x1, y1, _ = char
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if not (left <= x < right and top <= y < bottom):
            row, column = lattice.position(x, y)
            number = owner[row][column]
            left, top, right, bottom = lattice.bounds(lattice.regions[number])
            here = held[number]
        here.append(char)
    lines = [to_lines(found) if found else [] for found in held]
    boxes = _boxes(lattice, lines)
    grid = [[boxes[number] for number in numbers] for numbers in owner]
    kept = _without_idle_rows(grid)
    return Table(lattice.xs, kept, lattice.ys[0], lattice.ys[-1], page, page)


def _without_idle_rows(grid: list[list[Box]]) -> list[list[Box]]:
    """Leave out rows into which nearly all cells reach from above and in which the others are blank.

    A cell merged over rows was closed at a height of its own there, as browsers do behind a page break: what follows
    below its border still belongs to it.
    """
    kept = grid[:1]
    grown: dict[Box, Box] = {}
    for above, row in pairwise(grid):
        begun = {box: over for box, over in zip(row, above, strict=True) if box is not over}
        if 2 * sum(box in begun for box in row) < len(row) and not any(box.lines for box in begun):
            grown |= {box: grown.get(over, over) for box, over in begun.items()}
        else:
            kept.append(row)
    return [[grown.get(box, box) for box in row] for row in kept] if grown else kept


def _boxes(lattice: Lattice, lines: Sequence[list[Line]]) -> list[Box]:
    xs = lattice.xs
    padding = _padding(
        [(xs[r.left], xs[r.right], line) for r, found in zip(lattice.regions, lines, strict=True) for line in found]
    )
    return [
        Box(found, Frame(xs[region.left] + padding, xs[region.right] - padding), region.bottom - region.top)
        for region, found in zip(lattice.regions, lines, strict=True)
    ]


def _padding(lines: list[tuple[float, float, Line]]) -> float:
    """How far text keeps from the sides of its cell: what nearly all lines keep to.

    A full-width mark at the end of a line may reach beyond with its blank half.
    """
    gaps = sorted(
        max(line.x0 - left if line.text[-1] in _HALF_BLANK else min(line.x0 - left, right - line.x1), 0.0)
        for left, right, line in lines
    )
    return min(gaps[len(gaps) // 20], _LARGEST_PADDING) if gaps else 0.0


def _text_of(box: Box, distances: Distances | None) -> str:
    """The paragraphs of a cell."""
    if len(box.lines) == 1:
        return box.lines[0].text
    return "\n".join(join(lines, box.frame) for lines in heal(box.lines, box.frame, distances))


def least_confidence(lines: Iterable[Line]) -> float | None:
    """How surely the least sure of `lines` was read; None if none was read from a picture."""
    return min((line.confidence for line in lines if line.confidence is not None), default=None)


def to_grid(table: Table, number: int, distances: Distances | None = None) -> Grid:
    """The finished table; columns in which no cell begins are left out. `distances`: see `heal`."""
    cells: dict[int, Cell] = {}
    rows = []
    for r, row in enumerate(table.rows, 1):
        made = []
        for c, box in enumerate(row, 1):
            cell = cells.get(id(box))
            if cell is None:
                cell = cells[id(box)] = Cell(_text_of(box, distances), r, c, None, least_confidence(box.lines))
            made.append(cell)
        rows.append(tuple(made))
    return Grid(number, tuple(rows), table.page)
