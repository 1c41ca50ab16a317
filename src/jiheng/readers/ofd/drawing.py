"""The objects of a page – layers, blocks, drawings used again – walked through: characters, lines, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.ofd.container import child, kind, text_of
from jiheng.readers.ofd.geometry import PAGE, Bounds, Matrix, Point, apply, around, box_of, compose, matrix_of
from jiheng.readers.ofd.path import pieces
from jiheng.readers.ofd.resources import Ink, Resources, Style
from jiheng.readers.ofd.text import Glyph, glyphs

__all__ = ["Artist", "Drawing", "Faint", "Picture"]

_GROUPS = frozenset({"Content", "Layer", "PageBlock"})
_THICKEST = 5.0
_SHORTEST = 0.5
_FARTHEST = 1e5  # points
_STRAIGHT = 0.5
_SLOPE = 0.005  # a line drawn by hand may rise so much of its length
_DEEPEST = 8
_MOST = 3_000_000  # characters and objects of a file, those of templates on each page


class Faint(NamedTuple):
    """Characters that nobody sees on white paper, and why."""

    ink: Ink
    glyphs: list[Glyph]


class Picture(NamedTuple):
    """A picture's box on the page, what lays its unit square (y downwards) there, and the number of its resource."""

    bounds: Bounds
    matrix: Matrix
    resource: str


