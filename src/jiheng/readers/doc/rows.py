"""The shape of a table: where the cells of each row end, which of them are merged, and the grid that follows."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jiheng.readers.doc.sprm import modifiers

__all__ = ["Columns", "Shape", "parse_shape"]

_DEFINE, _DEFINE_OLD, _VERTICAL = 0xD608, 0xD606, 0xD62B
_MERGE, _SPLIT, _INSERT, _DELETE, _WIDTH = 0x5624, 0x5625, 0x7621, 0x5622, 0x7623
_CELL = 20
_FIRST, _MERGED, _DOWN, _RESTART = 1, 2, 0x20, 0x40
_DEFAULT_WIDTH = 1000
_TOLERANCE = 60
"""Twentieths of a point, a millimetre: edges of different rows nearer than this are one line drawn by hand twice."""


@dataclass(slots=True)
class Shape:
    """A row: `edges` of its cells, one more than cells; for each cell whether the one on its left, or above, covers it."""

    edges: list[int] = field(default_factory=list)
    across: list[bool] = field(default_factory=list)
    down: list[bool] = field(default_factory=list)

    def fit(self, cells: int) -> None:
        """Make it as many cells as the row has text for, and the edges strictly rising."""
        del self.edges[cells + 1 :], self.across[cells:], self.down[cells:]
        for number in range(1, len(self.edges)):
            self.edges[number] = max(self.edges[number], self.edges[number - 1] + 1)
        if not self.edges:
            self.edges.append(0)
        while len(self.edges) <= cells:
            self.edges.append(self.edges[-1] + _DEFAULT_WIDTH)
        missing = cells - len(self.across)
        self.across += [False] * missing
        self.down += [False] * missing


def parse_shape(block: bytes) -> Shape:
    """The shape that a row's modifiers give it."""
    shape = Shape()
    for code, start, end in modifiers(block):
        if code in (_DEFINE, _DEFINE_OLD):
            shape = _defined(block[start:end])
        elif code == _VERTICAL and end - start >= 2:
            if block[start] < len(shape.down):
                shape.down[block[start]] = block[start + 1] == 1
        elif code in (_MERGE, _SPLIT):
            for cell in range(block[start], min(block[start + 1], len(shape.across))):
                shape.across[cell] = code == _MERGE and cell > block[start]
        elif code in (_INSERT, _DELETE, _WIDTH):
            _resize(shape, code, block[start:end])
    return shape


def _defined(operand: bytes) -> Shape:
    if not operand:
        return Shape()
    count = min(operand[0], (len(operand) - 1) // 2 - 1)
    if count <= 0:
        return Shape()
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    flags = [0] * count
    for cell in range(count):
        at = 3 + 2 * count + _CELL * cell
        if at + 2 <= len(operand):
            flags[cell] = operand[at] | operand[at + 1] << 8
    return Shape(
        edges,
        [bool(flag & _MERGED) and not flag & _FIRST for flag in flags],
        [bool(flag & _DOWN) and not flag & _RESTART for flag in flags],
    )


def _resize(shape: Shape, code: int, operand: bytes) -> None:
    """Cells inserted, deleted or given another width after the row was defined."""
    widths = [right - left for left, right in zip(shape.edges, shape.edges[1:], strict=False)]
    left = shape.edges[0] if shape.edges else 0
    first, last = min(operand[0], len(widths)), operand[1]
    if code == _INSERT:
        (width,) = struct.unpack_from("<H", operand, 2)
        widths[first:first] = [width] * last
        shape.across[first:first] = [False] * last
        shape.down[first:first] = [False] * last
    elif code == _DELETE:
        del widths[first:last], shape.across[first:last], shape.down[first:last]
    else:
        (width,) = struct.unpack_from("<H", operand, 2)
        widths[first : min(last, len(widths))] = [width] * (min(last, len(widths)) - first)
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    shape.edges = edges


class Columns:
    """The columns of a table: its cells' edges from left to right, those drawn nearly on each other as one."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        """`shapes`: of all rows."""
        edges: set[int] = set()
        narrow: dict[int, int] = {}  # right edge → left edge of cells narrower than the tolerance, which stay apart
        for shape in shapes:
            edges.update(shape.edges)
            for left, right in zip(shape.edges, shape.edges[1:], strict=False):
                if right - left <= _TOLERANCE:
                    narrow[right] = max(left, narrow.get(right, left))
        self._starts: list[int] = []
        for edge in sorted(edges):
            if (
                not self._starts
                or edge - self._starts[-1] > _TOLERANCE
                or (edge in narrow and narrow[edge] >= self._starts[-1])
            ):
                self._starts.append(edge)

    def of(self, edges: Sequence[int]) -> list[int]:
        """The number of each edge, from 0."""
        return [bisect_right(self._starts, edge) - 1 for edge in edges]
