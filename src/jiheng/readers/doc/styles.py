"""The style sheet: which paragraph styles are headings, which belong to a table of contents, which carry a list."""

from __future__ import annotations

import struct
from typing import NamedTuple

from jiheng.readers.doc.file import Part, WordFile
from jiheng.readers.doc.sprm import modifiers
from jiheng.readers.word import contents_style, heading_style

__all__ = ["FONTS", "Style", "Styles"]

_OUTLINE, _LIST_LEVEL, _LIST, _HIDDEN = 0x2640, 0x260A, 0x460B, 0x083C
FONTS = (0x4A4F, 0x4A51)
"""Modifiers that choose a font by its number: for Western text, for text that is neither that nor East Asian."""
_PARAGRAPH_STYLE = 1
_NO_BASE = 0xFFF
_MAX_CHAIN = 20
_TITLES = (62, 74)  # built-in: title, subtitle
_BODY = 9


class Style(NamedTuple):
    """What a paragraph's style says.

    Attributes:
        heading: 1 to 9 for a heading, 0 for a title, None for plain text.
        numbering: number of the list, level that the style gives its paragraphs.
        is_hidden: its text is hidden where nothing else is said.
        fonts: numbers of the fonts that it chooses, nearest first.
    """

    heading: int | None = None
    is_contents: bool = False
    numbering: tuple[int, int] | None = None
    is_hidden: bool = False
    fonts: tuple[int, ...] = ()


class _Definition(NamedTuple):
    built_in: int
    base: int
    names: tuple[str, ...]
    outline: int | None
    numbering: tuple[int, int] | None
    is_hidden: bool | None
    fonts: tuple[int, ...]


class Styles:
    """Looked up by number; a definition is read at the first look."""

    def __init__(self, file: WordFile) -> None:
        """Find where each style lies."""
        self._block = block = file.part(Part.STYLES)
        self._spans: list[tuple[int, int]] = []
        self._base_size = 0
        self._known: dict[int, Style] = {}
        if len(block) < 6:
            return
        header, count, self._base_size = struct.unpack_from("<HHH", block)
        at = 2 + header
        for _number in range(count):
            if at + 2 > len(block):
                break
            (size,) = struct.unpack_from("<H", block, at)
            self._spans.append((at + 2, min(at + 2 + size, len(block))))
            at += 2 + size + size % 2

    def numbered(self, number: int) -> Style:
        """The style of that number."""
        if number not in self._known:
            self._known[number] = self._resolve(number)
        return self._known[number]

    def _resolve(self, number: int) -> Style:
        heading: int | None = None
        contents = False
        numbering: tuple[int, int] | None = None
        hidden: bool | None = None
        fonts: tuple[int, ...] = ()
        for _step in range(_MAX_CHAIN):  # a style may rest on another; a circle must not hold us
            definition = self._definition(number)
            if definition is None:
                break
            named = _heading(definition)
            if named:
                heading = heading or named
            elif heading is None and named == 0:
                heading = 0
            if heading is None and definition.outline is not None and definition.outline < _BODY:
                heading = definition.outline + 1
            contents = contents or 19 <= definition.built_in <= 27 or any(map(contents_style, definition.names))
            numbering = numbering or definition.numbering
            hidden = definition.is_hidden if hidden is None else hidden
            fonts += definition.fonts
            number = definition.base
        return Style(heading, contents, numbering, bool(hidden), fonts)

    def _definition(self, number: int) -> _Definition | None:
        if number == _NO_BASE or number >= len(self._spans):
            return None
        start, end = self._spans[number]
        if end - start < self._base_size + 2 or self._base_size < 6:
            return None
        block = self._block
        built_in, kind, lists = struct.unpack_from("<HHH", block, start)
        at = start + self._base_size
        (length,) = struct.unpack_from("<H", block, at)
        at += 2 + 2 * length
        names = block[at - 2 * length : min(at, end)].decode("utf-16-le", "replace").split(",")
        at += 2  # a zero ends the name
        parts = _parts(block[at:end], lists & 15)
        is_paragraph = kind & 15 == _PARAGRAPH_STYLE
        outline, numbering = _paragraph_part(parts[0][2:]) if is_paragraph and parts else (None, None)
        characters = next(iter(parts[int(is_paragraph) :]), b"")
        return _Definition(
            built_in & 0xFFF,
            kind >> 4,
            tuple(name.strip() for name in names),
            outline,
            numbering,
            _hidden(characters),
            tuple(
                int.from_bytes(characters[start : start + 2], "little")
                for code, start, _end in modifiers(characters)
                if code in FONTS
            ),
        )


def _parts(block: bytes, count: int) -> list[bytes]:
    """The lists of modifiers of a style: of a paragraph style those of paragraphs, then those of characters."""
    parts = []
    at = 0
    for _number in range(count):
        if at + 2 > len(block):
            break
        (size,) = struct.unpack_from("<H", block, at)
        parts.append(block[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    return parts


def _hidden(block: bytes) -> bool | None:
    return next((bool(block[start] & 1) for code, start, _end in modifiers(block) if code == _HIDDEN), None)


def _heading(definition: _Definition) -> int | None:
    if 1 <= definition.built_in <= 9:
        return definition.built_in
    if definition.built_in in _TITLES:
        return 0
    return next((level for name in definition.names if (level := heading_style(name)) is not None), None)


def _paragraph_part(block: bytes) -> tuple[int | None, tuple[int, int] | None]:
    values = {code: int.from_bytes(block[start:end], "little") for code, start, end in modifiers(block)}
    listed = values.get(_LIST)
    return values.get(_OUTLINE), None if listed is None else (listed, values.get(_LIST_LEVEL, 0))