@dataclass(slots=True)
class Drawing:
    """What was found on a page or template.

    Attributes:
        glyphs: characters that are seen.
        faint: those that are seen on a picture or a coloured ground only.
        cut: text wholly outside of its own box, where it is not shown.
        lines: straight lines along an axis and thin boxes, each by its bounds.
        grounds: filled boxes.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    faint: list[Faint] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    lines: list[Bounds] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    grounds: list[Bounds] = field(default_factory=list)

    def add(self, other: Drawing) -> None:
        """What `other` holds as well."""
        self.glyphs += other.glyphs
        self.faint += other.faint
        self.cut += other.cut
        self.lines += other.lines
        self.pictures += other.pictures
        self.grounds += other.grounds

    def __len__(self) -> int:
        """How much it holds."""
        return len(self.glyphs) + len(self.faint) + len(self.lines) + len(self.pictures) + len(self.grounds)


class Artist:
    """Draws pages, within one limit for the whole file."""

    def __init__(self) -> None:
        """Nothing drawn yet."""
        self._left = _MOST

    def spend(self, count: int) -> None:
        """Count what was drawn.

        Raises:
            UnreadableSourceError: it is more than the limit.
        """
        self._left -= count
        if self._left < 0:
            raise UnreadableSourceError("too-many-objects", limit=_MOST)

    def draw(self, content: Iterable[etree._Element], resources: Resources) -> Drawing:
        """The objects of a page or template.

        Raises:
            UnreadableSourceError: more than the limit.
        """
        drawing = Drawing()
        _Pen(self, resources, drawing).walk(content, PAGE, Style(), 0)
        return drawing


class _Pen:
    def __init__(self, artist: Artist, resources: Resources, drawing: Drawing) -> None:
        self._artist = artist
        self._resources = resources
        self._drawing = drawing

    def walk(self, items: Iterable[etree._Element], matrix: Matrix, style: Style, depth: int) -> None:
        """Draw objects; `matrix` and `style` are those of what they stand in."""
        for item in items:
            name = kind(item)
            if name in _GROUPS:
                self.walk(item, matrix, self._resources.style(item, style), depth)
            elif name == "TextObject":
                self._text(item, matrix, self._resources.style(item, style).fill)
            elif name == "PathObject":
                self._path(item, matrix, self._resources.style(item, style))
            elif name == "ImageObject":
                self._image(item, matrix)
            elif name == "CompositeObject" and depth < _DEEPEST:
                self._composite(item, matrix, self._resources.style(item, style), depth)
            else:
                continue
            self._artist.spend(1)

    def _composite(self, item: etree._Element, outer: Matrix, style: Style, depth: int) -> None:
        used = self._resources.drawings.get(item.get("ResourceID", ""))
        content = child(used, "Content") if used is not None else child(item, "Content")
        if content is not None:
            self.walk(content, _place(item, outer), style, depth + 1)

    def _text(self, item: etree._Element, outer: Matrix, ink: Ink) -> None:
        matrix = _place(item, outer)
        found = list(glyphs(item, self._resources.fonts.get(item.get("Font", ""), ""), matrix))
        self._artist.spend(len(found))
        frame = _frame(item, outer)
        if frame is not None and found and not any(_shows(glyph, frame) for glyph in found):
            self._drawing.cut.append("".join(glyph.text for glyph in found))
        elif ink is Ink.SEEN:
            self._drawing.glyphs += found
        elif found:
            self._drawing.faint.append(Faint(ink, found))

    def _image(self, item: etree._Element, outer: Matrix) -> None:
        matrix, frame = _place(item, outer), _frame(item, outer)
        if matrix_of(item.get("CTM")) is None and (box := box_of(item.get("Boundary"))):
            matrix = compose((box[2], 0.0, 0.0, box[3], 0.0, 0.0), matrix)
        whole = around([apply(matrix, x, y) for x in (0, 1) for y in (0, 1)])
        bounds = whole if frame is None else _within(whole, frame)
        if bounds is not None and not self._thin(bounds):
            self._drawing.pictures.append(Picture(bounds, matrix, item.get("ResourceID", "")))

    def _path(self, item: etree._Element, outer: Matrix, style: Style) -> None:
        strokes = item.get("Stroke", "true").lower() != "false" and style.stroke is Ink.SEEN
        fills = item.get("Fill", "false").lower() == "true" and style.fill is Ink.SEEN
        if not (strokes or fills):
            return
        matrix, frame = _place(item, outer), _frame(item, outer)
        before = len(self._drawing.lines)
        found = list(pieces(text_of(child(item, "AbbreviatedData")), matrix))
        self._artist.spend(len(found))
        for points, closed in found:
            bounds = around(points)
            if (closed or not strokes or len(points) == 2) and self._thin(bounds):
                continue
            if fills and (closed or len(points) > 2):
                self._drawing.grounds.append(bounds)
            if strokes:
                self._sides(points)
        if frame is not None:
            self._drawing.lines[before:] = [
                shown for line in self._drawing.lines[before:] if (shown := _within(line, frame)) is not None
            ]

    def _sides(self, points: list[Point]) -> None:
        self._artist.spend(len(points))
        for one, other in pairwise(points):
            width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
            if min(width, height) <= max(_STRAIGHT, _SLOPE * max(width, height)):
                self._thin(around([one, other]))

    def _thin(self, bounds: Bounds) -> bool:
        """Take a thin box as a line."""
        width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
        thin, long = min(width, height), max(width, height)
        if thin <= _THICKEST and _SHORTEST < long < _FARTHEST and long > 2 * thin:
            self._drawing.lines.append(bounds)
            return True
        return False


def _place(item: etree._Element, outer: Matrix) -> Matrix:
    """From an object to the page: its own matrix, then where its box stands."""
    box = box_of(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    placed = compose((1.0, 0.0, 0.0, 1.0, box[0], box[1]), outer)
    matrix = matrix_of(item.get("CTM"))
    return compose(matrix, placed) if matrix is not None else placed


def _frame(item: etree._Element, outer: Matrix) -> Bounds | None:
    """The box beyond which an object is not shown; None where it has none to speak of."""
    box = box_of(item.get("Boundary"))
    if box is None or not (box[2] or box[3]):
        return None
    x, y, width, height = box
    return around([apply(outer, u, v) for u in (x, x + width) for v in (y, y + height)])


def _shows(glyph: Glyph, frame: Bounds) -> bool:
    """Whether a character stands in the box of its object or near: many programs measure it too small."""
    slack = max(glyph.x1 - glyph.x0, glyph.y1 - glyph.y0)
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return frame[0] - slack <= x <= frame[2] + slack and frame[1] - slack <= y <= frame[3] + slack


def _within(bounds: Bounds, frame: Bounds) -> Bounds | None:
    """What of a box the other one leaves, give or take the thickness of a line; None if nothing."""
    left, bottom = max(bounds[0], frame[0] - _THICKEST), max(bounds[1], frame[1] - _THICKEST)
    right, top = min(bounds[2], frame[2] + _THICKEST), min(bounds[3], frame[3] + _THICKEST)
    return (left, bottom, right, top) if left <= right and bottom <= top else None
