"""Pages of an OFD file that are pictures: these painted where they lie, by the resolution of the finest one."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.ofd.images import PageImages, page_images
from jiheng.readers.scan.pictures import image_page

__all__ = ["ofd_pages"]

_INCH = 72
_COARSEST, _ENLARGED, _FINEST = 140, 200, 300  # dots per inch
_A4 = 595.0  # points: how wide it is
_MOST_PIXELS = 40_000_000
_PAPER = 255
_SMALLEST, _LARGEST = 400.0, 3400.0  # points: a little less than A5, and A0

Image = NDArray[np.uint8]
_Placed = tuple[Image, NDArray[np.float64]]


def ofd_pages(data: bytes, numbers: list[int], limits: Limits) -> Iterator[tuple[int, Image, float | None]]:
    """Number, picture and width in points of the pages that `numbers` name, from 1; without those of no known picture.

    The width is None where the file takes dots for other measures, so that its pages are none that people print.

    Raises:
        UnreadableSourceError: the file is damaged.
    """
    for page in page_images(data, numbers, limits):
        placed = list(_decoded(page))
        if placed:
            yield page.number, _painted(page, placed), page.width if _is_paper(page) else None


def _is_paper(page: PageImages) -> bool:
    return min(page.width, page.height) >= _SMALLEST and max(page.width, page.height) <= _LARGEST


def _decoded(page: PageImages) -> Iterator[_Placed]:
    """Each picture, and what lays its dots on the page."""
    for image in page.images:
        try:
            picture = image_page(image.content, 1)
        except UnreadableSourceError:  # JBIG2 and the like
            continue
        height, width = picture.shape[:2]
        a, b, c, d, e, f = image.matrix
        yield picture, np.array([[a / width, c / height, e], [b / width, d / height, f]])


def _painted(page: PageImages, placed: list[_Placed]) -> Image:
    """The resolution is that of the finest picture; what is coarse is made larger, so that thin lines are found."""
    inch = _INCH if _is_paper(page) else _INCH * min(page.width, page.height) / _A4
    dots = max(1 / max(hypot(*matrix[:, 0]), 1e-6) for _, matrix in placed) * inch
    scale = (min(dots, _FINEST) if dots >= _COARSEST else _ENLARGED) / max(inch, 1e-6)
    scale = min(scale, (_MOST_PIXELS / max(page.width * page.height, 1)) ** 0.5)
    size = max(round(page.width * scale), 1), max(round(page.height * scale), 1)
    canvas = np.full((size[1], size[0], 3), _PAPER, np.uint8)
    for picture, matrix in placed:
        canvas = np.asarray(
            cv2.warpAffine(picture, matrix * scale, size, canvas, cv2.INTER_CUBIC, cv2.BORDER_TRANSPARENT), np.uint8
        )
    return canvas
