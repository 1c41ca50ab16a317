"""Page headers, footers and page numbers: lines at the edge of the page that are no part of the document's text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from jiheng.readers.pages.layout import Layout
from jiheng.readers.pages.lines import Line

__all__ = ["drop_furniture"]

_ZONE = 0.12  # of the page's height, at its top and at its bottom
_NUMBER_ZONE = 0.15
_NUMBER = re.compile(
    r"[-—–－·~\s第]*(?:\d{1,4}|[ivxIVX]{1,6})[\s页]*(?:[/／共，,of\s]+\d{1,4}\s*页?)?[-—–－·~\s]*",
)
_DIGITS = re.compile(r"\d{1,5}")
_SAME_HEIGHT = 4.0
_SHARE = 0.4
_LARGER = 1.15  # than the document's letters, and
_LARGE = 12.5  # points: a title, not a header, unless it stands in
_MARGIN = 60.0  # points from the edge of the page, where few titles stand
_ATTACHED = 1.5  # lines: so near above a table stands its title or its unit,
_ATTACHED_IN_MARGIN = 0.8  # and in the margin so near


def drop_furniture(layouts: Sequence[Layout]) -> None:
    """Take headers, footers and page numbers out of the pages."""
    largest = max(_usual_em(layouts) * _LARGER, _LARGE)
    edges = [
        [line for line in _at_edge(layout, _ZONE) if line.em <= largest or _in_margin(line, layout)]
        for layout in layouts
    ]
    heights: dict[str, list[float]] = defaultdict(list)
    for layout, edge in zip(layouts, edges, strict=True):
        for line in edge:
            for key in _keys(line, layout):
                heights[key].append(line.y0)
    enough = max(2, _SHARE * len(layouts))
    for layout, edge in zip(layouts, edges, strict=True):
        attached = _attached(layout)
        gone = {id(line) for line in _page_numbers(layout)}
        for line in edge:
            if id(line) not in attached and any(
                sum(abs(y0 - line.y0) <= _SAME_HEIGHT for y0 in heights[key]) >= enough for key in _keys(line, layout)
            ):
                gone.add(id(line))
        if gone:
            layout.lines = [line for line in layout.lines if id(line) not in gone]


def _keys(line: Line, layout: Layout) -> set[str]:
    """What a line must share with those of other pages: its text, or its text but for the number of the page."""
    text = "".join(line.text.split())
    keys = {text}
    numbers = list(_DIGITS.finditer(text))
    if numbers and ("页" in text or line.y0 > layout.height / 2):
        keys.update(
            f"{text[: match.start()]}#{int(match[0]) - layout.number}{text[match.end() :]}"
            for match in (numbers[0], numbers[-1])
        )
    return keys


def _at_edge(layout: Layout, zone: float) -> list[Line]:
    top, bottom = layout.height * zone, layout.height * (1 - zone)
    return [line for line in layout.lines if line.y1 < top or line.y0 > bottom]


def _in_margin(line: Line, layout: Layout) -> bool:
    return line.y1 < _MARGIN or line.y0 > layout.height - _MARGIN


def _page_numbers(layout: Layout) -> list[Line]:
    """A number alone above or below everything else."""
    if not layout.lines:
        return []
    tops = [table.top for table in layout.tables]
    bottoms = [table.bottom for table in layout.tables]
    first = min(layout.lines, key=lambda line: line.y0)
    last = max(layout.lines, key=lambda line: line.y1)
    edge = {
        id(line) for line in _at_edge(layout, _NUMBER_ZONE) if line.y0 > layout.height / 2 or _in_margin(line, layout)
    }
    found = []
    if all(first.y0 < top for top in tops):
        found.append(first)
    if all(last.y1 > bottom for bottom in bottoms):
        found.append(last)
    return [line for line in found if id(line) in edge and _NUMBER.fullmatch(line.text)]


def _attached(layout: Layout) -> set[int]:
    """Lines that stand right above a table, and right above these."""
    found: set[int] = set()
    edges = [table.top for table in layout.tables]
    for line in sorted(layout.lines, key=lambda line: -line.y1):
        near = (_ATTACHED_IN_MARGIN if _in_margin(line, layout) else _ATTACHED) * line.em
        if any(-line.em < edge - line.y1 < near for edge in edges):
            found.add(id(line))
            edges.append(line.y0)
    return found


def _usual_em(layouts: Sequence[Layout]) -> float:
    sizes = sorted(line.em for layout in layouts for line in layout.all_lines())
    return sizes[len(sizes) // 2] if sizes else 0.0
