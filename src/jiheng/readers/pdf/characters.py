"""The characters of a page, with their boxes in the page's own coordinates."""

from __future__ import annotations

import re
from codecs import utf_16_le_decode
from collections import Counter
from collections.abc import Iterable
from ctypes import CFUNCTYPE, addressof, byref, c_double, c_float, c_int, c_ushort, c_void_p, cast, sizeof
from itertools import pairwise, repeat
from math import hypot, nan, pi
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it comes without types

__all__ = ["Characters", "read_characters"]

_SPACES = frozenset("\t \xa0\u3000")
_MEANT = {"\0": "\ufffd", "\x02": "-", "\ufffe": "-"}  # pdfium's marks: no meaning known; a hyphen at a line's end
_MEANT |= {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_SPECIAL = _SPACES | _MEANT.keys()
_TILTED = 0.2  # of a quarter turn: text that is turned by no quarter is a watermark

_USUAL = 0.15  # of the wide characters of a page: a width that so many have is their size
_SAME = 0.05  # points
_FINE = 10  # to a point: as exact widths are compared
_FARTHEST = 1e5  # points: what claims to lie beyond, or nowhere, is on no page
_FIRST_WIDE = "\u2e80"
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")

# It is called for every character; without the checks of its arguments that takes three quarters of the time.
_box_of = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(cast(pdfium.FPDFText_GetLooseCharBox, c_void_p).value or 0)

_Found = tuple[str, float, float, float, float, int, int]
"""Text, left, bottom, right, top, quarter turns to the left, index in the text page."""


class Characters(NamedTuple):
    """What was found of a page's text.

    Attributes:
        found: text, box, quarter turns to the left and index of each character.
        unknown: how many have no known meaning.
        quarters: by how much most of them are turned.
    """

    found: list[_Found]
    unknown: int
    quarters: int


def read_characters(text: Any, turns: Iterable[int | None], rotation: int) -> Characters:
    """The characters of a text page.

    Args:
        text: the handle.
        turns: the directions of its text objects; only where they differ each character must tell its own.
        rotation: quarter turns of the page, for want of text.
    """
    directions = set(turns)
    common = directions.pop() if len(directions) == 1 else None
    texts = _texts(text)
    for index in [index for index, char in enumerate(texts) if char <= " " or char in _SPECIAL]:
        texts[index] = _special(text, index, texts[index])
    indices = [index for index, char in enumerate(texts) if char]
    found: list[_Found] = [
        (char, x0, y0, x1, y1, common or 0, index)
        for char, index, x0, y1, x1, y0 in zip(filter(None, texts), indices, *_sides(text, indices), strict=True)
        if -_FARTHEST < x0 <= x1 < _FARTHEST and -_FARTHEST < y0 <= y1 < _FARTHEST
    ]
    if common is None:
        found = [(*entry[:5], turn, entry[6]) for entry in found if (turn := _own_turn(text, entry[6])) is not None]
    unknown = len(_UNKNOWN.findall("".join([entry[0] for entry in found])))
    if common is None and found:
        common = Counter(entry[5] for entry in found).most_common(1)[0][0]
    if common == 0:
        _mend_widths(text, found)
    return Characters(found, unknown, rotation if common is None else common)


def _sides(text: Any, indices: list[int]) -> tuple[list[float], list[float], list[float], list[float]]:
    """Left, top, right and bottom of each character; nowhere if it has no box."""
    sides = (c_float * (4 * len(indices)))()
    start = addressof(sides)
    places = range(start, start + sizeof(sides), 4 * sizeof(c_float))
    for n, known in enumerate(map(_box_of, repeat(cast(text, c_void_p).value), indices, places)):
        if not known:
            sides[4 * n] = nan
    return sides[0::4], sides[1::4], sides[2::4], sides[3::4]


def _special(text: Any, index: int, char: str) -> str:
    """What a control character, a space, a ligature or a hyphen stands for; nothing if pdfium made it up."""
    if char in _SPACES:
        return "" if pdfium.FPDFText_IsGenerated(text, index) == 1 else char
    return _MEANT.get(char, "")


def _own_turn(text: Any, index: int) -> int | None:
    angle: float = pdfium.FPDFText_GetCharAngle(text, index) / (pi / 2)  # to the right, unlike all else here
    return -round(angle) % 4 if abs(angle - round(angle)) <= _TILTED else None


def _mend_widths(text: Any, found: list[_Found]) -> None:
    """Some fonts hide how far their characters advance, and pdfium gives the box of the ink instead.

    Wide characters of a size are all as wide; those of an odd width are looked at more closely.
    """
    widths = [round(_FINE * (x1 - x0)) if char >= _FIRST_WIDE else -1 for char, x0, _, x1, _, _, _ in found]
    counts = Counter(widths)
    enough = _USUAL * (len(widths) - counts.pop(-1, 0))
    odd = {width for width, count in counts.items() if count < enough}
    if not odd:
        return
    x, y, matrix = c_double(), c_double(), pdfium.FS_MATRIX()
    for n in [n for n, width in enumerate(widths) if width in odd]:
        char, x0, y0, x1, y1, quarters, index = found[n]
        if not pdfium.FPDFText_GetCharOrigin(text, index, byref(x), byref(y)) or abs(x.value - x0) < _SAME:
            continue
        pdfium.FPDFText_GetMatrix(text, index, byref(matrix))
        size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.a, matrix.b)
        if x1 - x0 < size < 2 * (x1 - x0) + 2 * _SAME:
            found[n] = (char, x.value, y0, x.value + size, y1, quarters, index)


def _texts(text: Any) -> list[str]:
    """The character at each index; in one go where none of them needs two places or has no text."""
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return []
    buffer = (c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        # Not `bytes.decode`, for which each child process would have to look for the codec's module first.
        whole, _ = utf_16_le_decode(bytes(buffer)[: 2 * count], "replace")
        if len(whole) == count:
            return list(whole)
    codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]
    texts = [chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]
    for index, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:  # a rare character, which pdfium gives as two halves at one place
            texts[index : index + 2] = [chr(0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00)), ""]
    return texts
