"""Text objects: characters with their boxes, from the places and steps that the file gives.

OFD tells where each glyph begins and leaves its width to the font. What lies between two glyphs is the width of the first
one, unless it is more than such a character can be wide: then it is a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import cos, hypot, radians, sin
from typing import NamedTuple
from unicodedata import east_asian_width

from lxml import etree

from jiheng.readers.ofd.container import kind
from jiheng.readers.ofd.geometry import Matrix, apply, around, box_of, number
from jiheng.readers.pages.lines import is_wide
from jiheng.readers.pages.turn import quarter_turns
from jiheng.readers.symbols import decode

__all__ = ["Glyph", "glyphs"]

_ASCENT, _DESCENT = 0.88, 0.12  # of the size, above and below the line that glyphs stand on
_SIZE = 3.7  # mm: where an object does not tell it, about 10.5 points
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_FIRST_LIGATURE = min(_LIGATURES)
_AROUND = re.compile(r"\A\s*\n\s*|\s*\n\s*\Z")  # how programs set out XML; the text itself has no line ends

# How wide characters are, of the size. Fonts differ; it is only held against what the file says.
_WIDTH = 0.5
_WIDTHS = {**dict.fromkeys("iljtfrI.,:;'|!()[]{}-`", 0.33), **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ+<>=~$&", 0.67)}
_WIDTHS |= dict.fromkeys("MWmw%@", 0.9)
_TOLERANCE = 1.4
_WIDEST = 0.75  # of a narrow character, where most in the line are as wide
_LEAST = 0.3  # of the size: a smaller step back or forth puts glyphs over one another
_EVEN = 0.02
_ENOUGH = 3  # steps
_ACROSS = (1.0, 0.0)
_DELTA = re.compile(r"(?:[gG]\s+(?P<times>\d{1,9})\s+)?(?P<value>[^\s,]+)")
_MOST_GLYPHS = 64  # that stand for some characters together

_Step = tuple[float, float]


class Glyph(NamedTuple):
    """A character on the page: its box (points, y upwards), and the quarter turns to the left; None for a slant."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int | None


class _Face(NamedTuple):
    """How the characters of an object look.

    Attributes:
        size: in the object's own units, as all here.
        full: how wide a character is that fills a square.
        along: the direction in which a character's own line runs.
        reading: the direction in which characters follow one another where their places are not told.
    """

    size: float
    full: float
    along: _Step
    reading: _Step
    font: str


class _Code(NamedTuple):
    """A code: text that has a place of its own in its object.

    Attributes:
        joins: by where they begin, how many characters are drawn as how many glyphs.
        room: how far it may reach to the right, to the next code or the end of the object; 0 or less if nobody knows.
    """

    element: etree._Element
    joins: dict[int, tuple[int, int]]
    x: float
    y: float
    room: float = 0.0


def glyphs(item: etree._Element, font: str, matrix: Matrix) -> Iterator[Glyph]:
    """The characters of a text object.

    Args:
        item: the object.
        font: the name of its symbol font, else empty.
        matrix: from the object to the page.
    """
    size = _size(item)
    face = _Face(
        size,
        size * abs(number(item.get("HScale")) or 1.0),
        _direction(item.get("CharDirection")),
        _direction(item.get("ReadDirection")),
        font,
    )
    (across, up), (zero_across, zero_up) = apply(matrix, *face.along), apply(matrix, 0, 0)
    turn = quarter_turns(across - zero_across, up - zero_up)
    for code in _codes(item):
        for text, left, width, base in _placed(code, face):
            corners = ((left, base - _ASCENT * size), (left + width, base + _DESCENT * size))
            yield Glyph(text, *_box(corners, (code.x, code.y), face.along, matrix), turn)


def _codes(item: etree._Element) -> list[_Code]:
    """The codes of an object; one that does not tell its place goes on from that of the one before."""
    found: list[_Code] = []
    x = y = 0.0
    joins: dict[int, tuple[int, int]] = {}
    for part in item:
        if kind(part) == "CGTransform":
            joins[_count(part, "CodePosition", 0)] = _count(part, "CodeCount", 1), _count(part, "GlyphCount", 1)
        elif kind(part) == "TextCode":
            given = number(part.get("X")), number(part.get("Y"))
            x, y = (x if given[0] is None else given[0]), (y if given[1] is None else given[1])
            found.append(_Code(part, joins, x, y))
            joins = {}
    if number(item.get("CharDirection")) or number(item.get("ReadDirection")):
        return found
    box = box_of(item.get("Boundary"))
    end = box[2] if box and not item.get("CTM") else 0.0
    ends = [after.x if after.y == code.y and after.x > code.x else end for code, after in pairwise(found)]
    return [code._replace(room=right - code.x) for code, right in zip(found, [*ends, end], strict=False)]


def _placed(code: _Code, face: _Face) -> Iterator[tuple[str, float, float, float]]:
    """Text, left edge, width and base line of each character of a code, along the direction of its characters."""
    text = decode(_AROUND.sub("", code.element.text or ""), face.font).replace("\t", " ")
    units = list(_units(text, code.joins))
    steps = _steps(code, units, face)
    across, down = face.along
    forward = [dx * across + dy * down for dx, dy in steps]
    sideways = [dy * across - dx * down for dx, dy in steps]
    usual = _usual([text for text, _ in units], forward, face)
    lefts = list(accumulate(forward, initial=code.x))
    bases = accumulate(sideways, initial=code.y)
    spans = [step if abs(aside) < _LEAST * face.size else 0.0 for step, aside in zip(forward, sideways, strict=True)]
    spans.append(code.x + code.room - lefts[-1])
    for (chars, _), left, base, step in zip(units, lefts, bases, spans, strict=False):
        width = _width(chars, step, usual, face)
        if " " <= chars < _FIRST_LIGATURE and len(chars) == 1:
            yield chars, left, width, base
        elif shown := "".join(_LIGATURES.get(char, char) for char in chars if char >= " " and char != "\ufeff"):
            width /= len(shown)
            yield from ((char, left + m * width, width, base) for m, char in enumerate(shown))


