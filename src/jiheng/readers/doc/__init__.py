"""Word 97-2003 files (.doc, and .wps under the other suite's name): our own reader on the file's structures."""

from __future__ import annotations

import struct

from jiheng.domain.grid import Reading
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.doc.body import Body
from jiheng.readers.doc.file import WordFile
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["read"]

# What broken offsets lead to.
_BROKEN = (struct.error, IndexError, ValueError, OverflowError)
_PARSED = 4  # text and runs take about so many times more memory than XML of the same size
_IMPORTERS = {"old-word": "MS WinWord 6.0", "damaged-word": "MS Word 97"}
"""What LibreOffice may make of a file that is declined: its filter by the reason."""


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a Word file, in reading order.

    An older Word's file, or one whose structures do not fit together, LibreOffice converts where it is installed.

    Raises:
        UnreadableSourceError: an older Word's file, one with a password, damaged, or beyond the limits.
    """
    try:
        return _read(data, limits)
    except UnreadableSourceError as error:
        converted = _convert(data, limits, _IMPORTERS[error.code]) if error.code in _IMPORTERS else None
        if converted is None:
            raise
        return converted


def _read(data: bytes, limits: Limits) -> Reading:
    try:
        file = WordFile(data)
        limit = limits.text_size // _PARSED
        if len(file.text) > limit:
            raise UnreadableSourceError("too-large", size=len(file.text) // MEGABYTE, limit=limit // MEGABYTE)
        body = Body(file, limits)
        body.walk()
    except _BROKEN:
        raise UnreadableSourceError("damaged-word") from None
    return Reading("doc", tuple(body.blocks), tuple(body.notes))


def _convert(data: bytes, limits: Limits, importer: str) -> Reading | None:
    from jiheng.readers import docx, libreoffice  # noqa: PLC0415 - few files need them

    (package,) = libreoffice.convert([data], "doc", "docx", importer=importer, seconds=limits.conversion)
    if package is None:
        return None
    try:
        reading = docx.read(package, limits)
    except UnreadableSourceError:
        return None
    return Reading("doc", reading.blocks, (Note("converted", {}), *reading.notes))
