"""Numbers and places as OFD writes them: millimetres, y downwards, a matrix for each object.

Inside the reader everything is in points with y upwards, as in a PDF; the page's own origin is its top left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = [
    "PAGE",
    "Bounds",
    "Matrix",
    "Point",
    "apply",
    "around",
    "box_of",
    "compose",
    "matrix_of",
    "number",
    "numbers",
]

Matrix = tuple[float, float, float, float, float, float]
"""x' = a·x + c·y + e, y' = b·x + d·y + f."""
Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_POINTS = 72 / 25.4
PAGE: Matrix = (_POINTS, 0.0, 0.0, -_POINTS, 0.0, 0.0)
"""From the page's millimetres to points, y upwards."""

_LARGEST = 1e6  # what claims to be larger, or no number, is none
_SEPARATOR = re.compile(r"[\s,，;]+")


def number(text: str | None) -> float | None:
    """One number; None if it is none or absurd."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if -_LARGEST < value < _LARGEST else None


@lru_cache(maxsize=1024)  # a box is asked for several times, and many objects have the same matrix
def numbers(text: str | None) -> tuple[float, ...]:
    """All numbers of a list; none where one of them cannot be read."""
    found = [number(part) for part in _SEPARATOR.split((text or "").strip())]
    return () if None in found else tuple(value for value in found if value is not None)


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height as written; None if it is no box. A negative size reaches to the other side."""
    values = numbers(text)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def matrix_of(text: str | None) -> Matrix | None:
    """A CTM; None if there is none, or one that flattens everything."""
    values = numbers(text)
    if len(values) != 6 or not values[0] * values[3] - values[1] * values[2]:
        return None
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def compose(inner: Matrix, outer: Matrix) -> Matrix:
    """`inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        oa * a + oc * b, ob * a + od * b,
        oa * c + oc * d, ob * c + od * d,
        oa * e + oc * f + oe, ob * e + od * f + of,
    )  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: Iterable[Point]) -> Bounds:
    """The box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
