"""Where lines of text stand: in the cells of a table, and in the space around tables."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "letter_size", "lines_in"]

Image = NDArray[np.uint8]

_APART = 2.2  # letters: what stands so far apart is read separately
_ONE = 1.18  # letters: parts of one line are no higher together
_NEAR = 0.45  # letters: parts of a letter lie no farther apart
_FAINT = 0.12  # of the usual ink of a row: where two lines touch one another
_SPECK = 0.16  # of a letter: smaller is dirt
_TALL = 1.55


class Box(NamedTuple):
    """A rectangle in pixels: the first and behind the last column and row."""

    left: int
    top: int
    right: int
    bottom: int


def letter_size(ink: Image) -> float:
    """The height of most letters of a page without rulings, in pixels; 0 of a blank one."""
    _, _, found, _ = cv2.connectedComponentsWithStats(_joined(ink, 3), connectivity=8)
    heights = np.sort(found[1:, cv2.CC_STAT_HEIGHT][found[1:, cv2.CC_STAT_AREA] >= 12])
    heights = heights[(heights >= 7) & (heights < max(ink.shape) / 12)]
    if not heights.size:
        return 0.0
    return float(heights[round(0.75 * (len(heights) - 1))])


def lines_in(ink: Image, area: Box, letter: float) -> list[Box]:
    """The lines of text within `area`, from top to bottom and left to right, each around its ink."""
    part = ink[area.top : area.bottom, area.left : area.right]
    if not part.any():
        return []
    part = _without_specks(part, letter)
    found: list[Box] = []
    for top, bottom in _rows(part, letter):
        band = part[top:bottom]
        for left, right in _spans(np.asarray(band.any(axis=0)), _APART * max(letter, bottom - top)):
            piece = np.flatnonzero(np.asarray(band[:, left:right].any(axis=1)))
            box = Box(
                area.left + left, area.top + top + int(piece[0]), area.left + right, area.top + top + int(piece[-1]) + 1
            )
            if max(box.right - box.left, box.bottom - box.top) >= 2 * _SPECK * letter:
                found.append(box)
    return found


def _joined(ink: Image, reach: int) -> Image:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), np.uint8)


def _without_specks(ink: Image, letter: float) -> Image:
    """Without dots that are far smaller than a full stop."""
    least = max((_SPECK * letter) ** 2 / 2, 3)
    count, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = (found[:, cv2.CC_STAT_AREA] >= least).astype(np.uint8)
    keep[0] = 0
    return np.asarray(keep[labels], np.uint8) if count > 1 else ink


def _rows(ink: Image, letter: float) -> list[tuple[int, int]]:
    """First and behind the last row of each line."""
    amount = ink.sum(axis=1, dtype=np.int64)
    runs = _spans(amount > 0, 0)
    merged: list[tuple[int, int]] = []
    for top, bottom in runs:
        if merged:
            first, last = merged[-1]
            small = min(bottom - top, last - first)
            if bottom - first <= _ONE * letter and top - last <= _NEAR * letter and small < 0.7 * letter:
                merged[-1] = (first, bottom)
                continue
        merged.append((top, bottom))
    return [part for top, bottom in merged for part in _parted(amount, top, bottom, letter)]


def _parted(amount: NDArray[np.int64], top: int, bottom: int, letter: float) -> list[tuple[int, int]]:
    """Lines that touch one another, cut where there is least ink; large letters have no such place."""
    if bottom - top < _TALL * letter:
        return [(top, bottom)]
    margin = round(0.6 * letter)
    middle = amount[top + margin : bottom - margin]
    if middle.size and middle.min() <= _FAINT * np.median(amount[top:bottom]):
        cut = top + margin + int(middle.argmin())
        return [*_parted(amount, top, cut, letter), *_parted(amount, cut, bottom, letter)]
    return [(top, bottom)]


def _spans(filled: NDArray[np.bool_], gap: float) -> list[tuple[int, int]]:
    """Where `filled` is true, joined over gaps of up to `gap`."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    if not runs:
        return []
    joined = [runs[0]]
    for (_, last), (start, stop) in pairwise(runs):
        if start - last <= gap:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined
