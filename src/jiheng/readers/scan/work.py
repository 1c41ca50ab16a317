"""Some pages of one file, read in this very process: what each child of `parallel` does."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

from jiheng.readers.limits import Limits
from jiheng.readers.pages import Char, Page, Ruling, Seen

__all__ = ["count_pages", "pack", "read_some", "unpack"]


def pack(page: Page) -> tuple[Any, ...]:
    """A page as plain values, which is all that a child may send."""
    return (
        page.number,
        page.width,
        page.height,
        *(list(map(tuple, items)) for items in (page.chars, page.horizontals, page.verticals, page.seen)),
    )


def unpack(values: tuple[Any, ...]) -> Page:
    """The page that `pack` took apart."""
    number, width, height, chars, horizontals, verticals, seen = values
    return Page(
        number,
        width,
        height,
        [Char(*char) for char in chars],
        [Ruling(*ruling) for ruling in horizontals],
        [Ruling(*ruling) for ruling in verticals],
        1.0,
        [Seen(*line) for line in seen],
    )


def count_pages(data: bytes, _limits: Limits) -> int:
    """How many pages an image file has.

    Raises:
        UnreadableSourceError: it is damaged.
    """
    from jiheng.readers.scan.pictures import image_count  # noqa: PLC0415 - it needs the extra

    return image_count(data)


def read_some(request: bytes, limits: Limits) -> list[tuple[Any, ...]]:
    """The pages that `request` names (a pickle of our own: format, content, page numbers, threads), packed.

    Raises:
        UnreadableSourceError: an image that is damaged.
    """
    from jiheng.readers.scan.models import Recogniser  # noqa: PLC0415 - as above
    from jiheng.readers.scan.page import read_picture  # noqa: PLC0415 - as above

    kind, data, numbers, threads = pickle.loads(request)  # noqa: S301 - the parent made it
    recogniser = Recogniser(threads)
    return [
        pack(read_picture(picture, number, width, recogniser))
        for number, picture, width in _pictures(kind, data, numbers, limits)
    ]


def _pictures(kind: str, data: bytes, numbers: list[int], limits: Limits) -> Iterator[tuple[int, Any, float | None]]:
    from jiheng.readers.scan.pictures import image_page, pdf_pages  # noqa: PLC0415 - as above

    if kind == "pdf":
        yield from pdf_pages(data, numbers)
    elif kind == "ofd":
        from jiheng.readers.scan.composed import ofd_pages  # noqa: PLC0415 - as above

        yield from ofd_pages(data, numbers, limits)
    else:
        for number in numbers:
            yield number, image_page(data, number), None
