"""The path data of OFD (`AbbreviatedData`): straight pieces, out of which the lines of tables are made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.readers.ofd.geometry import Matrix, Point, apply

__all__ = ["pieces"]

_TOKEN = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TAKES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST_SEGMENTS = 4000  # beyond it is a drawing, a map, no table
_FARTHEST = 1e6


def pieces(data: str, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The corners of each piece of a path, and whether it was closed; curves end pieces, as no table is made of them."""
    points: list[Point] = []
    start: Point | None = None
    for operator, values in _steps(data):
        if operator == "C":
            if start is not None:
                points.append(start)
                yield points, True
                points = [start]
            continue
        point = apply(matrix, values[-2], values[-1])
        if operator == "L" and points:
            points.append(point)
            continue
        if len(points) > 1:
            yield points, False
        points = [point]
        if operator in "MS":
            start = point
    if len(points) > 1:
        yield points, False


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Operators with their numbers; an operator may be followed by several sets of them. It ends where it errs."""
    operator, values, count = "", list[float](), 0
    for match in _TOKEN.finditer(data):
        if match[1]:
            operator, values = match[1].upper(), []
            if operator not in _TAKES:
                return
        else:
            value = float(match[2])
            if not operator or abs(value) > _FARTHEST:
                return
            values.append(value)
        if len(values) == _TAKES.get(operator):
            yield operator, values
            operator, values = ("L" if operator in "MS" else "" if operator == "C" else operator), []
            count += 1
            if count >= _MOST_SEGMENTS:
                return
