"""How a message quotes a cell."""

from __future__ import annotations

__all__ = ["excerpt"]

_LIMIT = 30


def excerpt(text: str) -> str:
    """`text` on one line and, where it is long, its beginning."""
    line = " ".join(text.split())
    return line if len(line) <= _LIMIT else line[: _LIMIT - 1] + "…"
