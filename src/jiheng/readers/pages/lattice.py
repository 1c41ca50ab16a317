"""Ruling lines → the cells that they enclose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from jiheng.readers.pages.model import Page, Ruling

__all__ = ["Lattice", "Region", "find_lattices"]

_SAME = 1.5  # lines so near to one another are one line, drawn twice
_GAP = 3.0  # a line broken by so little goes on
_TOUCH = 3.0  # lines that miss one another by so little meet
_SNAP = 3.0  # edges of cells so near to one another are one edge: double borders
_SHORTEST = 6.0
_COVERED = 0.5  # the share of a cell's side that a line must cover to be its border
_MOST = 4000  # lines: beyond it is a drawing, a map, no table


Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Region(NamedTuple):
    """A cell of a lattice: the rows and columns of its first and behind its last position, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Lattice(NamedTuple):
    """A ruled table: the places of its edges, and its cells; together these cover every position once."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]

    @property
    def box(self) -> Bounds:
        """Its outermost edges."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def bounds(self, region: Region) -> Bounds:
        """The edges of a cell."""
        return self.xs[region.left], self.ys[region.top], self.xs[region.right], self.ys[region.bottom]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def position(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a point inside."""
        row = bisect_right(self.ys, y, 1, len(self.ys) - 1) - 1
        return row, bisect_right(self.xs, x, 1, len(self.xs) - 1) - 1


def find_lattices(page: Page) -> list[Lattice]:
    """The ruled tables of a page from top to bottom, without frames around the whole page."""
    horizontals, verticals = _merge(page.horizontals), _merge(page.verticals)
    if not horizontals or not verticals or len(horizontals) + len(verticals) > _MOST:
        return []
    found = []
    for across, down in _components(horizontals, verticals):
        lattice = _lattice(across, down)
        if lattice is not None:
            found.append(lattice)
    found.sort(key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
    return [lattice for lattice in found if len(lattice.regions) > 1 or not _is_frame(lattice, found, page)]


def _is_frame(lattice: Lattice, others: list[Lattice], page: Page) -> bool:
    """One cell around other tables, or around most of the page: decoration."""
    inside = any(other is not lattice and lattice.holds(other.xs[0] + 1, other.ys[0] + 1) for other in others)
    return inside or lattice.ys[-1] - lattice.ys[0] > page.height / 2


def _merge(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one line joined."""
    merged: list[Ruling] = []
    for group in _clusters(sorted(rulings), _SAME):
        at = sum(ruling.at for ruling in group) / len(group)
        group.sort(key=lambda ruling: ruling.start)
        start, end = group[0].start, group[0].end
        for ruling in group:
            if ruling.start <= end + _GAP:
                end = max(end, ruling.end)
            else:
                merged.append(Ruling(at, start, end))
                start, end = ruling.start, ruling.end
        merged.append(Ruling(at, start, end))
    return [ruling for ruling in merged if ruling.end - ruling.start >= _SHORTEST]


def _clusters(rulings: Sequence[Ruling], width: float) -> list[list[Ruling]]:
    """Sorted lines in groups whose places differ by no more than `width`."""
    groups: list[list[Ruling]] = []
    for ruling in rulings:
        if groups and ruling.at - groups[-1][0].at <= width:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return groups


def _components(horizontals: list[Ruling], verticals: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that hang together by crossing or touching."""
    count = len(horizontals)
    parent = list(range(count + len(verticals)))
    for v, vertical in enumerate(verticals, count):
        for h, horizontal in enumerate(horizontals):
            if horizontal.at > vertical.end + _TOUCH:
                break  # they are sorted from top to bottom
            if (
                horizontal.at >= vertical.start - _TOUCH
                and horizontal.start - _TOUCH <= vertical.at <= horizontal.end + _TOUCH
            ):
                parent[_root(parent, h)] = _root(parent, v)
    found: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index, ruling in enumerate([*horizontals, *verticals]):
        found[_root(parent, index)][index >= count].append(ruling)
    return [(across, down) for across, down in found.values() if across and down]


def _root(parent: list[int], item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    """The cells of lines that hang together. A side without a border is closed where the other lines end."""
    xs = _edges(down, across)
    ys = _edges(across, down)
    if len(xs) < 2 or len(ys) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    below = _borders(across, ys, xs)
    beside = _borders(down, xs, ys)
    parent = list(range(rows * columns))
    for here in parent[:]:
        row, column = divmod(here, columns)
        if (column + 1, row) not in beside and column + 1 < columns:
            parent[_root(parent, here + 1)] = _root(parent, here)
        if (row + 1, column) not in below and row + 1 < rows:
            parent[_root(parent, here + columns)] = _root(parent, here)
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for here in range(rows * columns):
        groups[_root(parent, here)].append(divmod(here, columns))
    regions = [region for group in groups.values() for region in _rectangles(group)]
    return _without_idle_edges(xs, ys, regions)


def _edges(lines: list[Ruling], others: list[Ruling]) -> list[float]:
    """Where lines run, and where the lines across them end beyond the outermost of them."""
    places = [group[len(group) // 2].at for group in _clusters(sorted(lines), _SNAP)]
    first, last = min(other.start for other in others), max(other.end for other in others)
    if first < places[0] - 2 * _TOUCH:
        places.insert(0, first)
    if last > places[-1] + 2 * _TOUCH:
        places.append(last)
    return places


def _borders(lines: list[Ruling], places: list[float], stops: list[float]) -> set[tuple[int, int]]:
    """(edge, position along it) wherever a line covers that side of a cell."""
    covered: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        edge = _nearest(places, line.at)
        first = max(bisect_right(stops, line.start) - 1, 0)
        behind = bisect_left(stops, line.end, first, len(stops) - 1)
        for position in range(first, behind):
            covered[edge, position] += max(min(stops[position + 1], line.end) - max(stops[position], line.start), 0)
    return {
        (edge, position)
        for (edge, position), length in covered.items()
        if length >= _COVERED * (stops[position + 1] - stops[position])
    }


def _nearest(places: list[float], at: float) -> int:
    """The index of the place next to `at`; of two as near, the first."""
    after = bisect_right(places, at)
    if after in {0, len(places)} or at - places[after - 1] <= places[after] - at:
        return max(after - 1, 0)
    return after


def _rectangles(group: list[tuple[int, int]]) -> list[Region]:
    """Positions that nothing separates as rectangles: one, unless lines are missing somewhere."""
    if len(group) == 1:
        ((row, column),) = group
        return [Region(row, column, row + 1, column + 1)]
    rows, columns = [row for row, _ in group], [column for _, column in group]
    whole = Region(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    if (whole.bottom - whole.top) * (whole.right - whole.left) == len(group):
        return [whole]
    found: list[Region] = []
    for row, column in sorted(group):
        last = found[-1] if found else None
        if last and last.top == row and last.right == column:
            found[-1] = last._replace(right=column + 1)
        else:
            found.append(Region(row, column, row + 1, column + 1))
    merged: dict[tuple[int, int, int], Region] = {}  # by last row, left and right
    for region in found:
        above = merged.pop((region.top, region.left, region.right), None)
        grown = region._replace(top=above.top) if above else region
        merged[grown.bottom, grown.left, grown.right] = grown
    return list(merged.values())


def _without_idle_edges(xs: list[float], ys: list[float], regions: list[Region]) -> Lattice:
    """Leave out edges at which no cell begins or ends."""
    columns = sorted({region.left for region in regions} | {len(xs) - 1})
    rows = sorted({region.top for region in regions} | {len(ys) - 1})
    column_at = {old: new for new, old in enumerate(columns)}
    row_at = {old: new for new, old in enumerate(rows)}
    return Lattice(
        tuple(xs[column] for column in columns),
        tuple(ys[row] for row in rows),
        tuple(Region(row_at[r.top], column_at[r.left], row_at[r.bottom], column_at[r.right]) for r in sorted(regions)),
    )
