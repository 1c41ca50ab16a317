"""Reading a file that somebody brought, in a process of its own; nothing here knows Django.

The functions with ``(data, limits)`` run in the child: they get bytes and give plain values.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

from jiheng.domain.grid import Grid, Paragraph, Reading
from jiheng.engine import read
from jiheng.errors import UnreadableSourceError
from jiheng.interchange import document_json, is_document_json
from jiheng.readers import Limits, read_bytes
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE

__all__ = ["FILE_SIZE", "picture_of_page", "read_file"]

FILE_SIZE = 20 * MEGABYTE
_LIMITS = Limits(file_size=FILE_SIZE, memory=3072 * MEGABYTE, cpu_seconds=30, wall_seconds=45, conversion=30)
_PICTURE_LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=10, wall_seconds=20)
_SHOWN_BLOCKS, _SHOWN_ROWS, _SHOWN_TEXT = 400, 400, 400
_WIDTH = 1000
_LONGEST_SIDE = 4000


def read_file(data: bytes, name: str) -> dict[str, Any]:
    """What a file says and what stands in it.

    Returns:
        ``document``: as JSON of `jiheng.interchange`; ``original``: ``format``, ``pages`` (of a PDF), ``blocks``, each a
        text or the rows of a table, cut where it is long.

    Raises:
        UnreadableSourceError: the file gives no document, or the child went beyond its limits.
        InternalError: a defect of ours.
    """
    head = name.encode()[:1000]
    return run_isolated(_read_here, len(head).to_bytes(2, "big") + head + data, _LIMITS)


def _read_here(request: bytes, limits: Limits) -> dict[str, Any]:
    start = 2 + int.from_bytes(request[:2], "big")
    name, data = request[2:start].decode("utf-8", "replace"), request[start:]
    document = read(data, name=name, limits=limits)
    original = {"format": document.source.format, "pages": 0, "blocks": []}
    if not is_document_json(data):
        if document.source.format == "pdf":
            original["pages"] = _page_count(data)
        else:
            original["blocks"] = _blocks(read_bytes(data, limits))
    return {"document": dict(document_json(document)), "original": original}


def _blocks(reading: Reading) -> list[str | list[list[str]]]:
    """Texts, and tables as rows of texts; a merged cell stands where it begins."""
    return [_block(block) for block in reading.blocks[:_SHOWN_BLOCKS]]


def _block(block: Paragraph | Grid) -> str | list[list[str]]:
    if isinstance(block, Paragraph):
        return block.text[:_SHOWN_TEXT]
    return [
        [
            cell.text[:_SHOWN_TEXT] if (cell.row, cell.column) == (r, c) else ""
            for c, cell in enumerate(row, 1)
        ]
        for r, row in enumerate(block.rows[:_SHOWN_ROWS], 1)
    ]  # fmt: skip


def _page_count(data: bytes) -> int:
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - native code stays out of the parent

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def picture_of_page(data: bytes, number: int) -> bytes:
    """A page of a PDF as PNG, 1000 pixels wide; `number` counts from 1.

    Raises:
        UnreadableSourceError: there is no such page, or it cannot be drawn within the limits.
    """
    return bytes(run_isolated(_draw_here, number.to_bytes(4, "big") + data, _PICTURE_LIMITS))


def _draw_here(request: bytes, _limits: Limits) -> bytes:
    import pypdfium2  # noqa: PLC0415 - as above

    number = int.from_bytes(request[:4], "big")
    try:
        document = pypdfium2.PdfDocument(request[4:])
        if not 1 <= number <= len(document):
            raise UnreadableSourceError("damaged-pdf")
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / max(width, 1), _LONGEST_SIDE / max(width, height, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, no_smoothtext=False)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    except pypdfium2.PdfiumError:
        raise UnreadableSourceError("damaged-pdf") from None


_COLOURS = {1: 0, 3: 2, 4: 6}  # channels → PNG colour type


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    lines = b"".join(b"\0" + pixels[y * stride : y * stride + width * channels] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOURS[channels], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
