"""An OFD file → a reading, in this very process."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace

from jiheng.domain.grid import Reading
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.ofd.beside import beside_notes
from jiheng.readers.ofd.container import Container
from jiheng.readers.ofd.document import File
from jiheng.readers.ofd.drawing import Artist
from jiheng.readers.ofd.page import Laid, lay
from jiheng.readers.ofd.signatures import signature_notes
from jiheng.readers.pages import Page, assemble
from jiheng.readers.pages.legible import Legible
from jiheng.readers.pages.wrapping import distances_in
from jiheng.readers.scan.work import unpack

__all__ = ["read_here", "read_with_scans"]

_EXCERPT = 60
_MOST_NOTES = 20


def read_here(data: bytes, limits: Limits) -> tuple[Reading | None, list[int]]:
    """Paragraphs and tables of an OFD file; or the numbers of its pages that are pictures, if there are any.

    Raises:
        UnreadableSourceError: see `jiheng.readers.ofd.read`.
    """
    pages = _Pages(Container(data, limits), limits)
    reading = pages.reading()
    if pages.legible.scans:
        return None, pages.legible.scans
    return pages.noted(reading), []


def read_with_scans(request: bytes, limits: Limits) -> Reading:
    """As `read_here`, with the pages that were recognised (`request`: a pickle of our own, the file and these pages).

    Raises:
        UnreadableSourceError: likewise; none of the pages has text, and none was recognised.
    """
    data, packed = pickle.loads(request)  # noqa: S301 - the parent made it
    pages = _Pages(Container(data, limits), limits, {page.number: page for page in map(unpack, packed)})
    return pages.noted(pages.reading())


class _Pages:
    """The pages of all documents; what is not among them is told in notes."""

    def __init__(self, container: Container, limits: Limits, recognised: Mapping[int, Page] | None = None) -> None:
        self.legible = Legible(recognised)
        self._limits = limits
        self._container = container
        self._file = File.open(container, limits)
        self._hidden: list[Note] = []
        self._slanted: dict[str, None] = {}

    def reading(self) -> Reading:
        """The text, without notes."""
        distances = distances_in(" ".join(body.keywords for body in self._file.bodies))
        return assemble(self._read(), "ofd", (), self._limits, distances)

    def noted(self, reading: Reading) -> Reading:
        """The same with everything that is to be said of the file.

        Raises:
            UnreadableSourceError: none of its pages has text that says something.
        """
        damaged = UnreadableSourceError("damaged-ofd", part="Content.xml", reason="Pages")
        notes = self.legible.check(self._file.count, damaged, UnreadableSourceError("ofd-no-encoding"))
        notes = [*self._hidden[:_MOST_NOTES], *notes]
        notes += [Note("overlaid-text", {"text": text[:_EXCERPT]}) for text in [*self._slanted][:_MOST_NOTES]]
        for body, document in zip(self._file.bodies, self._file.documents, strict=True):
            notes += [*beside_notes(document), *signature_notes(self._container, body.signatures)]
        return replace(reading, notes=tuple(notes))

    def _read(self) -> Iterator[Page]:
        artist = Artist()
        for number in range(1, self._file.count + 1):
            laid = self._laid(number, artist)
            page = laid and self.legible.take(laid.page, laid.unknown)
            if laid and page:
                self._slanted |= dict.fromkeys(laid.slanted)
                if laid.hidden:
                    text = "；".join(laid.hidden)[:_EXCERPT]
                    self._hidden.append(Note("hidden-text", {"text": text}, Place(page=number)))
                yield page

    def _laid(self, number: int, artist: Artist) -> Laid | None:
        """A page; None if it is missing or damaged."""
        try:
            if (drawn := self._file.draw(number, artist)) is not None:
                return lay(number, *drawn)
        except UnreadableSourceError as error:
            if error.code == "too-many-objects":
                raise
        self.legible.damaged.append(number)
        return None
