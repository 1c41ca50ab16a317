"""OpenDocument texts and spreadsheets (.odt, .ods), and the same in one flat XML file (.fodt, .fods)."""

from __future__ import annotations

from jiheng.domain.grid import Reading
from jiheng.readers.limits import Limits
from jiheng.readers.odt.body import Body
from jiheng.readers.odt.package import Document

__all__ = ["read"]


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables, in reading order.

    Raises:
        UnreadableSourceError: damaged, encrypted, beyond the limits, or neither a text nor a spreadsheet.
    """
    document = Document(data, limits)
    if document.is_sheet:
        from jiheng.readers.odt.sheets import sheets_of  # noqa: PLC0415 - a text needs none
        from jiheng.readers.sheet.layout import lay_out  # noqa: PLC0415 - as above

        return lay_out("ods", sheets_of(document, limits, len(data)), limits)
    body = Body(document, limits)
    body.walk()
    return Reading("odt", tuple(body.blocks), tuple(body.notes))
