"""Which pages of a document have text, and what is to be said of the others."""

from __future__ import annotations

from collections.abc import Mapping

from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.pages.model import Page
from jiheng.readers.pages.ranges import page_ranges

__all__ = ["Legible"]

_FEW = 30  # characters beside a picture that fills the page: a stamp, a page number
_MOST_OF_PAGE = 0.5
_GARBLED = 0.3  # of all characters: a text in which so many are unknown says nothing


class Legible:
    """Counts over the pages of one document.

    Attributes:
        scans: the numbers of the pages that are pictures and were not recognised.
        damaged: the numbers of those that could not be opened; whoever opens them adds to it.
    """

    def __init__(self, recognised: Mapping[int, Page] | None = None) -> None:
        """`recognised`: pages that are pictures, as they were recognised, by number."""
        self.scans: list[int] = []
        self.damaged: list[int] = []
        self._recognised = recognised or {}
        self._chars = self._unknown = 0

    def take(self, page: Page, unknown: int) -> Page | None:
        """The page; as it was recognised if it is a picture, None if nobody has.

        `unknown`: how many of its characters have no known meaning.
        """
        visible = len(page.chars) - sum([char.text.isspace() for char in page.chars])
        if page.image_share > _MOST_OF_PAGE and visible <= _FEW:
            seen = self._recognised.get(page.number)
            if seen is None:
                self.scans.append(page.number)
                return None
            page, unknown, visible = seen, 0, len(seen.chars)
        self._chars += visible
        self._unknown += unknown
        return page

    def check(self, count: int, damaged: UnreadableSourceError, garbled: UnreadableSourceError) -> list[Note]:
        """What is to be noted.

        Args:
            count: of all pages.
            damaged: raised where no page could be opened.
            garbled: raised where the text says nothing.

        Raises:
            UnreadableSourceError: one of these, or no page has text.
        """
        if self._unknown > _GARBLED * (self._chars + self._unknown):
            raise garbled
        if not self._chars and not self._recognised:
            if self.damaged and not self.scans:
                raise damaged
            raise UnreadableSourceError("scanned" if self.scans else "no-text", count=count)
        told = (("scanned-pages", self.scans), ("damaged-pages", self.damaged))
        notes = [Note(code, {"pages": page_ranges(pages)}) for code, pages in told if pages]
        return [*notes, *([Note("encoding-damaged", {"count": self._unknown})] if self._unknown else [])]
