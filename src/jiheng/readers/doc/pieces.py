"""The text, put together from its pieces: each editing session may have left some of it elsewhere in the file."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from jiheng.errors import UnreadableSourceError
from jiheng.readers.doc.file import Part, WordFile

__all__ = ["Piece", "Pieces"]

_PROPERTIES, _TABLE = 1, 2
_COMPRESSED = 0x40000000
# Windows-1252, and the bytes it leaves open as they are.
_ONE_BYTE = "".join(bytes([n]).decode("cp1252", "replace").replace("\ufffd", chr(n)) for n in range(256))
_SPREAD = {n: letter for n, letter in enumerate(_ONE_BYTE) if ord(letter) != n}
# Modifiers that a piece may carry in a single byte instead of a list: the ones that concern text.
_SHORT = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C, 0x75: 0x0855}


class Piece(NamedTuple):
    """Characters `start` to `end` of the document, which lie at byte `offset`, `step` bytes each.

    `changes` are modifiers on top of the properties that lie in the pages (a quick save leaves them here).
    """

    start: int
    end: int
    offset: int
    step: int
    changes: bytes


class Pieces:
    """All text of the file; positions count UTF-16 units, as Word does.

    Attributes:
        text: one character for each position: what lies beyond U+FFFF stands as its two surrogates.
    """

    def __init__(self, file: WordFile) -> None:
        """Put the text together.

        Raises:
            UnreadableSourceError: the list of pieces is lost, or a piece points outside the file.
        """
        self._file = file
        self.pieces = list(_pieces(file.part(Part.PIECES)))
        if not self.pieces or self.pieces[-1].end > len(file.text):
            raise UnreadableSourceError("damaged-word")
        self._starts = [piece.start for piece in self.pieces]
        self.has_pairs = False
        self.text = "".join(map(self._decode, self.pieces))

    def _decode(self, piece: Piece) -> str:
        count = piece.end - piece.start
        raw = self._file.text[piece.offset : piece.offset + count * piece.step]
        if len(raw) < count * piece.step:
            raise UnreadableSourceError("damaged-word")
        if piece.step == 1:
            return raw.decode("latin-1").translate(_SPREAD)
        text = raw.decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
        self.has_pairs = True
        return "".join(map(chr, struct.unpack(f"<{count}H", raw)))

    def at(self, position: int) -> tuple[int, Piece]:
        """The byte where the character at `position` lies, and its piece."""
        piece = self.pieces[max(bisect_right(self._starts, position) - 1, 0)]
        return piece.offset + (position - piece.start) * piece.step, piece


def _pieces(block: bytes) -> Iterator[Piece]:
    lists: list[bytes] = []
    at = 0
    while at + 3 <= len(block) and block[at] == _PROPERTIES:
        (size,) = struct.unpack_from("<H", block, at + 1)
        lists.append(block[at + 3 : at + 3 + size])
        at += 3 + size
    if at + 5 > len(block) or block[at] != _TABLE:
        return
    table = block[at + 5 : at + 5 + struct.unpack_from("<I", block, at + 1)[0]]
    count = (len(table) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", table)
    last = 0
    for number in range(count):
        start, end = positions[number], positions[number + 1]
        offset, changes = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * number + 2)
        if start != last or end < start:
            raise UnreadableSourceError("damaged-word")
        last = end
        step = 1 if offset & _COMPRESSED else 2
        offset &= _COMPRESSED - 1
        if end > start:
            yield Piece(start, end, offset // 2 if step == 1 else offset, step, _changes(changes, lists))


def _changes(word: int, lists: list[bytes]) -> bytes:
    if not word:
        return b""
    if word & 1:
        return lists[word >> 1] if word >> 1 < len(lists) else b""
    code = _SHORT.get(word >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, word >> 8)
