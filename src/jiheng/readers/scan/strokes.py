"""The lines of tables in a picture: long straight strokes of ink, joined over gaps."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Stroke", "find_strokes"]

Image = NDArray[np.uint8]

_LONG = 0.075  # of the page's longer side: so long is no stroke of a letter, nor are those of several in a row
_HIGH = 0.045  # likewise, from top to bottom
_SHORT = 0.010  # so long a stroke must be to be looked at; it counts if both of its ends meet other lines
_THICK = 0.004
_GAP = 0.003  # broken by so little, a line goes on
_MEET = 0.0025
_SLACK = 0.05  # of its length: so much more a stroke may miss the lines at its ends
_FULL = 0.55  # of the stroke's length is ink
_FREE = 0.12  # of a short line's length may have ink beside it: strokes of letters have more
_PADDING = 0.003  # of the page's longer side: how far text keeps from lines, mostly
_WHOLE = 0.95  # of a short line is ink
_MOSTLY_FREE = 0.3  # the same of the ends of a long line


class Stroke(NamedTuple):
    """A straight line along an axis, in pixels: the middle of its thickness, from where to where, how thick."""

    at: float
    start: int
    end: int
    thick: int


def find_strokes(ink: Image, stamps: Image | None = None) -> tuple[list[Stroke], list[Stroke]]:
    """The horizontal and the vertical lines of a level page.

    Args:
        ink: 1 where there is ink, else 0.
        stamps: not 0 where a stamp was, of which there may be something left beside lines.
    """
    size = max(ink.shape)
    turned = np.ascontiguousarray(ink.T)
    across, down = _strokes(ink, size, _LONG), _strokes(turned, size, _HIGH)
    sure_across, short_across = _sorted_out(across, _LONG * size)
    sure_down, short_down = _sorted_out(down, _HIGH * size)
    bare, bare_turned = _without(ink, sure_down), _without(turned, sure_across)
    stamps = np.zeros_like(ink) if stamps is None else stamps
    stamps_turned = stamps.T

    def share(stroke: Stroke, below: Image) -> float:
        return _MOSTLY_FREE if below[round(stroke.at), stroke.start : stroke.end].any() else _FREE

    short_across = [stroke for stroke in _cut(short_across, sure_down) if _is_free(stroke, bare, share(stroke, stamps))]
    short_down = [
        stroke
        for stroke in _cut(short_down, sure_across)
        if _is_free(stroke, bare_turned, share(stroke, stamps_turned))
    ]
    meet = max(_MEET * size, 3)
    for _ in range(2):  # a short line may end at another short one
        met_across = [stroke for stroke in short_across if _meets(stroke, sure_down, meet, ink)]
        met_down = [stroke for stroke in short_down if _meets(stroke, sure_across, meet, turned)]
        short_across = [stroke for stroke in short_across if stroke not in met_across]
        short_down = [stroke for stroke in short_down if stroke not in met_down]
        sure_across, sure_down = sure_across + met_across, sure_down + met_down
    bare_turned = _without(turned, sure_across)
    trimmed = (_trimmed(stroke, sure_across, bare_turned) for stroke in sure_down)
    return sure_across, [stroke for stroke in trimmed if stroke]


def _trimmed(stroke: Stroke, others: list[Stroke], bare: Image) -> Stroke | None:
    """Without the ends beyond the first and the last line across, if they belong to letters that stand in line.

    None: nothing else was there, as where each row of a column begins with the same letter.
    """
    pieces = _cut([stroke], others)
    if len(pieces) <= 1:
        return stroke
    while pieces and not _is_free(pieces[0], bare, _MOSTLY_FREE):
        del pieces[0]
    while pieces and not _is_free(pieces[-1], bare, _MOSTLY_FREE):
        del pieces[-1]
    return stroke._replace(start=pieces[0].start, end=pieces[-1].end) if pieces else None


def _sorted_out(strokes: list[Stroke], long: float) -> tuple[list[Stroke], list[Stroke]]:
    """The long ones, and the others."""
    return (
        [stroke for stroke in strokes if stroke.end - stroke.start >= long],
        [stroke for stroke in strokes if stroke.end - stroke.start < long],
    )


def _cut(strokes: list[Stroke], others: list[Stroke]) -> list[Stroke]:
    """Cut where `others` cross them: behind a line of a table, a letter may go on where a line ends."""
    pieces = []
    for stroke in strokes:
        inside = sorted(
            round(other.at)
            for other in others
            if stroke.start < other.at < stroke.end and other.start <= stroke.at <= other.end
        )
        ends = [stroke.start, *inside, stroke.end]
        pieces += [stroke._replace(start=a, end=b) for a, b in pairwise(ends) if b - a > 2 * stroke.thick + 2]
    return pieces


def _without(ink: Image, across: list[Stroke]) -> Image:
    """The ink without the lines that run across those looked at."""
    bare = ink.copy()
    for stroke in across:
        reach = stroke.thick // 2 + 2
        bare[stroke.start : stroke.end, max(round(stroke.at) - reach, 0) : round(stroke.at) + reach + 1] = 0
    return bare


def _is_free(stroke: Stroke, ink: Image, share: float = _FREE) -> bool:
    """Whether there is next to no ink on both sides of a horizontal stroke."""
    inset = max((stroke.end - stroke.start) // 10, 2)
    part = ink[:, stroke.start + inset : stroke.end - inset]
    reach = stroke.thick // 2 + 2
    at = round(stroke.at)
    wide = max(round(_PADDING * max(ink.shape)), 4)
    if not part.size or at - reach - 3 < 0 or at + reach + 3 >= len(ink):
        return False
    beside = [part[at - reach - 2 : at - reach].any(axis=0), part[at + reach + 1 : at + reach + 3].any(axis=0)]
    around = [
        part[max(at - reach - wide, 0) : at - reach].any(axis=0),
        part[at + reach + 1 : at + reach + wide].any(axis=0),
    ]
    return bool(max(side.mean() for side in beside) <= share and max(side.mean() for side in around) <= 2.5 * share)


def _meets(stroke: Stroke, others: list[Stroke], meet: float, ink: Image) -> bool:
    """Whether the stroke runs without a gap from one of `others` to another one, which strokes of letters do not."""
    meet += _SLACK * (stroke.end - stroke.start)  # the longer it is, the less likely it is one of a letter
    ends = []
    for end in (stroke.start, stroke.end):
        near = [o for o in others if abs(o.at - end) <= meet and o.start - meet <= stroke.at <= o.end + meet]
        if not near:
            return False
        ends.append(min(near, key=lambda other: abs(other.at - end)))
    first, last = round(ends[0].at + ends[0].thick / 2), round(ends[1].at - ends[1].thick / 2)
    at = round(stroke.at)
    run = ink[max(at - 1, 0) : at + 2, first + 1 : last]
    return bool(run.size and run.any(axis=0).mean() >= _WHOLE)


def _strokes(ink: Image, size: int, least: float) -> list[Stroke]:
    """Horizontal ones: runs of ink long enough, whose pixels hang together; the long ones first, letters may touch them."""
    short, long = _odd(_SHORT * size), _odd(least * size)
    gap = _odd(_GAP * size)
    thick = cv2.dilate(ink, np.ones((2, 1), np.uint8))  # a line that leaves its row by a pixel goes on
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, short), np.uint8))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    far = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    rest = cv2.subtract(joined, cv2.dilate(far, np.ones((3, 1), np.uint8)))
    near = cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((1, short), np.uint8))
    most = max(round(_THICK * size), 4) * 2
    return [*_pieces(np.asarray(far, np.uint8), most), *_pieces(np.asarray(near, np.uint8), most)]


def _odd(length: float) -> int:
    """A length with a middle: others would shift what they are laid on."""
    return max(round(length) // 2 * 2 + 1, 3)


def _pieces(runs: NDArray[np.uint8], most: int) -> list[Stroke]:
    strokes = []
    for x, y, width, height, area in cv2.connectedComponentsWithStats(runs, connectivity=8)[2][1:]:
        if height > most or width < 2 * height or area < _FULL * width:
            continue
        thick = max(round(area / width) - 1, 1)  # without the pixel it was thickened by
        strokes.append(Stroke(float(y + (height - 1) / 2), int(x), int(x + width), thick))
    return strokes
