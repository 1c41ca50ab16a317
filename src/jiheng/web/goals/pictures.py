"""Pages of what somebody brought, as pictures: drawn anew in a process of its own, the file itself is never shown."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from typing import Any

from jiheng.errors import UnreadableSourceError
from jiheng.readers.detect import detect
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["IMAGES", "page_count", "picture_of_page"]

IMAGES = frozenset({"bmp", "jpeg", "png", "tiff", "webp"})
"""Formats of image files."""

_LIMITS = Limits(memory=2048 * MEGABYTE, cpu_seconds=20, wall_seconds=30)
_WIDTH = 1000
_LONGEST_SIDE = 4000
_COLOURS = {1: 0, 3: 2, 4: 6}  # channels → PNG colour type


def page_count(data: bytes, limits: Limits) -> int:
    """How many pages of a PDF or an image file can be drawn; to be asked where a crash costs one file.

    Raises:
        UnreadableSourceError: an image that is damaged.
    """
    if detect(data) in IMAGES:
        from jiheng.readers.scan.pictures import image_page  # noqa: PLC0415 - it needs the extra
        from jiheng.readers.scan.work import count_pages  # noqa: PLC0415 - as above

        image_page(data, 1)  # whether it is whole, only drawing it shows
        return count_pages(data, limits)
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - native code stays out of the parent

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def picture_of_page(data: bytes, number: int) -> bytes:
    """A page of a PDF, of an image file or of a scan in OFD as PNG, 1000 pixels wide; `number` counts from 1.

    Raises:
        UnreadableSourceError: there is no such page, or it cannot be drawn within the limits.
    """
    return bytes(run_isolated(_draw_here, number.to_bytes(4, "big") + data, _LIMITS))


def _draw_here(request: bytes, limits: Limits) -> bytes:
    number, data = int.from_bytes(request[:4], "big"), request[4:]
    kind = detect(data)
    if kind == "pdf":
        return _drawn(data, number)
    from jiheng.readers.scan.pictures import image_page  # noqa: PLC0415 - it needs the extra

    if kind in IMAGES:
        return _painted(image_page(data, number))
    from jiheng.readers.scan.composed import ofd_pages  # noqa: PLC0415 - as above

    with suppress(IndexError):  # there is no such page
        for _number, picture, _points in ofd_pages(data, [number], limits):
            return _painted(picture)
    raise UnreadableSourceError("damaged-image")


def _painted(picture: Any) -> bytes:
    import cv2  # noqa: PLC0415 - as above

    height, width = picture.shape[:2]
    scale = _scale(width, height)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    _done, made = cv2.imencode(".png", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return made.tobytes()


def _drawn(data: bytes, number: int) -> bytes:
    import pypdfium2  # noqa: PLC0415 - native code stays out of the parent

    try:
        document = pypdfium2.PdfDocument(data)
        if not 1 <= number <= len(document):
            raise UnreadableSourceError("damaged-pdf")
        page = document[number - 1]
        bitmap = page.render(scale=_scale(*page.get_size()), rev_byteorder=True, prefer_bgrx=False, no_smoothtext=False)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    except pypdfium2.PdfiumError:
        raise UnreadableSourceError("damaged-pdf") from None


def _scale(width: float, height: float) -> float:
    return min(_WIDTH / max(width, 1), _LONGEST_SIDE / max(width, height, 1))


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    lines = b"".join(b"\0" + pixels[y * stride : y * stride + width * channels] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOURS[channels], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
