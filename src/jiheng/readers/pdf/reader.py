"""A PDF file → a reading, in this very process: native code works on bytes from outside here."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it comes without types

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.pages import Distances, Page, assemble
from jiheng.readers.pages.legible import Legible
from jiheng.readers.pages.wrapping import distances_in
from jiheng.readers.pdf.page import read_page
from jiheng.readers.scan.work import unpack

__all__ = ["read_here", "read_with_scans"]


def read_here(data: bytes, limits: Limits) -> tuple[Reading | None, list[int]]:
    """Paragraphs and tables of a PDF; or the numbers of its pages that are pictures, if there are any.

    Raises:
        UnreadableSourceError: see `jiheng.readers.pdf.read`.
    """
    with closing(_open(data)) as document:
        if len(document) > limits.pages:
            raise UnreadableSourceError("too-many-pages", count=len(document), limit=limits.pages)
        reading, legible = _read(document, limits)
        return (None, legible.scans) if legible.scans else (_noted(reading, legible, document), [])


def read_with_scans(request: bytes, limits: Limits) -> Reading:
    """As `read_here`, with the pages that were recognised (`request`: a pickle of our own, the file and these pages).

    Raises:
        UnreadableSourceError: likewise; none of the pages has text, and none was recognised.
    """
    data, packed = pickle.loads(request)  # noqa: S301 - the parent made it
    with closing(_open(data)) as document:
        reading, legible = _read(document, limits, {page.number: page for page in map(unpack, packed)})
        return _noted(reading, legible, document)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        error = pdfium.FPDF_GetLastError()
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise UnreadableSourceError("encrypted")
    raise UnreadableSourceError("damaged-pdf")


def _distances(document: pypdfium2.PdfDocument) -> Distances | None:
    """What a document that we printed says of itself."""
    try:
        return distances_in(document.get_metadata_value("Keywords"))
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return None


def _read(
    document: pypdfium2.PdfDocument, limits: Limits, recognised: Mapping[int, Page] | None = None
) -> tuple[Reading, Legible]:
    """The reading, without what is to be noted of pages that gave nothing."""
    legible = Legible(recognised)
    return assemble(_pages(document, legible), "pdf", (), limits, _distances(document)), legible


def _pages(document: pypdfium2.PdfDocument, legible: Legible) -> Iterator[Page]:
    for index in range(len(document)):
        try:
            found = legible.take(*read_page(document, index))
        except pypdfium2.PdfiumError:
            legible.damaged.append(index + 1)
            continue
        if found is not None:
            yield found


def _noted(reading: Reading, legible: Legible, document: pypdfium2.PdfDocument) -> Reading:
    damaged, garbled = UnreadableSourceError("damaged-pdf"), UnreadableSourceError("no-encoding")
    return replace(reading, notes=(*reading.notes, *legible.check(len(document), damaged, garbled)))
