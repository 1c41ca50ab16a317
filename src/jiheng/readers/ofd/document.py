"""The structure of a file: its documents, their pages with templates and resources."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.ofd.container import Container, child, children, kind, text_of
from jiheng.readers.ofd.drawing import Artist, Drawing
from jiheng.readers.ofd.geometry import PAGE, box_of
from jiheng.readers.ofd.resources import Resources

__all__ = ["Body", "Document", "File"]

_A4 = (210.0, 297.0)  # mm
_LARGEST = 20_000.0  # mm: no page is larger
_RESOURCES = frozenset({"PublicRes", "DocumentRes", "PageRes"})


@dataclass(frozen=True, slots=True)
class Body:
    """One document as the file's first part lists it: where it lies, what it says of itself, its signatures."""

    path: str
    keywords: str
    signatures: str | None


@dataclass(frozen=True, slots=True)
class File:
    """All documents of a file; their pages are counted on from one to the next."""

    bodies: list[Body]
    documents: list[Document]

    @classmethod
    def open(cls, container: Container, limits: Limits) -> File:
        """Read what the pages are.

        Raises:
            UnreadableSourceError: there are none, or more than the limits allow, or the file is damaged.
        """
        bodies = _bodies(container)
        file = cls(bodies, [Document.open(container, body.path) for body in bodies])
        if file.count > limits.pages:
            raise UnreadableSourceError("too-many-pages", count=file.count, limit=limits.pages)
        return file

    @property
    def count(self) -> int:
        """Of the pages."""
        return sum(len(document.pages) for document in self.documents)

    def draw(self, number: int, artist: Artist) -> tuple[tuple[float, float], Drawing] | None:
        """A page by its number from 1: its size, and what is on it; None where it is missing.

        Raises:
            UnreadableSourceError: it is damaged, or more than the limits allow.
        """
        document, index = self._locate(number)
        path = document.pages[index]
        return document.draw(path, artist) if path is not None else None

    def picture(self, number: int, resource: str) -> bytes | None:
        """The content of a picture on a page; None where it is missing or damaged."""
        document, _ = self._locate(number)
        path = document.resources.pictures.get(resource)
        try:
            return document.container.read(path) if path is not None else None
        except UnreadableSourceError:
            return None

    def _locate(self, number: int) -> tuple[Document, int]:
        index = number - 1
        for document in self.documents:
            if index < len(document.pages):
                return document, index
            index -= len(document.pages)
        raise IndexError(number)


def _bodies(container: Container) -> list[Body]:
    start = container.find("OFD.xml")
    found: list[Body] = []
    if start is not None:
        for body in children(container.parse(start), "DocBody"):
            path = container.find(text_of(child(body, "DocRoot")))
            if path is not None:
                keywords = " ".join(map(text_of, children(child(body, "DocInfo", "Keywords"), "Keyword")))
                found.append(Body(path, keywords, container.find(text_of(child(body, "Signatures")))))
    found = found or [Body(path, "", None) for path in sorted(container.ending("Document.xml"))]
    if not found:
        raise UnreadableSourceError("damaged-ofd", part="OFD.xml", reason="DocRoot")
    return found


@dataclass(slots=True)
class Document:
    """A document: a page is opened when it is asked for.

    Attributes:
        pages: for each page its part, None where it is not there.
        root: the document's own part.
        folder: where that lies.
    """

    container: Container
    folder: str
    root: etree._Element
    pages: list[str | None]
    resources: Resources
    _size: tuple[float, float] = _A4
    _templates: dict[str, str] = field(default_factory=dict)
    _drawn: dict[str, Drawing] = field(default_factory=dict)

    @classmethod
    def open(cls, container: Container, path: str) -> Document:
        """Read what holds for all pages.

        Raises:
            UnreadableSourceError: the part is damaged.
        """
        folder, root = posixpath.dirname(path), container.parse(path)
        common = child(root, "CommonData")
        pages = [container.find(page.get("BaseLoc"), folder) for page in children(child(root, "Pages"), "Page")]
        pages = pages or [*_unlisted(container, folder)]
        document = cls(container, folder, root, pages, Resources())
        document._size = _size(child(common, "PageArea")) or _A4
        for item in common if common is not None else ():
            if kind(item) in _RESOURCES:
                document.resources.load(container, text_of(item), folder)
            elif kind(item) == "TemplatePage":
                template = container.find(item.get("BaseLoc"), folder)
                if template is not None:
                    document._templates[item.get("ID", "")] = template
        return document

    def draw(self, path: str, artist: Artist) -> tuple[tuple[float, float], Drawing]:
        """A page's width and height in points, and what is on it, its templates below.

        Raises:
            UnreadableSourceError: the page is damaged, or more than the limits allow.
        """
        root = self.container.parse(path)
        resources = self._with(root, path)
        drawing = Drawing()
        used = (self._templates.get(item.get("TemplateID", "")) for item in children(root, "Template"))
        for template in dict.fromkeys(filter(None, used)):
            below = self._template(template, artist)
            artist.spend(len(below))
            drawing.add(below)
        drawing.add(artist.draw(children(root, "Content"), resources))
        width, height = _size(child(root, "Area")) or self._size
        return (width * PAGE[0], height * PAGE[0]), drawing

    def _with(self, root: etree._Element, path: str) -> Resources:
        """The resources of the document and those of one page."""
        own = [text_of(item) for item in children(root, "PageRes")]
        if not own:
            return self.resources
        resources = self.resources.copy()
        for location in own:
            home = posixpath.dirname(path)
            resources.load(self.container, location, home if self.container.find(location, home) else self.folder)
        return resources

    def _template(self, path: str, artist: Artist) -> Drawing:
        """What a template draws; nothing if it is damaged."""
        if path not in self._drawn:
            try:
                root = self.container.parse(path)
            except UnreadableSourceError:
                self._drawn[path] = Drawing()
            else:
                self._drawn[path] = artist.draw(children(root, "Content"), self._with(root, path))
        return self._drawn[path]


def _size(area: etree._Element | None) -> tuple[float, float] | None:
    """Width and height of a page in millimetres, by its physical box or, for want of that, another one."""
    for name in ("PhysicalBox", "ApplicationBox", "ContentBox"):
        box = box_of(text_of(child(area, name)))
        if box is not None and 0 < box[2] <= _LARGEST and 0 < box[3] <= _LARGEST:
            return box[2], box[3]
    return None


def _unlisted(container: Container, folder: str) -> list[str]:
    """The pages of a document that does not list them, by the numbers of their folders."""
    inside = [path for path in container.ending("Content.xml") if path.startswith(posixpath.join(folder, "Pages/"))]
    inside.sort(key=lambda path: [int(digits) for digits in re.findall(r"\d{1,9}", path)])
    return inside
