"""A photographed or scanned page → black on white, level: background, stamps, noise and skew taken out."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Cleaned", "clean", "ink_of", "levelled", "skew"]

Image = NDArray[np.uint8]

_COLOURED = 32  # how far the channels of a pixel lie apart, of 255
_STAMP = 0.055  # of the page's longer side: no stamp is smaller, no letter larger
_LONG_STAMP = 2.6  # times as wide as high; text in colour is longer
_PALE = 40  # per cent of a stamp's pixels are black print below it, or mixed with it
_SMEARED = 9  # pixels: so far colour runs in a JPEG
_UNDER = 120  # no stamp's brightest channel is darker
_PURE = 165  # so bright is the ink of a stamp where no line of a table runs below it
_BLACK = 20
_COARSE = 700  # pixels of the longer side, on which the background and the skew are looked at
_WHITE = 235
_MOST_SKEW = 6.0
_LEAST_SKEW = 0.04  # degrees: less moves the end of a line by less than a pixel


class Cleaned(NamedTuple):
    """A page in grey on even white paper.

    Attributes:
        letters: without stamps.
        drawing: with what stamps cover, for the rulings.
        stamps: 255 where the ink of a stamp is.
    """

    letters: Image
    drawing: Image
    stamps: Image

    def turned(self, way: int | None) -> Cleaned:
        """Turned by quarters, as the library names them."""
        if way is None:
            return self
        return Cleaned(*(np.asarray(cv2.rotate(grey, way), np.uint8) for grey in self))


def clean(page: Image) -> Cleaned:
    """Without background and stamps; `page` has three channels (blue, green, red)."""
    white = _on_white(page)
    drawing = np.asarray(cv2.cvtColor(white, cv2.COLOR_BGR2GRAY), np.uint8)
    grey, stamps = drawing.copy(), np.zeros_like(drawing)
    brightest = white.max(axis=2)
    coloured = (cv2.subtract(brightest, white.min(axis=2)) > _COLOURED).astype(np.uint8)
    for part in _stamps(coloured):
        near = cv2.dilate(coloured[part], np.ones((_SMEARED, _SMEARED), np.uint8)) > 0
        stamps[part] = np.where(near, 255, stamps[part])
        drawing[part] = np.where((coloured[part] > 0) & (brightest[part] > _PURE), 255, drawing[part])
        grey[part] = np.where(near, _without_stamp(brightest[part], coloured[part]), grey[part])
    return Cleaned(grey, drawing, stamps)


def _stamps(coloured: Image) -> list[tuple[slice, slice]]:
    """Where something in colour is as large and as round, or square, as a stamp."""
    if not coloured.any():
        return []
    size = max(coloured.shape)
    reach = max(size // 100, 3)
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    found = []
    for x, y, width, height, _area in cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]:
        if min(width, height) >= _STAMP * size and max(width, height) <= _LONG_STAMP * min(width, height):
            found.append((slice(max(y - 3, 0), y + height + 3), slice(max(x - 3, 0), x + width + 3)))
    return found


def _without_stamp(brightest: Image, coloured: Image) -> Image:
    """What is black below a stamp: its own colour is bright in one channel, and becomes white."""
    ink = brightest[coloured > 0]
    white = max(float(np.percentile(ink, _PALE)) if ink.size else 255.0, _UNDER)
    plain = np.clip((brightest.astype(np.float32) - _BLACK) * (255 / (white - _BLACK)), 0, 255).astype(np.uint8)
    return np.where((coloured > 0) & (brightest > _UNDER), 255, plain).astype(np.uint8)


def _on_white(page: Image) -> Image:
    """Each channel divided by the brightness of the paper around each pixel."""
    height, width = page.shape[:2]
    scale = min(_COARSE / max(height, width), 1.0)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    whole = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(page, np.maximum(whole, 40), scale=255), np.uint8)


def ink_of(grey: Image) -> Image:
    """1 where there is ink, else 0; specks left out."""
    threshold, _ = cv2.threshold(grey[grey < _WHITE], 0, 255, cv2.THRESH_OTSU) if (grey < _WHITE).any() else (128, None)
    return (grey < min(max(threshold + 25, 120), 200)).astype(np.uint8)


def skew(ink: Image) -> float:
    """By how many degrees the lines of a page rise to the right; looked for among small angles."""
    scale = min(_COARSE / max(ink.shape), 1.0)
    small = np.asarray(cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    best, step = 0.0, 1.0
    reach = _MOST_SKEW
    while step > _LEAST_SKEW / 2:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(small, float(angle))))
        reach, step = step, step / 5
    return best


def _sharpness(small: Image, angle: float) -> float:
    """How abruptly rows, or columns, of ink begin and end on the page turned back by `angle`."""
    turned = _turned(small, angle, 0)
    return sum(float(np.square(np.diff(turned.sum(axis=axis, dtype=np.float64))).sum()) for axis in (0, 1))


def levelled(grey: Image, angle: float, border: int = 255) -> Image:
    """The page turned back by `angle` degrees; `border` comes in at its corners."""
    return grey if abs(angle) < _LEAST_SKEW else _turned(grey, angle, border)


def _turned(image: Image, angle: float, border: int) -> Image:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    flags = cv2.INTER_CUBIC if border else cv2.INTER_LINEAR
    turned = cv2.warpAffine(image, matrix, (width, height), flags=flags, borderValue=border)
    return np.asarray(turned, np.uint8)
