"""A page taken apart: its tables, and the lines of text around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan

from jiheng.readers.pages.aligned import take_aligned
from jiheng.readers.pages.lattice import Lattice, find_lattices
from jiheng.readers.pages.lines import Line, to_lines
from jiheng.readers.pages.model import Char, Page
from jiheng.readers.pages.table import Table, fill
from jiheng.readers.pages.weighing import weighed

__all__ = ["Layout", "lay_out"]

_NOWHERE = (nan, nan, nan, nan)


@dataclass(slots=True)
class Layout:
    """What of a page is needed once its characters have become lines."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Table]

    def items(self) -> list[Line | Table]:
        """Lines and tables from top to bottom."""
        items: list[tuple[float, float, Line | Table]] = [(line.y0, line.x0, line) for line in self.lines]
        items.extend((table.top, table.xs[0], table) for table in self.tables)
        return [item for *_, item in sorted(items, key=lambda entry: entry[:2])]

    def all_lines(self) -> Iterator[Line]:
        """The lines of the text and of the tables."""
        yield from self.lines
        for table in self.tables:
            for box in table.boxes():
                yield from box.lines


def lay_out(page: Page) -> Layout:
    """Tables by their ruling lines, then by alignment; what is left is lines of text."""
    lattices = find_lattices(page)
    outside, held = _share_out(page.chars, lattices)
    tables = [fill(lattice, chars, page.number) for lattice, chars in zip(lattices, held, strict=True)]
    free = to_lines(outside)
    if page.seen:
        free = weighed(free, page)
        for box in (box for table in tables for box in table.boxes()):
            box.lines = weighed(box.lines, page)
    lines, aligned = take_aligned(free, page, [(table.top, table.bottom) for table in tables])
    tables.extend(aligned)
    tables.sort(key=lambda table: (table.top, table.xs[0]))
    return Layout(page.number, page.width, page.height, lines, tables)


def _share_out(chars: list[Char], lattices: list[Lattice]) -> tuple[list[Char], list[list[Char]]]:
    """What is outside of all tables, and what each table holds; of tables inside tables the innermost one has it."""
    held: list[list[Char]] = [[] for _ in lattices]
    if not lattices:
        return chars, held
    outside: list[Char] = []
    homes = sorted(zip(lattices, held, strict=True), key=lambda home: _area(home[0]))
    nested = _any_nested(lattices)
    here, (left, top, right, bottom) = outside, _NOWHERE  # of the character before: neighbours mostly share a table
    for char in chars:
        _, x0, y0, x1, y1, _ = char
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if nested or not (left <= x <= right and top <= y <= bottom):
            found = ((kept, lattice.box) for lattice, kept in homes if lattice.holds(x, y))
            here, (left, top, right, bottom) = next(found, (outside, _NOWHERE))
        here.append(char)
    return outside, held


def _area(lattice: Lattice) -> float:
    left, top, right, bottom = lattice.box
    return (right - left) * (bottom - top)


def _any_nested(lattices: list[Lattice]) -> bool:
    return any(
        one is not other and one.holds(other.xs[0], other.ys[0]) and one.holds(other.xs[-1], other.ys[-1])
        for one in lattices
        for other in lattices
    )
