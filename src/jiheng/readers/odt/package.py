"""Where the parts of an OpenDocument file lie: in a zip, or all in one flat XML file."""

from __future__ import annotations

import re

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.odt.names import OFFICE
from jiheng.readers.package import OfficePackage, parse_xml

__all__ = ["Document"]

_ZIP = b"PK"
_ENCRYPTED = re.compile(rb"<(?:\w+:)?encryption-data\b")
_OTHERS = {"presentation": ".odp", "drawing": ".odg", "chart": ".odc", "database": ".odb", "image": ".odi"}


class Document:
    """The parts of a document.

    Attributes:
        body: what holds the paragraphs and tables.
        is_sheet: it is a spreadsheet, whose body holds nothing but tables.
        styles: the roots of the parts that define styles, those that count more first.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Find and parse the parts.

        Raises:
            UnreadableSourceError: damaged, encrypted, beyond the limits, or neither a text nor a spreadsheet.
        """
        if data.startswith(_ZIP):
            package = OfficePackage(data, limits)
            manifest = package.read(_MANIFEST) if _MANIFEST in package.names else b""
            if _ENCRYPTED.search(manifest) or "encrypted-package" in package.names:
                raise UnreadableSourceError("encrypted")
            if "content.xml" not in package.names:
                raise UnreadableSourceError("not-opendocument")
            root = package.parse("content.xml")
            self.styles = [root, package.parse("styles.xml")] if "styles.xml" in package.names else [root]
        else:
            if len(data) > limits.text_size:
                limit = limits.text_size // MEGABYTE
                raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limit)
            root = parse_xml(data.lstrip(), ".fodt")
            self.styles = [root]
        found = root.find(f"{OFFICE}body")
        body = next(iter(found), None) if found is not None else None
        if body is None:
            raise UnreadableSourceError("not-opendocument")
        kind = etree.QName(body).localname
        if kind not in ("text", "spreadsheet"):
            raise UnreadableSourceError("unsupported", format=f"OpenDocument ({_OTHERS.get(kind, kind)})")
        self.body = body
        self.is_sheet = kind == "spreadsheet"


_MANIFEST = "META-INF/manifest.xml"