def _units(text: str, joins: dict[int, tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Characters that are drawn together, and by how many glyphs: mostly one by one."""
    if not joins:
        yield from ((char, 1) for char in text)
        return
    at = 0
    while at < len(text):
        codes, shown = joins.get(at, (1, 1))
        if codes == shown or not codes:  # one by one, the file only tells the numbers of the glyphs
            codes = shown = 1
        yield text[at : at + codes], max(min(shown, _MOST_GLYPHS), 1)
        at += codes


def _steps(code: _Code, units: Sequence[tuple[str, int]], face: _Face) -> list[_Step]:
    """From the start of each unit to that of the next one."""
    slots = sum(count for _, count in units) - 1
    xs, ys = _deltas(code.element.get("DeltaX"), slots), _deltas(code.element.get("DeltaY"), slots)
    if xs is None and ys is None:
        return _untold([chars for chars, _ in units], code.room, face)
    xs, ys = xs or [0.0] * slots, ys or [0.0] * slots
    if not code.joins:
        return list(zip(xs, ys, strict=True))
    places = [0, *accumulate(count for _, count in units)][1:-1]
    starts = [0, *places]
    return [(sum(xs[start:end]), sum(ys[start:end])) for start, end in zip(starts, places, strict=False)]


def _untold(texts: Sequence[str], room: float, face: _Face) -> list[_Step]:
    """Steps by the widths of the characters, stretched or shrunk to the room that there is where they nearly fill it."""
    widths = [face.size if face.reading[1] else _nominal(chars, face) for chars in texts]
    fit = room / sum(widths) if widths else 1.0
    fit = fit if 1 / _TOLERANCE < fit < _TOLERANCE else 1.0
    return [(fit * width * face.reading[0], fit * width * face.reading[1]) for width in widths[:-1]]


def _deltas(text: str | None, count: int) -> list[float] | None:
    """``g n d`` stands for n times d; a list that is too short goes on with its last step. None if there is no list."""
    found: list[float] = []
    for match in _DELTA.finditer(text or ""):
        value = number(match["value"])
        if value is None or len(found) >= count:
            break
        found += [value] * min(int(match["times"] or 1), count - len(found))
    if not found:
        return None
    return found + [found[-1]] * (count - len(found))


def _usual(texts: Sequence[str], forward: Sequence[float], face: _Face) -> float:
    """How wide narrow characters are where most of a code are as wide; 0 if that cannot be told.

    Where wide ones follow one another at the very same distance, too, text was spread evenly over its line.
    """
    if len(forward) >= _ENOUGH and max(forward) - min(forward) < _EVEN * face.full:
        return min(max(forward[0], 0.0), face.full)
    steps = sorted(step for text, step in zip(texts, forward, strict=False) if step > 0 and not _is_full(text[0]))
    if len(steps) < _ENOUGH:
        return 0.0
    middle = steps[len(steps) // 2]
    even = sum(abs(step - middle) < _EVEN * face.full for step in steps)
    return middle if 2 * even > len(steps) and middle < _WIDEST * face.full else 0.0


def _width(chars: str, step: float, usual: float, face: _Face) -> float:
    """How far a unit reaches. `step`: to the next one on the same line, 0 if there is none."""
    if _is_full(chars[0]):
        return min(step, face.full) if step > _LEAST * face.full else face.full
    nominal = _nominal(chars, face)
    if 0 < step <= max(_TOLERANCE * nominal, usual + _EVEN * face.full):
        return step
    if usual and len(chars) == 1:
        return usual
    return max(nominal, _WIDTH * face.full) if step > 0 else nominal  # many fonts make all narrow characters as wide


def _nominal(chars: str, face: _Face) -> float:
    return face.full * sum(1.0 if _is_full(char) else _WIDTHS.get(char, _WIDTH) for char in chars)


def _is_full(char: str) -> bool:
    """Whether a character fills a square in Chinese fonts, such as ≥, which Latin ones make narrower."""
    return is_wide(char) or (char > "\x7f" and east_asian_width(char) == "A")


def _size(item: etree._Element) -> float:
    """Of the characters; for want of it, how high the object is, as wrongly written files need it."""
    box = box_of(item.get("Boundary"))
    return abs(number(item.get("Size") or item.get("size")) or (box[3] if box else 0.0)) or _SIZE


def _box(
    corners: tuple[_Step, _Step], origin: _Step, along: _Step, matrix: Matrix
) -> tuple[float, float, float, float]:
    """A box along the direction of its characters, turned about where the code begins, on the page."""
    (left, top), (right, bottom) = corners
    x, y = origin
    cosine, sine = along
    if (cosine, sine) == _ACROSS and not matrix[1] and not matrix[2]:
        (x0, y0), (x1, y1) = apply(matrix, left, top), apply(matrix, right, bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return around(
        apply(matrix, x + cosine * (u - x) - sine * (v - y), y + sine * (u - x) + cosine * (v - y))
        for u in (left, right)
        for v in (top, bottom)
    )


@lru_cache(maxsize=64)
def _direction(text: str | None) -> _Step:
    """Degrees to the right, as a unit vector with y downwards."""
    angle = radians((number(text) or 0.0) % 360)
    across, down = round(cos(angle), 9), round(sin(angle), 9)
    length = hypot(across, down)
    return across / length, down / length


def _count(part: etree._Element, name: str, default: int) -> int:
    value = number(part.get(name))
    return default if value is None else max(int(value), 0)
