"""Paragraphs gathered into tables, rows and cells, as deep as they are nested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from jiheng.errors import UnreadableSourceError
from jiheng.readers.doc.marks import Shown
from jiheng.readers.doc.paragraphs import ParagraphProperties, Paragraphs
from jiheng.readers.limits import Limits

__all__ = ["Item", "Row", "Table", "TextParagraph", "gather"]

_END = re.compile("[\r\x07\x0c]")


class TextParagraph(NamedTuple):
    """A paragraph: its text from `start` to `end`, without the mark that ends it."""

    start: int
    end: int
    properties: ParagraphProperties


@dataclass(slots=True)
class Row:
    """Cells with what they hold, and the row's modifiers."""

    cells: list[list[Item]]
    properties: bytes = b""
    is_deleted: bool = False


@dataclass(slots=True)
class Table:
    """Finished rows, and the row and the cell that are being filled."""

    rows: list[Row] = field(default_factory=list)
    cells: list[list[Item]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def end_cell(self) -> None:
        """What came since the last cell is one."""
        self.cells.append(self.items)
        self.items = []

    def end_row(self, properties: bytes, *, is_deleted: bool) -> None:
        """The cells since the last row are one."""
        if self.cells or not is_deleted:
            self.rows.append(Row(self.cells, properties, is_deleted))
        self.cells = []
        self.items = []

    def close(self) -> None:
        """Keep what stands in a row without an end."""
        if self.items:
            self.end_cell()
        if self.cells:
            self.end_row(b"", is_deleted=False)


Item = TextParagraph | Table


def gather(shown: Shown, paragraphs: Paragraphs, start: int, end: int, limits: Limits) -> list[Item]:
    """The paragraphs and tables of the text from `start` to `end`.

    Raises:
        UnreadableSourceError: there are more, or they are nested deeper, than `limits` allow.
    """
    items: list[Item] = []
    opened: list[Table] = []
    for number, (paragraph, mark) in enumerate(_split(shown.text, paragraphs, start, end), 1):
        if number > limits.cells:
            raise UnreadableSourceError("too-many-paragraphs", limit=limits.cells)
        properties = paragraph.properties
        depth = properties.depth or int(mark == "\x07")
        if depth > limits.nesting:
            raise UnreadableSourceError("too-deep", limit=limits.nesting)
        while len(opened) > depth:
            opened.pop().close()
        while len(opened) < depth:
            table = Table()
            (opened[-1].items if opened else items).append(table)
            opened.append(table)
        if not opened:
            items.append(paragraph)
        elif properties.ends_row:
            opened[-1].end_row(properties.row, is_deleted=shown.is_deleted(paragraph.end))
        else:
            opened[-1].items.append(paragraph)
            if mark == "\x07" if depth == 1 else properties.ends_inner_cell:
                opened[-1].end_cell()
    while opened:
        opened.pop().close()
    return items


def _split(text: str, paragraphs: Paragraphs, start: int, end: int) -> Iterator[tuple[TextParagraph, str]]:
    first = start
    for match in _END.finditer(text, start, end):
        at = match.start()
        if match[0] == "\x0c" and paragraphs.goes_on(at):
            continue
        yield TextParagraph(first, at, paragraphs.ending_at(at)), match[0]
        first = at + 1
    if first < end:
        yield TextParagraph(first, end, ParagraphProperties()), ""
