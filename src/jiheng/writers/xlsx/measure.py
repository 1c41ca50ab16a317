"""How wide columns are and how high rows must be: a spreadsheet does not fit the height of merged cells by itself."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from jiheng.writers.line_breaks import WIDE, line_count

__all__ = ["HIGHEST", "Box", "column_points", "row_heights", "text_height"]

HIGHEST = 409.0
"""Points that a row of a sheet can be high; what needs more takes several rows."""

_UNIT = 5.25  # points of a column's unit, the width of a digit in the workbook's font
_PADDING = 5.0  # points at the sides of a cell that hold no text
_LEADING = 1.45  # of a line to the size of its letters, in the tallest of the fonts that stand in for each other
_MARGIN = 5.0  # points above and below the lines of a cell together
_LOWEST = 20.0


class Box(NamedTuple):
    """A cell to be shown: its first row, how many rows and points it spans, and its text."""

    row: int
    height: int
    width: float
    text: str
    size: float


def column_points(width: float) -> float:
    """Points of a column `width` units wide."""
    return width * _UNIT


def text_height(text: str, width: float, size: float) -> float:
    """Points that `text`, in letters of `size` points, takes in a cell `width` points wide."""
    room = max((width - _PADDING) / size, 1.0)
    return sum(line_count(line, room, WIDE) for line in text.split("\n")) * size * _LEADING + _MARGIN


def row_heights(boxes: Sequence[Box], rows: int) -> list[float]:
    """The height of each of `rows` rows in which all boxes show their texts; what a box over several rows lacks goes to its last."""
    heights = [_LOWEST] * rows
    for box in sorted(boxes, key=lambda box: (box.row + box.height, box.height)):
        last = box.row + box.height - 1
        lacking = text_height(box.text, box.width, box.size) - sum(heights[box.row : last + 1])
        if lacking > 0:
            heights[last] += lacking
    return [ceil(height * 2) / 2 for height in heights]
