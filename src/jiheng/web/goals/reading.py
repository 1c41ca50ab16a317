"""Reading a file that somebody brought, in a process of its own; nothing here knows Django.

The functions with ``(data, limits)`` run in the child: they get bytes and give plain values.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Any

from jiheng.domain.goals import Document, Source
from jiheng.domain.grid import Grid, Paragraph, Reading
from jiheng.engine import read, understand
from jiheng.errors import UnreadableSourceError
from jiheng.interchange import document_json, is_document_json
from jiheng.readers import Limits, read_bytes, scan
from jiheng.readers.detect import detect
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE
from jiheng.readers.progress import listen
from jiheng.web.goals.pictures import IMAGES, page_count

__all__ = ["FILE_SIZE", "MOST_SCANNED", "read_file", "read_scan"]

FILE_SIZE = 20 * MEGABYTE
MOST_SCANNED = 100
"""Pages of a scan that are recognised; it takes some seconds for each."""

_LIMITS = Limits(
    file_size=FILE_SIZE, memory=3072 * MEGABYTE, cpu_seconds=30, wall_seconds=45, conversion=30, page_seconds=0
)
_SCAN_LIMITS = _LIMITS._replace(page_seconds=20)
_SHOWN_BLOCKS, _SHOWN_ROWS, _SHOWN_TEXT = 400, 400, 400
_Blocks = list[str | list[list[str]]]


def read_file(data: bytes, name: str) -> dict[str, Any]:
    """What a file says and what stands in it, without recognising what is a picture.

    Returns:
        ``document``: as JSON of `jiheng.interchange`, None of a scan that `read_scan` reads; ``original``: ``format``,
        ``pages`` (that can be shown as pictures), ``blocks``, each a text or the rows of a table, cut where it is long.

    Raises:
        UnreadableSourceError: the file gives no document, or the child went beyond its limits.
        InternalError: a defect of ours.
    """
    return run_isolated(_read_here, pickle.dumps((data, name, scan.is_available())), _LIMITS)


def read_scan(data: bytes, name: str, pages: int, tell: Callable[[int, int], None]) -> dict[str, Any]:
    """As `read_file`, with the pages recognised that are pictures: some seconds for each.

    Args:
        data: the file.
        name: what it is called.
        pages: what `read_file` said of them.
        tell: hears how many pages are done, and of how many.

    Raises:
        UnreadableSourceError, InternalError: as there.
    """
    with listen(tell):
        reading = read_bytes(data, _SCAN_LIMITS)  # what works on bytes from outside runs in children of its own
    request = pickle.dumps((reading, name, hashlib.sha256(data).hexdigest(), pages))
    return run_isolated(_understand_here, request, _LIMITS)


def _read_here(request: bytes, limits: Limits) -> dict[str, Any]:
    data, name, can_recognise = pickle.loads(request)  # noqa: S301 - the parent made it
    try:
        document = read(data, name=name, limits=limits)
    except UnreadableSourceError as error:
        if error.code != "scanned" or not can_recognise:
            raise
        return _waiting(data, int(error.values["count"]), limits)
    if is_document_json(data):
        return _answer(document, 0, [])
    pages = page_count(data, limits) if document.source.format == "pdf" else 0
    if can_recognise and pages <= MOST_SCANNED and _has_scans(document):
        return {"document": None, "original": _original(document.source.format, pages, [])}
    return _answer(document, pages, [] if pages else _blocks(read_bytes(data, limits)))


def _waiting(data: bytes, count: int, limits: Limits) -> dict[str, Any]:
    kind = detect(data)
    pages = page_count(data, limits) if kind in IMAGES else count
    if pages > MOST_SCANNED:
        raise UnreadableSourceError("too-many-pages", count=pages, limit=MOST_SCANNED)
    return {"document": None, "original": _original(kind, pages, [])}


def _has_scans(document: Document) -> bool:
    return any(note.code == "scanned-pages" for note in document.notes)


def _understand_here(request: bytes, _limits: Limits) -> dict[str, Any]:
    reading, name, digest, pages = pickle.loads(request)  # noqa: S301 - the parent made it
    document = understand(reading, Source(name, digest, reading.format))
    return _answer(document, pages, [] if pages else _blocks(reading))


def _answer(document: Document, pages: int, blocks: _Blocks) -> dict[str, Any]:
    return {"document": dict(document_json(document)), "original": _original(document.source.format, pages, blocks)}


def _original(kind: str, pages: int, blocks: _Blocks) -> dict[str, Any]:
    return {"format": kind, "pages": pages, "blocks": blocks}


def _blocks(reading: Reading) -> _Blocks:
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
