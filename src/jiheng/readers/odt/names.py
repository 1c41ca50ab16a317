"""Qualified names of OpenDocument."""

from __future__ import annotations

__all__ = ["DRAW", "OFFICE", "STYLE", "TABLE", "TEXT", "count"]

_BASE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
OFFICE, STYLE, TEXT, TABLE, DRAW = map(_BASE.format, ("office", "style", "text", "table", "drawing"))


def count(value: str | None, most: int) -> int:
    """How many times something is repeated or how far it reaches, from 1 and within reason."""
    if value is None or not (value.isascii() and value.isdigit()) or len(value) > 9:
        return 1
    return min(max(int(value), 1), most)
