"""Automatic list numbers: Word prints them, but they stand nowhere in the text."""

from __future__ import annotations

import struct
from typing import NamedTuple

from jiheng.readers.doc.file import Part, WordFile
from jiheng.readers.doc.paragraphs import ParagraphProperties
from jiheng.readers.doc.styles import Styles
from jiheng.readers.word import NUMBER_FORMS, ListCounters, ListLevel

__all__ = ["Lists"]

_LIST, _OVERRIDE, _LEVEL = 28, 16, 28
_LEVELS = 9
_LAST_ID = 0x7FE


class _List(NamedTuple):
    counter: str
    levels: dict[int, ListLevel]


class Lists:
    """Counts list items; the definitions are parsed at the first numbered paragraph."""

    def __init__(self, file: WordFile) -> None:
        """`file`: where the definitions may lie."""
        self._file = file
        self._lists: list[_List] | None = None
        self._counters = ListCounters()

    def label(self, properties: ParagraphProperties, styles: Styles) -> str:
        """The number printed before a paragraph, empty where there is none."""
        list_id, level = properties.list_id, properties.level
        if list_id is None:
            list_id, level = styles.numbered(properties.style).numbering or (0, 0)
        if not 1 <= list_id <= _LAST_ID:
            return ""
        if self._lists is None:
            self._lists = self._load()
        if list_id > len(self._lists):
            return ""
        counter, levels = self._lists[list_id - 1]
        return self._counters.next(counter, level, levels) if level in levels else ""

    def _load(self) -> list[_List]:
        definitions = self._definitions()
        block = self._file.part(Part.LIST_OVERRIDES)
        if len(block) < 4:
            return []
        count = min(struct.unpack_from("<I", block)[0], (len(block) - 4) // _OVERRIDE)
        found = []
        at = 4 + count * _OVERRIDE
        for number in range(count):
            list_id, changed = struct.unpack_from("<i8xB", block, 4 + number * _OVERRIDE)
            levels = dict(definitions.get(list_id, {}))
            at += 4
            for _level in range(changed):
                at = _override(block, at, levels)
            found.append(_List(f"override {number}" if changed else f"list {list_id}", levels))
        return found

    def _definitions(self) -> dict[int, dict[int, ListLevel]]:
        start, at = self._file.span(Part.LISTS)
        block = self._file.table
        if at - start < 2:
            return {}
        (count,) = struct.unpack_from("<H", block, start)
        found: dict[int, dict[int, ListLevel]] = {}
        for number in range(min(count, (at - start - 2) // _LIST)):
            list_id, flags = struct.unpack_from("<i22xB", block, start + 2 + number * _LIST)
            levels: dict[int, ListLevel] = {}
            found[list_id] = levels
            # The levels lie behind the lists, outside the length that the file gives.
            for level in range(1 if flags & 1 else _LEVELS):
                at, levels[level] = _level(block, at)
        return found


def _override(block: bytes, at: int, levels: dict[int, ListLevel]) -> int:
    """Apply the change of one level; where the next one begins."""
    if at + 8 > len(block):
        return at
    start, flags = struct.unpack_from("<iI", block, at)
    level = flags & 15
    at += 8
    if flags & 0x20:
        at, levels[level] = _level(block, at)
    elif flags & 0x10 and level in levels:
        levels[level] = levels[level]._replace(start=start)
    return at


def _level(block: bytes, at: int) -> tuple[int, ListLevel]:
    """A level, and where the next one begins."""
    start, form = struct.unpack_from("<iB", block, at)
    characters, paragraph = block[at + 24], block[at + 25]
    at += _LEVEL + characters + paragraph
    (length,) = struct.unpack_from("<H", block, at)
    text = block[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    # A character below 9 stands for the number of that level.
    pattern = "".join(f"%{ord(letter) + 1}" if ord(letter) < _LEVELS else letter for letter in text)
    return at + 2 + 2 * length, ListLevel(NUMBER_FORMS.get(form, "decimal"), pattern, start)
