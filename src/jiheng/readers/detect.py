"""Which format a file is, by its content, never by its suffix."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.markup import text_format

__all__ = ["CONTAINERS", "detect", "is_package", "is_tar", "read_bytes"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
)
CONTAINERS = frozenset({"RAR", "7z", "gzip", "bzip2", "xz", "tar", "eml", "msg"})
"""What holds files instead of being one; a zip is taken for a document, as most are."""
# The directory of an OLE file names its streams in UTF-16; a protected .docx is one that holds EncryptedPackage.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("__properties_version1.0", "msg"),
)
_BLOCK = 512
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "Excel (.xlsb)"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odt"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
)
_READERS = {
    "bmp": "jiheng.readers.scan",
    "doc": "jiheng.readers.doc",
    "docx": "jiheng.readers.docx",
    "html": "jiheng.readers.html",
    "jpeg": "jiheng.readers.scan",
    "mht": "jiheng.readers.mht",
    "odt": "jiheng.readers.odt",
    "ofd": "jiheng.readers.ofd",
    "pdf": "jiheng.readers.pdf",
    "png": "jiheng.readers.scan",
    "rtf": "jiheng.readers.rtf",
    "tiff": "jiheng.readers.scan",
    "txt": "jiheng.readers.text",
    "webp": "jiheng.readers.scan",
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
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return "bmp"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "tar" if is_tar(data) else text_format(data)


def is_tar(data: bytes) -> bool:
    """Whether the first header is one of a tar archive: the sum of its bytes is written in it."""
    header, written = data[:_BLOCK], data[148:156].strip(b"\0 ")
    if len(header) < _BLOCK or not written.isdigit() or b"8" in written or b"9" in written:
        return False
    return int(written, 8) == sum(header[:148]) + 8 * ord(" ") + sum(header[156:])


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
    if name in CONTAINERS:
        raise UnreadableSourceError("archive" if name == "RAR" else "container", format=name)
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


def is_package(data: bytes) -> bool:
    """Whether a zip is an office document, not an archive of files."""
    names = _names(data)
    return "[Content_Types].xml" in names or any(part in names for part, _name in _PARTS)


def _in_zip(data: bytes) -> str:
    # Of a broken one, the Word reader says what is wrong with the package.
    names = _names(data)
    carelessly_named = "ofd" if "ofd.xml" in {name.lower().lstrip("/") for name in names} else "docx"
    return next((name for part, name in _PARTS if part in names), carelessly_named)


def _names(data: bytes) -> set[str]:
    try:
        return set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError):
        return set()
