"""How many lines a Chinese text takes in a given width, without knowing the fonts of whoever will print it.

A Chinese character is as wide as it is high in every font. Latin letters and digits are half of that in the usual fonts of
Chinese offices and up to two thirds in those that stand in for them; who must be on the safe side takes `WIDE`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil
from typing import NamedTuple
from unicodedata import combining, east_asian_width

__all__ = ["NARROW", "WIDE", "Setting", "line_count", "settle"]

NARROW = 0.5
"""Of Latin letters and digits, in ems: in 宋体, 仿宋 and 黑体."""

WIDE = 0.64
"""The same in fonts that stand in for them."""

_OPENING = "（【「『《〈〔［｛“‘￥＄"
_CLOSING = "、。，．：；！？）】」』》〉〕］｝”’％…—·‰°℃"
_WORD = "[!-~\u00a1-\u024f]+"
# What stays together on a line: a character or a Latin word, with the marks that may not be parted from it.
_UNIT = re.compile(f"([{_OPENING}]*(?:{_WORD}|[^ ])[{_CLOSING}]*)( *)")
_HANGING = frozenset("、。，．：；！？")
_BROAD = re.compile("[%@MWmw&]")
_BROAD_EXTRA = 0.3
_BROAD_FROM = 0.55  # of Latin letters: in narrower fonts all are alike


_TRACKING = sorted((step / 20 for step in range(-12, 13)), key=abs)  # up to 0.6 points, in whole twips

_ROUNDING = 1.0  # points by which programs may differ over what fits in a line


class Setting(NamedTuple):
    """How a paragraph is set.

    Attributes:
        lines: that it takes.
        tracking: points to add to the width of every character.
    """

    lines: int
    tracking: float = 0.0


@lru_cache(maxsize=1024)
def settle(text: str, width: float, size: float, first: float = 0.0) -> Setting:
    """Set a paragraph so that it takes as many lines in every font, and whether or not marks hang over the margin.

    The tracking that brings this about is too small to be seen. Where none does, the lines are those of the usual fonts.

    Args:
        text: without line breaks.
        width: of a line, in points, like all lengths.
        size: of the font.
        first: by how much the first line is shorter.
    """
    for tracking in _TRACKING:
        pitch = size + tracking
        counts = {
            line_count(
                text,
                (width + spare) / pitch,
                (latin * size + tracking) / pitch,
                first=(width + spare - first) / pitch,
                hanging=spare > 0,
            )
            for latin in (NARROW, WIDE)
            for spare in (_ROUNDING, -_ROUNDING)
        }
        if len(counts) == 1:
            return Setting(counts.pop(), tracking)
    return Setting(line_count(text, width / size, first=(width - first) / size, hanging=True))


def line_count(
    text: str, width: float, latin: float = NARROW, *, first: float | None = None, hanging: bool = False
) -> int:
    """The lines that one paragraph takes, at least 1; of wide letters the most that it may take.

    Args:
        text: without line breaks.
        width: of a line, in ems (multiples of the font's size).
        latin: the width of a Latin letter in ems.
        first: the width of the first line, where it is another.
        hanging: whether a comma or the like may stand beyond the end of a full line.
    """
    room = width if first is None else first
    if len(text) <= room:  # nothing is wider than a Chinese character
        return 1
    lines, used = 1, 0.0
    for unit, blanks in _UNIT.findall(text):
        size = _size(unit, latin)
        if used and used + size - (hanging and unit[-1] in _HANGING) > room:
            lines, used, room = lines + 1, 0.0, width
        if size > room:
            line = max(room, 1.0)
            more = ceil(size / line) - 1
            lines, used = lines + more, size - more * line
            room = width if more else room
        else:
            used += size
        used += len(blanks) * latin
    return lines


@lru_cache(maxsize=16384)
def _size(unit: str, latin: float) -> float:
    if unit.isascii():
        size = len(unit) * latin
        return size + _BROAD_EXTRA * len(_BROAD.findall(unit)) if latin > _BROAD_FROM else size
    return sum(_character(character, latin) for character in unit)


def _character(character: str, latin: float) -> float:
    if character.isascii():
        return _size(character, latin)
    if combining(character):
        return 0.0
    return 1.0 if east_asian_width(character) in "WFA" else max(latin, 2 / 3)
