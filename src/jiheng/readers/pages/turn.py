"""From coordinates with y upwards, on a page that is perhaps turned, to those of the page model."""

from __future__ import annotations

from math import atan2, isnan, pi
from typing import NamedTuple

__all__ = ["Turn", "quarter_turns"]

_TILTED = 0.2  # of a quarter turn: text that is turned by no quarter is a watermark


def quarter_turns(across: float, up: float) -> int | None:
    """Of a direction: quarter turns to the left; None where it is no multiple of one."""
    quarters = atan2(up, across) / (pi / 2)
    if isnan(quarters):
        return None
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) <= _TILTED else None


class Turn(NamedTuple):
    """How a page must be turned to make its text upright.

    Attributes:
        quarters: quarter turns to the left by which the text stands turned in the file.
        left, bottom, right, top: the visible part of the page, in the coordinates of the file.
    """

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Of the upright page."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the upright page."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file lies on the upright page."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a box on the upright page."""
        if self.quarters == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
