"""The pictures of pages, for whoever recognises their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.ofd.container import Container
from jiheng.readers.ofd.document import File
from jiheng.readers.ofd.drawing import Artist

__all__ = ["PageImages", "PlacedImage", "page_images"]


class PlacedImage(NamedTuple):
    """A picture as the file holds it (PNG, JPEG, TIFF, JBIG2, …).

    Attributes:
        matrix: a, b, c, d, e, f lay its unit square, whose origin is its top left corner, on the page: in points from
            the page's top left corner, y downwards.
    """

    content: bytes
    matrix: tuple[float, float, float, float, float, float]


class PageImages(NamedTuple):
    """A page by its number from 1, its size in points, and its pictures from the lowest to the topmost one."""

    number: int
    width: float
    height: float
    images: list[PlacedImage]


def page_images(data: bytes, numbers: Sequence[int], limits: Limits) -> Iterator[PageImages]:
    """The pictures of the pages that `numbers` name; pages and pictures that are missing or damaged are left out.

    Raises:
        UnreadableSourceError: the file is damaged, or beyond the limits.
    """
    file = File.open(Container(data, limits), limits)
    artist = Artist()
    for number in numbers:
        try:
            drawn = file.draw(number, artist)
        except UnreadableSourceError:
            continue
        if drawn is not None:
            (width, height), drawing = drawn
            found = [(file.picture(number, picture.resource), picture.matrix) for picture in drawing.pictures]
            images = [PlacedImage(content, (a, -b, c, -d, e, -f)) for content, (a, b, c, d, e, f) in found if content]
            yield PageImages(number, width, height, images)
