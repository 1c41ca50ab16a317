"""Which format a file is, by its content, never by its suffix."""

from __future__ import annotations

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers import text
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["read_bytes"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)


def read_bytes(data: bytes, limits: Limits) -> Reading:
    """Read a file's content with the reader of its format.

    Raises:
        UnreadableSourceError: empty, too large, damaged, encrypted, or no format that can be read.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableSourceError("empty")
    if len(data) > limits.file_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.file_size // MEGABYTE)
    if data.startswith(_ZIP):
        from jiheng.readers import docx  # noqa: PLC0415 - a text needs no XML library

        return docx.read(data, limits)
    if data.startswith(_OLE):
        raise _ole(data)
    for magic, name in _OTHERS:
        if data.startswith(magic):
            raise UnreadableSourceError("unsupported", format=name)
    return text.read(data, limits)


def _ole(data: bytes) -> UnreadableSourceError:
    # The directory of an OLE file names its streams in UTF-16; a protected .docx is one that holds EncryptedPackage.
    for stream, name in (
        ("EncryptedPackage", None),
        ("WordDocument", "Word 97–2003 (.doc)"),
        ("Workbook", "Excel 97–2003 (.xls)"),
    ):
        if stream.encode("utf-16-le") in data:
            return UnreadableSourceError("unsupported", format=name) if name else UnreadableSourceError("encrypted")
    return UnreadableSourceError("unsupported", format="OLE")
