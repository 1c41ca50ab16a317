"""The streams of a Word 97-2003 file, and where in them each structure lies (the "FIB")."""

from __future__ import annotations

import struct
from enum import IntEnum

from jiheng.errors import UnreadableSourceError
from jiheng.readers.ole import Container

__all__ = ["Part", "WordFile"]

_OLDEST = 0xB0  # Word 6 and 95 write 101 to 105, Word 97 and all later ones 193
_SIGNATURES = (0xA5EC, 0xA5DC)
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS, _OFFSETS = 0x40, 0x9A
_MAIN_TEXT, _LAST_COUNT = 3, 10


class Part(IntEnum):
    """Structures in the table stream, by their place in the list of offsets."""

    STYLES = 1
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    ANCHORS = 40
    TEXT_BOXES = 56
    LISTS = 73
    LIST_OVERRIDES = 74


class WordFile:
    """The file's streams.

    Attributes:
        text: the stream that holds the text and the pages of properties.
        table: the stream that holds all other structures.
        data: the stream of long property lists.
        lengths: characters of the main text, footnotes, headers, macros, annotations, endnotes, text boxes …, in
            that order, as they follow each other.
    """

    def __init__(self, source: bytes) -> None:
        """Open the streams.

        Raises:
            UnreadableSourceError: no Word 97-2003 file, or one with a password.
        """
        with Container(source) as container:
            text = container.stream("WordDocument")
            if text is None or len(text) < _OFFSETS:
                raise UnreadableSourceError("damaged-word")
            signature, version = struct.unpack_from("<HH", text)
            (flags,) = struct.unpack_from("<H", text, 0x0A)
            if signature not in _SIGNATURES:
                raise UnreadableSourceError("damaged-word")
            if flags & _ENCRYPTED:
                raise UnreadableSourceError("encrypted")
            if version < _OLDEST:
                raise UnreadableSourceError("old-word")
            names = ("1Table", "0Table") if flags & _SECOND_TABLE else ("0Table", "1Table")
            table = container.stream(names[0]) or container.stream(names[1])
            self.data = container.stream("Data") or b""
        if table is None:
            raise UnreadableSourceError("damaged-word")
        self.text, self.table = text, table
        self.lengths: tuple[int, ...] = struct.unpack_from(
            f"<{_LAST_COUNT - _MAIN_TEXT + 1}i", text, _COUNTS + 4 * _MAIN_TEXT
        )
        if min(self.lengths) < 0 or sum(self.lengths) > len(text):
            raise UnreadableSourceError("damaged-word")

    def span(self, part: Part) -> tuple[int, int]:
        """Where a structure begins and ends in the table stream; an empty span where the file has none."""
        at = _OFFSETS + 8 * part
        if at + 8 > len(self.text):
            return 0, 0
        start, length = struct.unpack_from("<II", self.text, at)
        return start, min(start + length, len(self.table))

    def part(self, part: Part) -> bytes:
        """A structure of the table stream, empty where the file has none."""
        start, end = self.span(part)
        return self.table[start:end]

    def long_list(self, offset: int) -> bytes:
        """The property list that lies at `offset` of the data stream because it was too long for its page."""
        if offset + 2 > len(self.data):
            return b""
        (length,) = struct.unpack_from("<H", self.data, offset)
        return self.data[offset + 2 : offset + 2 + length]
