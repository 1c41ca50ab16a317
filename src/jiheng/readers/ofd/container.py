"""The zip of an OFD file: parts found as carelessly as they are named, XML whatever its namespace and prefix."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.package import OfficePackage

__all__ = ["Container", "child", "children", "kind", "text_of"]

_ENCRYPTIONS = "encryptions.xml"  # GM/T 0099: the list of what is encrypted in the package
_CONTENT = "Content.xml"


class Container:
    """The parts of a file, by where other parts say they are."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open it.

        Raises:
            UnreadableSourceError: no whole zip, encrypted, or more inside than the limits allow.
        """
        self._package = OfficePackage(data, limits)
        self._exact: dict[str, str] = {}
        self._careless: dict[str, str] = {}
        for name in sorted(self._package.names):
            if not name.endswith("/"):
                for spelled in {name, _as_gbk(name)}:
                    path = _normal(spelled)
                    self._exact.setdefault(path, name)
                    self._careless.setdefault(path.casefold(), name)
        if any(posixpath.basename(path) == _ENCRYPTIONS for path in self._careless):
            raise UnreadableSourceError("encrypted")

    def find(self, location: str | None, folder: str = "") -> str | None:
        """The path of the part at `location`, as written in a part that lies in `folder`; None if it is not there.

        Locations are relative, or absolute with a leading slash; many programs mix that up, write another case than
        the zip has, or name the folder of a page instead of its content.
        """
        written = (location or "").strip().replace("\\", "/")
        if not written:
            return None
        below, above = posixpath.join(folder, written.lstrip("/")), written
        for path in (above, below) if written.startswith("/") else (below, above):
            for candidate in (_normal(path), _normal(posixpath.join(path, _CONTENT))):
                if candidate in self._exact or candidate.casefold() in self._careless:
                    return candidate
        return None

    def ending(self, name: str) -> list[str]:
        """All parts of this name, wherever they lie."""
        return [path for path in self._exact if posixpath.basename(path).casefold() == name.casefold()]

    def read(self, path: str) -> bytes:
        """The content of a part that `find` gave.

        Raises:
            UnreadableSourceError: it is larger than the limits allow, or damaged.
        """
        return self._package.read(self._name(path))

    def parse(self, path: str) -> etree._Element:
        """The root of an XML part that `find` gave.

        Raises:
            UnreadableSourceError: larger than the limits allow, not well-formed, or with a DOCTYPE.
        """
        try:
            return self._package.parse(self._name(path))
        except UnreadableSourceError as error:
            if error.code != "damaged-xml":
                raise
            raise UnreadableSourceError("damaged-ofd", part=path, reason=error.values["reason"]) from error

    def _name(self, path: str) -> str:
        return self._exact.get(path) or self._careless[path.casefold()]


def _normal(path: str) -> str:
    return posixpath.normpath("/" + path.replace("\\", "/").lstrip("/"))[1:]


def _as_gbk(name: str) -> str:
    """A name that some program stored in GBK without saying so, which zipfile takes for an old DOS one."""
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def kind(element: etree._Element) -> str:
    """The name of an element, whatever its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of this name."""
    return (item for item in (() if element is None else element) if kind(item) == name)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of the first name, its first child of the second one, and so on."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None) -> str:
    """The text of an element, without white space around it."""
    return (element.text or "").strip() if element is not None else ""
