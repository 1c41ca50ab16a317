"""The zip around an office document: opened with suspicion, expanded within limits, parsed without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["RELATION", "OfficePackage", "parse_xml"]

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENCRYPTED_FLAG = 0x1
_CHUNK = 256 * 1024
# Everything zipfile raises on bytes that are no whole part.
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


class OfficePackage:
    """The parts of a package."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the zip and check it against the limits before anything is expanded.

        Raises:
            UnreadableSourceError: no whole zip, encrypted, or more inside than the limits allow.
        """
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError) as error:
            raise UnreadableSourceError("damaged-zip") from error
        entries = self._zip.infolist()
        if len(entries) > limits.parts:
            raise UnreadableSourceError("too-many-parts", count=len(entries), limit=limits.parts)
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
            raise UnreadableSourceError("encrypted")
        self.names = {entry.filename for entry in entries}

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Id, type and target (the name of a part) of what `part` refers to; the package itself is ``""``.

        Raises:
            UnreadableSourceError: its list of relations is damaged.
        """
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.names:
            return []
        found = []
        for relation in self.parse(listed).iter(RELATION):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((relation.get("Id", ""), relation.get("Type", ""), path))
        return found

    def read(self, name: str) -> bytes:
        """Expand one part.

        Raises:
            UnreadableSourceError: it is larger than the limits allow, or damaged.
        """
        entry = self._zip.getinfo(name)
        limit = self.limits.text_size
        try:
            # The declared size may lie, so no more than the limit is ever taken out.
            with self._zip.open(entry) as stream:
                data = b"" if entry.file_size > limit else stream.read(limit + 1)
        except _BROKEN as error:
            raise UnreadableSourceError("damaged-zip") from error
        if entry.file_size > limit or len(data) > limit:
            size = max(entry.file_size, len(data)) // MEGABYTE
            raise UnreadableSourceError("too-large-inside", size=size, limit=limit // MEGABYTE)
        return data

    def chunks(self, name: str) -> Iterator[bytes]:
        """Expand one part piece by piece, so that it is never in memory whole; how long it is counts for the caller.

        Raises:
            UnreadableSourceError: it is damaged.
        """
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise UnreadableSourceError("damaged-zip") from error

    def parse(
        self, name: str, *, keep_all: bool = False, prepare: Callable[[bytes], bytes] | None = None
    ) -> etree._Element:
        """The root of an XML part; `keep_all` keeps comments and processing instructions for writing back.

        `prepare` may take out beforehand what the caller does not want to see.

        Raises:
            UnreadableSourceError: larger than the limits allow, not well-formed, or with a DOCTYPE.
        """
        data = self.read(name)
        if prepare is not None:
            data = prepare(data)
        return parse_xml(data, name, keep_all=keep_all)

    def rewrite(self, name: str, root: etree._Element) -> bytes:
        """The package with one XML part replaced; all other parts keep their bytes, order and times."""
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in self._zip.infolist():
                data = (
                    etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                    if entry.filename == name
                    else self._zip.read(entry)
                )
                target.writestr(entry, data, compress_type=entry.compress_type)
        return output.getvalue()


def parse_xml(data: bytes, name: str, *, keep_all: bool = False) -> etree._Element:
    """The root of an XML file or part; errors call it `name`.

    Raises:
        UnreadableSourceError: not well-formed, or with a DOCTYPE.
    """
    # Nothing outside the part is ever loaded; entities stay unexpanded, so they cannot multiply.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=not keep_all,
        remove_pis=not keep_all,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # libxml2 itself stops at a nesting of 256, or where entities multiply.
        code = "external-entities" if b"<!DOCTYPE" in data[:4096] else "damaged-xml"
        reason = str(error).splitlines()[0] if str(error) else ""
        raise UnreadableSourceError(code, part=name, reason=reason) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableSourceError("external-entities", part=name)
    return root
