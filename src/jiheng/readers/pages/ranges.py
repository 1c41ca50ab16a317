"""Numbers of pages as people write them."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["page_ranges"]


def page_ranges(pages: Iterable[int]) -> str:
    """``1、3–5`` of 1, 3, 4 and 5."""
    parts: list[list[int]] = []
    for page in pages:
        if parts and parts[-1][-1] == page - 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return "、".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
