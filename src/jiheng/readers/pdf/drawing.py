"""The drawn objects of a page: lines, thin boxes, pictures, and in which directions its text runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_uint
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it comes without types

from jiheng.readers.pages.turn import quarter_turns

__all__ = ["Drawing", "read_drawing"]

_THICKEST = 5.0
_SHORTEST = 0.5
_FARTHEST = 1e5  # points
_STRAIGHT = 0.5
_MOST_SEGMENTS = 400
_DEEPEST = 8
_INVISIBLE = 8  # alpha
_WHITE = 250

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top, in the page's own coordinates."""


class Drawing(NamedTuple):
    """What is drawn beside the characters.

    Attributes:
        lines: straight lines along an axis and thin boxes, each by its bounds.
        turns: the directions of the text objects: quarter turns to the left, None for a slant.
        image_area: what pictures cover.
    """

    lines: list[_Bounds]
    turns: set[int | None]
    image_area: float


def read_drawing(page: Any) -> Drawing:
    """Walk all objects of a page, those inside forms too."""
    reader = _Reader()
    count = pdfium.FPDFPage_CountObjects(page)
    reader.walk(map(partial(pdfium.FPDFPage_GetObject, page), range(count)), (), 0)
    turns = {quarter_turns(across, up) for across, up in reader.directions}
    return Drawing(reader.lines, turns, reader.image_area)


class _Reader:
    def __init__(self) -> None:
        self.lines: list[_Bounds] = []
        self.directions: set[_Point] = set()
        self.image_area = 0.0
        # Filled anew for each object: making these takes longer than the call that fills them.
        self.corners = tuple(c_float() for _ in range(4))
        self.fill, self.stroke = c_int(), c_int()
        self.color = tuple(c_uint() for _ in range(4))
        self.matrix = pdfium.FS_MATRIX()
        self.matrix_at = byref(self.matrix)

    def walk(self, objects: Iterable[Any], matrices: tuple[_Matrix, ...], depth: int) -> None:
        """`matrices` place the objects on the page, the innermost one first."""
        kind_of, is_text = pdfium.FPDFPageObj_GetType, pdfium.FPDF_PAGEOBJ_TEXT
        for item in objects:
            kind = kind_of(item)
            if kind == is_text:
                self._text(item, matrices)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, matrices)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(item, matrices)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(item)
                inner = map(partial(pdfium.FPDFFormObj_GetObject, item), range(count))
                self.walk(inner, (_matrix(item), *matrices), depth + 1)

    def _text(self, item: Any, matrices: tuple[_Matrix, ...]) -> None:
        found = self.matrix
        a, b = (found.a, found.b) if pdfium.FPDFPageObj_GetMatrix(item, self.matrix_at) else (1.0, 0.0)
        for outer in matrices:
            a, b = outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b
        self.directions.add((a, b))

    def _image(self, item: Any, matrices: tuple[_Matrix, ...]) -> None:
        bounds = self._bounds(item, matrices)
        if bounds and not self._thin(bounds):
            self.image_area += (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])

    def _bounds(self, item: Any, matrices: tuple[_Matrix, ...]) -> _Bounds | None:
        left, bottom, right, top = self.corners
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        if not matrices:
            return left.value, bottom.value, right.value, top.value
        return _around([_apply(matrices, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)])

    def _thin(self, bounds: _Bounds) -> bool:
        """Take a thin box as a line."""
        width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
        thin, long = min(width, height), max(width, height)
        if thin <= _THICKEST and _SHORTEST < long < _FARTHEST and long > 2 * thin:
            self.lines.append(bounds)
            return True
        return False

    def _path(self, item: Any, matrices: tuple[_Matrix, ...]) -> None:
        pdfium.FPDFPath_GetDrawMode(item, byref(self.fill), byref(self.stroke))
        stroked = bool(self.stroke.value)
        if not (stroked or self.fill.value) or not self._is_visible(item, stroked=stroked):
            return
        count = pdfium.FPDFPath_CountSegments(item)
        if not 1 < count <= _MOST_SEGMENTS:
            return
        # A single line, or a single thin box; several pieces on one line may have gaps between them.
        if count <= (2 if stroked else 5):
            bounds = self._bounds(item, matrices)
            if bounds is None or self._thin(bounds):
                return
        for points in _subpaths(item, count, matrices, close=stroked):
            if stroked:
                self._sides(points)
            else:
                self._thin(_around(points))

    def _is_visible(self, item: Any, *, stroked: bool) -> bool:
        """Not transparent; and not white, in which lines are drawn that nobody is to see."""
        read = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
        if not read(item, *self.color):
            return True
        red, green, blue, alpha = self.color
        return alpha.value > _INVISIBLE and min(red.value, green.value, blue.value) < _WHITE

    def _sides(self, points: list[_Point]) -> None:
        for one, other in pairwise(points):
            if min(abs(one[0] - other[0]), abs(one[1] - other[1])) <= _STRAIGHT:
                self._thin(_around([one, other]))


def _around(points: list[_Point]) -> _Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(item: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, byref(found)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _apply(matrices: tuple[_Matrix, ...], x: float, y: float) -> _Point:
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y


def _subpaths(item: Any, count: int, outer: tuple[_Matrix, ...], *, close: bool) -> Iterator[list[_Point]]:
    """The corners of each piece of a path; curves end pieces, as no table is made of them."""
    matrices = (_matrix(item), *outer)
    x, y = c_float(), c_float()
    points: list[_Point] = []
    for n in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, n)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = _apply(matrices, x.value, y.value)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and close:
            points.append(points[0])
    if len(points) > 1:
        yield points
