"""Web pages saved with their pictures in one file (.mht, .mhtml), as browsers and office programs write them."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from dataclasses import replace

from jiheng.domain.grid import Block, Grid, Paragraph, Reading
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers import html
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits

__all__ = ["read"]

_SECONDS = 5, 2


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of the page, in reading order; of a workbook's sheets those of all of them.

    Raises:
        UnreadableSourceError: it cannot be taken apart, holds no page, or one beyond the limits.
    """
    pages = run_isolated(_pages, data, limits.for_size(len(data), *_SECONDS))
    if not pages:
        raise UnreadableSourceError("damaged-mht")
    blocks, notes = _joined(html.read(page, limits) for page in pages)
    return Reading("mht", tuple(blocks), tuple(notes))


def _pages(data: bytes, limits: Limits) -> list[bytes]:
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        found = [content for part in parts if isinstance(content := part.get_payload(decode=True), bytes)]
        ids = [part.get("Content-ID", "") for part in parts]
        start = message.get_param("start")
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableSourceError("damaged-mht") from error
    if len(found) > limits.parts:
        raise UnreadableSourceError("too-many-parts", count=len(found), limit=limits.parts)
    main = ids.index(start) if isinstance(start, str) and start in ids and len(ids) == len(found) else 0
    if not found or b"<frameset" not in found[main].lower():
        return found[main : main + 1]
    return [page for page in found if b"<frameset" not in page.lower()]  # a workbook: a page for each sheet


def _joined(readings: Iterable[Reading]) -> tuple[list[Block], list[Note]]:
    """The blocks of several pages, counted through."""
    blocks: list[Block] = []
    notes: list[Note] = []
    tables = lines = 0
    for reading in readings:
        for block in reading.blocks:
            if isinstance(block, Grid):
                blocks.append(replace(block, number=block.number + tables) if tables else block)
            else:
                blocks.append(block._replace(line=block.line + lines) if lines else block)
        tables = max((block.number for block in blocks if isinstance(block, Grid)), default=0)
        lines = max((block.line for block in blocks if isinstance(block, Paragraph)), default=0)
        notes += reading.notes
    return blocks, notes
