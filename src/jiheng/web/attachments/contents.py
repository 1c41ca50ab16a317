"""What may be attached: papers, pictures and tables, told by their content; a program or a page is none."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from jiheng.errors import JihengError
from jiheng.readers.encoding import decode
from jiheng.readers.markup import text_format
from jiheng.readers.ole import top_streams

__all__ = ["ACCEPTED", "FILE_SIZE", "clean_name", "suits"]

FILE_SIZE = 20 * 1024 * 1024
"""Bytes of one file at most."""

_NAME = 120
_SUFFIX = 8
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError)
_TEXT = "text"
_MARKUP = re.compile(r"<\s*(?:!doctype|html|script|svg|\?xml|iframe|body)", re.IGNORECASE)
_MAGIC = {
    "pdf": rb"%PDF-", "png": rb"\x89PNG\r\n\x1a\n", "jpg": rb"\xff\xd8\xff", "bmp": rb"BM", "tif": rb"II\*\x00|MM\x00\*",
    "webp": rb"(?s)RIFF.{4}WEBP", "rtf": rb"\{\\rtf", "7z": rb"7z\xbc\xaf\x27\x1c",
}  # fmt: skip
"""Patterns of the first bytes."""
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
_STREAMS = {"doc": ("WordDocument",), "xls": ("Workbook", "Book"), "msg": ("__properties_version1.0",)}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_MIMETYPES = {"odt": f"{_OPEN_DOCUMENT}text", "ods": f"{_OPEN_DOCUMENT}spreadsheet"}
_KIND = {
    "pdf": "pdf", "png": "png", "jpg": "jpg", "jpeg": "jpg", "bmp": "bmp", "docx": "docx", "xlsx": "xlsx", "ofd": "ofd",
    "doc": "doc", "wps": "doc", "xls": "xls", "et": "xls", "txt": _TEXT, "csv": _TEXT, "zip": "zip",
    "7z": "7z", "tif": "tif", "tiff": "tif", "webp": "webp", "rtf": "rtf", "odt": "odt", "ods": "ods", "eml": "eml",
    "msg": "msg",
}  # fmt: skip
ACCEPTED = ",".join(f".{suffix}" for suffix in _KIND)
"""For ``accept`` of a file field."""

# Signs that turn the direction of writing or are not seen: with them 表fdp.exe looks like 表exe.pdf.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSAFE = re.compile(r'[<>:"|?*]')


def clean_name(name: str) -> str:
    """The name of a file without folders and without what a file system or a reader stumbles over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    last = _UNSAFE.sub("_", _UNSEEN.sub("", "".join(sign for sign in last if sign.isprintable()))).strip(" .")
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        return last[:_NAME]
    return f"{stem.strip()[: _NAME - _SUFFIX]}.{suffix[:_SUFFIX]}"


def suits(name: str, data: bytes) -> bool:
    """Whether the content of a file is of the kind that its suffix says, and that kind is accepted."""
    kind = _KIND.get(PurePosixPath(name).suffix.lower().lstrip("."))
    if kind is None or not data:
        return False
    if kind in _MAGIC:
        return re.match(_MAGIC[kind], data) is not None
    if kind in _STREAMS:
        return data.startswith(_OLE) and not set(_STREAMS[kind]).isdisjoint(top_streams(data))
    if kind in _TEXTS:
        return _TEXTS[kind](data)
    return data.startswith(_ZIP) and _is_package(kind, data)


def _is_package(kind: str, data: bytes) -> bool:
    return _mimetype(data) == _MIMETYPES[kind] if kind in _MIMETYPES else _holds(data, _PARTS.get(kind))


def _holds(data: bytes, part: str | None) -> bool:
    """Whether it is a zip, with that part where one is asked for."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return part is None or part in package.namelist()
    except _BROKEN:
        return False


def _mimetype(data: bytes) -> str:
    """What an OpenDocument package says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("mimetype") as part:
            return part.read(len(_OPEN_DOCUMENT) + _SUFFIX * 2).decode("latin-1").strip()
    except (*_BROKEN, KeyError, zlib.error, RuntimeError):
        return ""


def _is_text(data: bytes) -> bool:
    try:
        text = decode(data).text
    except JihengError:
        return False
    return _MARKUP.search(text[:2000]) is None


def _is_mail(data: bytes) -> bool:
    return text_format(data) == "eml"


_TEXTS = {_TEXT: _is_text, "eml": _is_mail}
