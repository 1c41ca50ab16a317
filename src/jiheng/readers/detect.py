"""Which format a file is, by its content, never by its suffix."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.markup import text_format

__all__ = ["detect", "read_bytes"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_ARCHIVES = frozenset({"RAR", "7z", "gzip"})
# The directory of an OLE file names its streams in UTF-16; a protected .docx is one that holds EncryptedPackage.
_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "Excel (.xlsb)"),
    ("OFD.xml", "OFD"),
    ("content.xml", "OpenDocument (.odt, .ods)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
)
_READERS = {
    "doc": "jiheng.readers.doc",
    "docx": "jiheng.readers.docx",
    "html": "jiheng.readers.html",
    "pdf": "jiheng.readers.pdf",
    "txt": "jiheng.readers.text",
    "xls": "jiheng.readers.sheet.xls",
    "xlsx": "jiheng.readers.sheet.xlsx",
}
"""Format → the module whose `read` reads it; loaded when needed."""


def detect(data: bytes) -> str:
    """The format of `data`: a key of the readers, ``encrypted``, or the printable name of one that cannot be read."""
    if data.startswith(_ZIP):
        return _in_zip(data)
    if data.startswith(_OLE):
        return _in_ole(data)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    return text_format(data)


def read_bytes(data: bytes, limits: Limits) -> Reading:
    """Read a file's content with the reader of its format.

    Raises:
        UnreadableSourceError: empty, too large, damaged, encrypted, or no format that can be read.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableSourceError("empty")
    if len(data) > limits.file_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.file_size // MEGABYTE)
    name = detect(data)
    if name == "encrypted":
        raise UnreadableSourceError("encrypted")
    if name in _ARCHIVES:
        raise UnreadableSourceError("archive", format=name)
    if name not in _READERS:
        raise UnreadableSourceError("unsupported", format=name)
    reading: Reading = import_module(_READERS[name]).read(data, limits)
    return reading


def _in_ole(data: bytes) -> str:
    from jiheng.readers.ole import top_streams  # noqa: PLC0415 - most files are none

    names = top_streams(data)
    if names:  # an embedded spreadsheet does not make a text a spreadsheet
        return next((name for stream, name in _STREAMS if stream in names), "OLE")
    # A broken container: the Word reader says so.
    return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "doc")


def _in_zip(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError):
        return "docx"  # the Word reader says what is wrong with the package
    return next((name for part, name in _PARTS if part in names), "docx")
