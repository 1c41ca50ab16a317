"""Pages of properties: which stretch of bytes has which modifiers."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from jiheng.readers.doc.file import Part, WordFile

__all__ = ["Run", "Runs", "character_runs", "paragraph_runs"]

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF


class Run(NamedTuple):
    """Bytes `start` to `end` of the text stream, and the modifiers of the text there."""

    start: int
    end: int
    properties: bytes


class Runs:
    """Runs in the order of their bytes."""

    def __init__(self, runs: list[Run]) -> None:
        """`runs`: in any order."""
        self.runs = sorted(runs)
        self._starts = [run.start for run in self.runs]

    def at(self, offset: int) -> Run | None:
        """The run that holds the byte at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return self.runs[index] if index >= 0 and offset < self.runs[index].end else None

    def between(self, start: int, end: int) -> Iterator[Run]:
        """The runs that touch the bytes from `start` to `end`."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.runs) and self.runs[index].start < end:
            if self.runs[index].end > start:
                yield self.runs[index]
            index += 1


def paragraph_runs(file: WordFile) -> Runs:
    """The properties of paragraphs: the style's number (two bytes), then modifiers."""
    return Runs(list(_runs(file, Part.PARAGRAPH_PAGES, 13, _paragraph)))


def character_runs(file: WordFile) -> Runs:
    """The properties of characters."""
    return Runs([run for run in _runs(file, Part.CHARACTER_PAGES, 1, _character) if run.properties])


def _runs(file: WordFile, part: Part, entry: int, properties: Callable[[bytes, int], bytes]) -> Iterator[Run]:
    index = file.part(part)
    count = (len(index) - 4) // 8
    if count <= 0:
        return
    numbers = struct.unpack_from(f"<{count}I", index, 4 * (count + 1))
    for number in dict.fromkeys(number & _PAGE_NUMBER for number in numbers):  # a page counts once
        page = file.text[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            continue
        runs = page[-1]
        first = 4 * (runs + 1)
        if first + entry * runs > _PAGE:
            continue
        ends = struct.unpack_from(f"<{runs + 1}I", page)
        for n in range(runs):
            if ends[n] < ends[n + 1]:
                yield Run(ends[n], ends[n + 1], properties(page, 2 * page[first + entry * n]))


def _paragraph(page: bytes, at: int) -> bytes:
    if not at:
        return b""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


def _character(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]] if at else b""
