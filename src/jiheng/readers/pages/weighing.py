"""How surely the lines of a page that is a picture were read."""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.readers.pages.lines import Line
from jiheng.readers.pages.model import Page, Seen

__all__ = ["weighed"]


def weighed(lines: Sequence[Line], page: Page) -> list[Line]:
    """`lines` with the confidence of what the eye saw at their places; it saw a line in one piece or in several."""
    return [
        line._replace(confidence=min((seen.confidence for seen in page.seen if _is_of(seen, line)), default=1.0))
        for line in lines
    ]


def _is_of(seen: Seen, line: Line) -> bool:
    x, y = (seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2
    return line.x0 <= x <= line.x1 and line.y0 <= y <= line.y1
