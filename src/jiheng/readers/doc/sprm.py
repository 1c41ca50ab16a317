"""Property modifiers ("sprm"): how Word writes that a paragraph, a run or a row differs from its style."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["modifiers"]

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of the operand by the top three bits of the code; 0: it tells its own length."""
_TABLE_DEFINITIONS = (0xD608, 0xD606)  # their length takes two bytes
_TAB_STOPS = 0xC615
_LONG = 255


def modifiers(block: bytes) -> Iterator[tuple[int, int, int]]:
    """Code, begin and end of the operand of each modifier in `block`; a truncated one ends it."""
    at, size = 0, len(block)
    while at + 3 <= size:
        code = block[at] | block[at + 1] << 8
        at += 2
        length = _SIZES[code >> 13]
        if not length:
            if code in _TABLE_DEFINITIONS:
                if at + 2 > size:
                    return
                length = (block[at] | block[at + 1] << 8) - 1
                at += 2
            elif code == _TAB_STOPS and block[at] == _LONG:
                length = _tab_stops(block, at + 1)
                at += 1
            else:
                length = block[at]
                at += 1
        if length < 0 or at + length > size:
            return
        yield code, at, at + length
        at += length


def _tab_stops(block: bytes, at: int) -> int:
    """The length of a list of tab stops too long for one byte: stops to delete, stops to add."""
    if at >= len(block):
        return 0
    deleted = 1 + 4 * block[at]
    return deleted + 1 + 3 * block[at + deleted] if at + deleted < len(block) else deleted
