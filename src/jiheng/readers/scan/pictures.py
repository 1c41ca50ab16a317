"""From the bytes of a PDF or an image file to pictures of its pages; to be run where a crash costs one file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiheng.errors import UnreadableSourceError

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(1 << 27))  # it is looked at when the library is loaded

import cv2

__all__ = ["image_count", "image_page", "pdf_pages"]

Image = NDArray[np.uint8]

_FINEST = 300  # dots per inch: what a scanner gives beyond it tells nothing more
_COARSEST = 150
_MOST_PIXELS = 40_000_000
_INCH = 72
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def pdf_pages(data: bytes, numbers: list[int]) -> Iterator[tuple[int, Image, float]]:
    """Number, picture and width in points of the pages of a PDF that `numbers` name, from 1."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - images need none

    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            page = document[number - 1]
            width, height = page.get_size()
            scale = _resolution(page, width) / _INCH
            scale = min(scale, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=False)
            yield number, _three_channels(bitmap.to_numpy()), width
            page.close()
    finally:
        document.close()


def _resolution(page: Any, width: float) -> float:
    """Dots per inch of the largest picture on the page, within bounds."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

    widths = [0.0]
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        across, up = item.get_px_size()
        if right - left > width / 2:
            # A picture may lie turned on its page.
            upright = abs(across / max(up, 1) - (right - left) / max(top - bottom, 1)) < 0.2 * across / max(up, 1)
            widths.append((across if upright else up) / (right - left) * _INCH)
    best = max(widths)
    return float(min(max(best, _COARSEST), _FINEST))


def image_count(data: bytes) -> int:
    """How many pages an image file has: one, of a TIFF as many as are in it.

    Raises:
        UnreadableSourceError: it is damaged.
    """
    return len(_decoded(data, None)) if data.startswith(_TIFF) else 1


def image_page(data: bytes, number: int) -> Image:
    """A page of an image file, from 1.

    Raises:
        UnreadableSourceError: damaged, or far larger than any page.
    """
    pages = _decoded(data, number)
    return _three_channels(_bounded(np.asarray(pages[0], np.uint8)))


def _decoded(data: bytes, number: int | None) -> Sequence[NDArray[Any]]:
    raw = np.frombuffer(data, np.uint8)
    pages: Sequence[NDArray[Any] | None] = ()
    try:
        if not data.startswith(_TIFF):
            pages = (cv2.imdecode(raw, cv2.IMREAD_COLOR),)
        elif number is None:
            pages = cv2.imdecodemulti(raw, cv2.IMREAD_REDUCED_GRAYSCALE_8)[1]
        else:
            pages = cv2.imdecodemulti(raw, cv2.IMREAD_COLOR, range=(number - 1, number))[1]
    except cv2.error:
        pages = ()
    found = [page for page in pages if page is not None]
    if not found:
        raise UnreadableSourceError("damaged-image")
    return found


def _bounded(page: Image) -> Image:
    scale = (_MOST_PIXELS / max(page.shape[0] * page.shape[1], 1)) ** 0.5
    if scale >= 1:
        return page
    return np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _three_channels(picture: NDArray[Any]) -> Image:
    if picture.ndim == 2 or picture.shape[2] == 1:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    return np.ascontiguousarray(picture[:, :, :3], np.uint8)
