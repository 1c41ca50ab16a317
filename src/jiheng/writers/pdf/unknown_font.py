"""A font made for the characters that no font has: an empty box for each.

A PDF keeps a character's meaning with its glyph. Without a glyph of its own a rare character would be lost to programs,
and the file would not be an accessible one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from struct import pack
from unicodedata import combining

__all__ = ["FAMILY", "unknown_font"]

FAMILY = "Jiheng Unknown"

_EM, _ASCENT, _DESCENT = 1000, 880, -120
_LEFT, _BOTTOM, _RIGHT, _TOP, _PEN = 80, -40, 920, 800, 40
_MOST = 60_000  # of the 65,535 glyphs that a font can have
_EPOCH = 0


def unknown_font(chars: Iterable[str]) -> bytes:
    """A TrueType font with a box for each of `chars`."""
    codes = sorted({ord(char) for char in chars})[:_MOST]
    count = len(codes) + 1
    box = _box()
    advances = [_EM, *(0 if combining(chr(code)) else _EM for code in codes)]
    tables = {
        b"OS/2": _os2(codes),
        b"cmap": _cmap(codes),
        b"glyf": box * count,
        b"head": pack(
            ">IIIIHHqqhhhhHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, _EPOCH, _EPOCH, _LEFT, _BOTTOM, _RIGHT, _TOP, 0, 8, 2, 1, 0,
        ),
        b"hhea": pack(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, _LEFT, 80, _RIGHT, 1, *[0] * 7, count),
        b"hmtx": b"".join(pack(">Hh", advance, _LEFT) for advance in advances),
        b"loca": b"".join(pack(">I", len(box) * number) for number in range(count + 1)),
        b"maxp": pack(">IHHHHHHHHHHHHHH", 0x10000, count, 8, 2, 0, 0, 2, *[0] * 8),
        b"name": _name(),
        b"post": pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }  # fmt: skip
    return _file(tables)


def _box() -> bytes:
    """The outline of a glyph: a square, and in it the same drawn the other way round."""
    outer = [(_LEFT, _BOTTOM), (_LEFT, _TOP), (_RIGHT, _TOP), (_RIGHT, _BOTTOM)]
    low, high = _BOTTOM + _PEN, _TOP - _PEN
    inner = [(_LEFT + _PEN, low), (_RIGHT - _PEN, low), (_RIGHT - _PEN, high), (_LEFT + _PEN, high)]
    points = [(0, 0), *outer, *inner]
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(points)]
    head = pack(">hhhhhHHH", 2, _LEFT, _BOTTOM, _RIGHT, _TOP, 3, 7, 0)
    drawn = head + b"\1" * 8 + pack(">8h", *(x for x, _ in steps)) + pack(">8h", *(y for _, y in steps))
    return drawn + bytes(-len(drawn) % 4)


def _cmap(codes: list[int]) -> bytes:
    groups = b"".join(pack(">III", code, code, glyph) for glyph, code in enumerate(codes, 1))
    return pack(">HHHHI", 0, 1, 3, 10, 12) + pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups


def _name() -> bytes:
    texts = [(number, text.encode("utf-16-be")) for number, text in ((1, FAMILY), (2, "Regular"), (4, FAMILY))]
    postscript = FAMILY.replace(" ", "").encode("utf-16-be")
    texts.append((6, postscript))
    records, held = b"", b""
    for number, text in texts:
        records += pack(">HHHHHH", 3, 1, 0x409, number, len(text), len(held))
        held += text
    return pack(">HHH", 0, len(texts), 6 + len(records)) + records + held


def _os2(codes: list[int]) -> bytes:
    first, last = min(codes, default=0), max(codes, default=0)
    return (
        pack(">HhHHH10h", 4, _EM, 400, 5, 0, *[0] * 10)
        + bytes(10 + 16)
        + b"NONE"
        + pack(">HHHhhhHH", 0x40, min(first, 0xFFFF), min(last, 0xFFFF), _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT)
        + pack(">II", 0, 0)
        + pack(">hhHHH", 500, 700, 0, 0x20, 0)
    )


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = pack(">IHHHH", 0x10000, count, 16 << power, power, (count << 4) - (16 << power))
    offset = len(directory) + 16 * count
    body = b""
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        directory += tag + pack(">III", _checksum(padded), offset + len(body), len(table))
        body += padded
    return directory + body


def _checksum(table: bytes) -> int:
    return sum(int.from_bytes(table[at : at + 4]) for at in range(0, len(table), 4)) & 0xFFFFFFFF
