"""What is drawn on a page, upright: x from the left, y from the top, in points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Char", "Page", "Ruling", "Seen"]


class Char(NamedTuple):
    """A character and its box, which reaches over its advance width, not only over its ink.

    Attributes:
        turn: quarter turns to the left by which it stands turned against the page.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int = 0


class Ruling(NamedTuple):
    """A straight line along an axis: where it runs on the other axis, and from where to where it reaches."""

    at: float
    start: float
    end: float


class Seen(NamedTuple):
    """A line that was read from a picture: its box, and how sure its least sure character is, 0 to 1."""

    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


@dataclass(slots=True)
class Page:
    """A page turned so that its text is upright.

    Attributes:
        number: from 1.
        chars: without line ends; spaces that were drawn are among them.
        horizontals: drawn lines and thin boxes.
        verticals: likewise.
        image_share: how much of the page pictures cover, 0 to 1.
        seen: the lines that were read from a picture of the page.
    """

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    image_share: float = 0.0
    seen: list[Seen] = field(default_factory=list)
