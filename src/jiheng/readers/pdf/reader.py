"""A PDF file → a reading, in this very process: native code works on bytes from outside here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it comes without types

from jiheng.domain.grid import Reading
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.pages import Distances, Page, assemble
from jiheng.readers.pdf.page import read_page

__all__ = ["read_here"]

_FEW = 30  # characters beside a picture that fills the page: a stamp, a page number
_MOST_OF_PAGE = 0.5
_DISTANCES = re.compile(r"jiheng lines (1\.\d) paragraphs ([12]\.\d)")
_GARBLED = 0.3  # of all characters: a text in which so many are unknown says nothing


def read_here(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a PDF; see `jiheng.readers.pdf.read`.

    Raises:
        UnreadableSourceError: likewise.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > limits.pages:
            raise UnreadableSourceError("too-many-pages", count=count, limit=limits.pages)
        notes: list[Note] = []
        return assemble(_pages(document, notes), "pdf", notes, limits, _distances(document))
    finally:
        document.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        error = pdfium.FPDF_GetLastError()
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise UnreadableSourceError("encrypted")
    raise UnreadableSourceError("damaged-pdf")


def _distances(document: pypdfium2.PdfDocument) -> Distances | None:
    """What a document that we printed says of itself, see `jiheng.writers.pdf.data`."""
    try:
        match = _DISTANCES.search(document.get_metadata_value("Keywords"))
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return None
    return Distances(float(match[1]), float(match[2])) if match else None


def _pages(document: pypdfium2.PdfDocument, notes: list[Note]) -> Iterator[Page]:
    """The pages that have text; notes and errors for those that have none.

    Raises:
        UnreadableSourceError: no page has text.
    """
    scans: list[int] = []
    damaged: list[int] = []
    chars = unknown = 0
    for index in range(len(document)):
        try:
            page, lost = read_page(document, index)
        except pypdfium2.PdfiumError:
            damaged.append(index + 1)
            continue
        visible = len(page.chars) - sum([char.text.isspace() for char in page.chars])
        if page.image_share > _MOST_OF_PAGE and visible <= _FEW:
            scans.append(page.number)
            continue
        chars += visible
        unknown += lost
        yield page
    if unknown > _GARBLED * (chars + unknown):
        raise UnreadableSourceError("no-encoding")
    if not chars:
        raise UnreadableSourceError(*(("damaged-pdf",) if damaged and not scans else ("scanned",)), count=len(document))
    for code, pages in (("scanned-pages", scans), ("damaged-pages", damaged)):
        if pages:
            notes.append(Note(code, {"pages": _ranges(pages)}))
    if unknown:
        notes.append(Note("encoding-damaged", {"count": unknown}))


def _ranges(pages: list[int]) -> str:
    """1、3–5"""
    parts: list[list[int]] = []
    for page in pages:
        if parts and parts[-1][-1] == page - 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return "、".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
