"""The texts of cells: cleaned once, and counted, for a short file may show a long text in a thousand places."""

from __future__ import annotations

import re

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["TextBudget", "tidy"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BYTES = 4
"""What a character may take up in UTF-8; also, what a cell takes up at least in a file that is packed well."""
_SMALL = 200_000
"""So many cells are read of a file however small it is."""


def tidy(text: str) -> str:
    """`text` with plain line ends and spaces, without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")).strip()


class TextBudget:
    """How much the cells of a workbook may still show."""

    def __init__(self, limits: Limits, size: int) -> None:
        """How much may be read of a workbook.

        Args:
            limits: `cells` bounds the number of cells, `text_size` the length of their texts together.
            size: bytes of the file; a small one that claims to hold very much is refused early.
        """
        self._limits = limits
        self._size = size
        self._most = _SMALL + size // _BYTES
        self._cells = 0
        self._characters = 0

    def spend(self, text: str) -> None:
        """Count the text of one cell, or of what takes as long to read as a cell.

        Raises:
            UnreadableSourceError: there are too many cells, or too long texts.
        """
        self._cells += 1
        self._characters += len(text)
        if self._cells > self._limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self._limits.cells)
        if self._cells > self._most:
            raise UnreadableSourceError("too-dense", size=-(-self._size // 1024), limit=self._most)
        if self._characters * _BYTES > self._limits.text_size:
            raise UnreadableSourceError("too-much-text", limit=self._limits.text_size // MEGABYTE)
