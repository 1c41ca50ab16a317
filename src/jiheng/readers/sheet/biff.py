"""The records of an .xls: cutting the stream, and the kinds of values in them.

Known are the versions of Excel 5/95 (BIFF5) and 97–2003 (BIFF8), which WPS writes as well.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["ERRORS", "Record", "Strings", "formula_text", "records", "rk_number", "short_text", "text_at"]

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_CONTINUE = 0x3C
_WIDE, _PHONETIC, _RICH = 1, 4, 8


class Record(NamedTuple):
    """A record; `pieces` are its own bytes and those of the records that continue it."""

    kind: int
    pieces: list[bytes]

    @property
    def body(self) -> bytes:
        """Its own bytes."""
        return self.pieces[0]


def records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """The records from `start` on; a cut-off last one is left out."""
    at, end = start, len(stream)
    current: Record | None = None
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _CONTINUE and current is not None:
            current.pieces.append(body)
            continue
        if current is not None:
            yield current
        current = Record(kind, [body])
    if current is not None:
        yield current


def rk_number(value: int) -> float:
    """A number packed into thirty bits."""
    number: float
    if value & 2:
        number = (value >> 2) - (1 << 30 if value & 0x8000_0000 else 0)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFF_FFFC) << 32))
    return number / 100 if value & 1 else number


def text_at(body: bytes, at: int, codec: str | None) -> str:
    """A text with a length of two bytes in front; `codec` for the bytes of BIFF5, None for BIFF8."""
    (length,) = struct.unpack_from("<H", body, at)
    if codec is not None:
        return body[at + 2 : at + 2 + length].decode(codec, "replace")
    return Strings([body[at:]]).next()


def short_text(body: bytes, at: int, codec: str | None) -> str:
    """A text with a length of one byte in front."""
    length = body[at]
    if codec is not None:
        return body[at + 1 : at + 1 + length].decode(codec, "replace")
    return Strings([body[at : at + 1] + b"\0" + body[at + 1 :]]).next()


class Strings:
    """Reads one text after another from a record and those that continue it."""

    def __init__(self, pieces: list[bytes], at: int = 0) -> None:
        """`at`: where in the first piece the first text begins."""
        self._pieces = pieces
        self._piece = 0
        self._at = at

    def next(self) -> str:
        """The next text.

        Raises:
            struct.error, IndexError: there is none, or it is cut off.
        """
        header = self._take(3)
        length, flags = struct.unpack("<HB", header)
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & _PHONETIC else 0
        text = self._characters(length, wide=bool(flags & _WIDE))
        self._skip(4 * runs + extra)
        return text

    def _characters(self, length: int, *, wide: bool) -> str:
        parts: list[str] = []
        while length:
            piece = self._pieces[self._piece]
            if self._at >= len(piece):
                # The continued text says anew how wide its characters are.
                self._piece, self._at = self._piece + 1, 1
                wide = bool(self._pieces[self._piece][0] & _WIDE)
                continue
            size = 2 if wide else 1
            count = min(length, (len(piece) - self._at) // size)
            if not count:
                raise IndexError
            data = piece[self._at : self._at + count * size]
            parts.append(data.decode("utf-16-le", "replace") if wide else data.decode("latin-1"))
            self._at += count * size
            length -= count
        return "".join(parts)

    def _take(self, count: int) -> bytes:
        self._advance()
        data = self._pieces[self._piece][self._at : self._at + count]
        self._at += count
        return data

    def _skip(self, count: int) -> None:
        while count:
            self._advance()
            step = min(count, len(self._pieces[self._piece]) - self._at)
            self._at += step
            count -= step

    def _advance(self) -> None:
        while self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0


def formula_text(code: bytes) -> str | None:
    """A formula that is one number or one text, written out; None for any other."""
    kind = code[0] if code else 0
    if kind == 0x1E and len(code) >= 3:
        (number,) = struct.unpack_from("<H", code, 1)
        text, rest = str(number), code[3:]
    elif kind == 0x1F and len(code) >= 9:
        (value,) = struct.unpack_from("<d", code, 1)
        text, rest = format(value, ".15g"), code[9:]
    elif kind == 0x17 and len(code) >= 3:
        wide = code[2] & _WIDE
        size = code[1] * (2 if wide else 1)
        text, rest = code[3 : 3 + size].decode("utf-16-le" if wide else "latin-1", "replace"), code[3 + size :]
    else:
        return None
    return text if not rest else f"{text}%" if rest == b"\x14" else None
