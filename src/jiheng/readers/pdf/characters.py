"""The characters of a page, with their boxes in the page's own coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from ctypes import byref, c_double, c_ushort
from math import atan2, hypot, pi
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it comes without types

__all__ = ["Characters", "quarter_turns", "read_characters"]

_SPACES = frozenset("\t \xa0\u3000")
_MEANT = {"\0": "\ufffd", "\x02": "-", "\ufffe": "-"}  # pdfium's marks: no meaning known; a hyphen at a line's end
_MEANT |= {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_SPECIAL = _SPACES | _MEANT.keys()
_TILTED = 0.2  # of a quarter turn: text that is turned by no quarter is a watermark

_USUAL = 0.15  # of the wide characters of a page: a width that so many have is their size
_SAME = 0.05  # points
_FARTHEST = 1e5  # points: what claims to lie beyond, or nowhere, is on no page
_FIRST_WIDE = "\u2e80"

_Found = tuple[str, float, float, float, float, int]
"""Text, left, bottom, right, top, quarter turns to the left."""


class Characters(NamedTuple):
    """What was found of a page's text.

    Attributes:
        found: text, box and quarter turns to the left of each character.
        unknown: how many have no known meaning.
        quarters: by how much most of them are turned.
    """

    found: list[_Found]
    unknown: int
    quarters: int


def quarter_turns(across: float, up: float) -> int | None:
    """Of a direction: quarter turns to the left; None where it is no multiple of one."""
    quarters = atan2(up, across) / (pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) <= _TILTED else None


def read_characters(text: Any, turns: Iterable[int | None], rotation: int) -> Characters:
    """The characters of a text page.

    Args:
        text: the handle.
        turns: the directions of its text objects; only where they differ each character must tell its own.
        rotation: quarter turns of the page, for want of text.
    """
    directions = set(turns)
    common = directions.pop() if len(directions) == 1 else None
    box_of = pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    where = byref(rect)
    found: list[_Found] = []
    indices: list[int] = []
    for index, char in enumerate(_texts(text)):
        if (char <= " " or char in _SPECIAL) and not (char := _special(text, index, char)):
            continue
        quarters = _own_turn(text, index) if common is None else common
        if quarters is not None and box_of(text, index, where):
            x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
            if -_FARTHEST < x0 <= x1 < _FARTHEST and -_FARTHEST < y0 <= y1 < _FARTHEST:
                found.append((char, x0, y0, x1, y1, quarters))
                indices.append(index)
    unknown = sum(1 for entry in found if entry[0] == "\ufffd" or "\ue000" <= entry[0] < "\uf900")
    if common is None and found:
        common = Counter(entry[5] for entry in found).most_common(1)[0][0]
    if common == 0:
        _mend_widths(text, found, indices)
    return Characters(found, unknown, rotation if common is None else common)


def _special(text: Any, index: int, char: str) -> str:
    """What a control character, a space, a ligature or a hyphen stands for; nothing if pdfium made it up."""
    if char in _SPACES:
        return "" if pdfium.FPDFText_IsGenerated(text, index) == 1 else char
    return _MEANT.get(char, "")


def _own_turn(text: Any, index: int) -> int | None:
    angle: float = pdfium.FPDFText_GetCharAngle(text, index) / (pi / 2)  # to the right, unlike all else here
    return -round(angle) % 4 if abs(angle - round(angle)) <= _TILTED else None


def _mend_widths(text: Any, found: list[_Found], indices: list[int]) -> None:
    """Some fonts hide how far their characters advance, and pdfium gives the box of the ink instead.

    Wide characters of a size are all as wide; those of an odd width are looked at more closely.
    """
    wide = [(n, round(entry[3] - entry[1], 1)) for n, entry in enumerate(found) if entry[0] >= _FIRST_WIDE]
    widths = Counter([width for _, width in wide])
    usual = {width for width, count in widths.items() if count >= _USUAL * len(wide)}
    if len(usual) == len(widths):
        return
    x, y, matrix = c_double(), c_double(), pdfium.FS_MATRIX()
    for n, width in wide:
        if width in usual:
            continue
        char, x0, y0, x1, y1, quarters = found[n]
        index = indices[n]
        if not pdfium.FPDFText_GetCharOrigin(text, index, byref(x), byref(y)) or abs(x.value - x0) < _SAME:
            continue
        pdfium.FPDFText_GetMatrix(text, index, byref(matrix))
        size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.a, matrix.b)
        if x1 - x0 < size < 2 * (x1 - x0) + 2 * _SAME:
            found[n] = (char, x.value, y0, x.value + size, y1, quarters)


def _texts(text: Any) -> list[str]:
    """The character at each index; in one go where none of them needs two places or has no text."""
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return []
    buffer = (c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        whole = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(whole) == count:
            return list(whole)
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return [chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]
