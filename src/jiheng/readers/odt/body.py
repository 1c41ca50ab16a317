"""The body of a text document: from XML to paragraphs and grids."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from jiheng.domain.grid import Block, Grid, Paragraph
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.odt.inline import Inline
from jiheng.readers.odt.lists import Item, Lists
from jiheng.readers.odt.names import DRAW, OFFICE, TABLE, TEXT, count
from jiheng.readers.odt.package import Document
from jiheng.readers.odt.styles import Styles
from jiheng.readers.spans import Spans

__all__ = ["Body", "rows_of"]

_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_TABLE, _LIST = f"{TABLE}table", f"{TEXT}list"
_ITEMS = frozenset({f"{TEXT}list-item", f"{TEXT}list-header"})
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_ROWS = frozenset({
    f"{TABLE}table-rows", f"{TABLE}table-header-rows", f"{TABLE}table-row-group",
})  # fmt: skip
_CONTENTS = f"{TEXT}table-of-content"
_INDEX_SOURCE = "-source"
_HIDDEN_SECTION = f"{TEXT}display"
_OFF = frozenset({
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
    f"{TEXT}dde-connection-decls", f"{TEXT}alphabetical-index-auto-mark-file", f"{OFFICE}forms",
    f"{OFFICE}annotation", f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin",
    f"{DRAW}floating-frame", f"{DRAW}applet", f"{DRAW}contour-polygon", f"{OFFICE}event-listeners",
    f"{DRAW}glue-point", f"{DRAW}enhanced-geometry",
})  # fmt: skip
_MOST_COLUMNS = 1000
_MOST_ROWS = 10_000
_EXCERPT = 40


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those of its groups included."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _ROWS:
            yield from rows_of(child)


class Body:
    """Walks the body once. `blocks` and `notes` hold what was found."""

    def __init__(self, document: Document, limits: Limits) -> None:
        """`document`: its body is a text."""
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._body = document.body
        self._limits = limits
        self._styles = Styles(document.styles)
        self._lists = Lists(self._styles)
        self._inline = Inline(self._styles, self.notes)
        self._tables = 0
        self._paragraphs = 0
        self._cells = 0
        self._in_contents = False

    def walk(self) -> None:
        """Fill `blocks` and `notes`.

        Raises:
            UnreadableSourceError: beyond the limits.
        """
        for deletion in self._body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region/{TEXT}deletion"):
            paragraphs = (item for item in deletion.iter(*_PARAGRAPHS))
            text = "".join("".join(map(str, item.itertext())) for item in paragraphs).strip()
            if text:
                self.notes.append(Note("deleted-text", {"text": text[:_EXCERPT]}))
        self._flow(self._body, 0, None)

    def _flow(self, parent: etree._Element, depth: int, item: Item | None) -> None:
        for child in parent:
            tag = child.tag
            if self._paragraphs + self._tables > self._limits.paragraphs:
                raise UnreadableSourceError("too-many-paragraphs", limit=self._limits.paragraphs)
            if tag in _PARAGRAPHS:
                self._paragraph(child, depth, item)
            elif tag == _TABLE:
                self._table(child, depth + 1)
            elif tag == _LIST:
                self._list(child, depth, item)
            elif tag == _CONTENTS:
                was, self._in_contents = self._in_contents, True
                self._flow(child, depth, item)
                self._in_contents = was
            elif self._goes_on(child):
                self._flow(child, depth, item)

    def _goes_on(self, element: etree._Element) -> bool:
        """Whether what `element` holds is shown: sections, indexes, frames and shapes are looked through."""
        tag = element.tag
        if tag in _OFF or tag.endswith(_INDEX_SOURCE):
            return False
        if tag == f"{TEXT}section" and element.get(_HIDDEN_SECTION) == "none":
            self._inline.hidden("".join(map(str, element.itertext())))
            return False
        return tag.startswith((TEXT, DRAW))

    def _list(self, element: etree._Element, depth: int, outer: Item | None) -> None:
        opened = self._lists.open(element, outer)
        for child in element:
            if child.tag in _ITEMS:
                opened.is_due = child.tag == f"{TEXT}list-item"
                start = child.get(f"{TEXT}start-value")
                opened.start = count(start, 100_000) if start else None
                self._flow(child, depth, opened)

    def _paragraph(self, element: etree._Element, depth: int, item: Item | None) -> None:
        self._paragraphs += 1
        number = self._paragraphs
        text = self._text(element, item).strip()
        boxes = self._inline.take_boxes()
        if text:
            style = self._styles.of("paragraph", element.get(f"{TEXT}style-name"))
            heading = style.heading
            if element.tag == f"{TEXT}h":
                heading = 0 if heading == 0 else count(element.get(f"{TEXT}outline-level"), 9)
            self.blocks.append(Paragraph(text, number, heading, self._in_contents or style.is_contents))
        for box in boxes:
            self._flow_box(box, depth)

    def _flow_box(self, box: etree._Element, depth: int) -> None:
        if self._goes_on(box):
            self._flow(box, depth, None)

    def _text(self, element: etree._Element, item: Item | None) -> str:
        text = self._inline.text(element)
        if not text:
            return ""
        if item is not None:
            style = self._styles.of("paragraph", element.get(f"{TEXT}style-name"))
            return self._lists.label(item, style.numbering) + text
        if element.tag == f"{TEXT}h" and element.get(f"{TEXT}is-list-header") != "true":
            return self._lists.outline_label(count(element.get(f"{TEXT}outline-level"), 10) - 1) + text
        return text

    def _table(self, table: etree._Element, depth: int) -> None:
        if depth > self._limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self._limits.nesting)
        if (frame := _frame(table)) is not None:
            self._flow(frame, depth, None)  # a frame around the real table
            return
        self._tables += 1
        number = self._tables
        place = len(self.blocks)
        nested: list[etree._Element] = []
        grid = Spans(self._allow)
        for row in rows_of(table):
            cells = list(self._row(row, nested))
            for _repeat in range(count(row.get(f"{TABLE}number-rows-repeated"), _MOST_ROWS)):
                grid.begin_row()
                for text, width, height in cells:
                    grid.covered(width) if text is None else grid.cell(text, width, height)
        self.blocks.insert(place, Grid(number, grid.rows()))
        for inner in nested:
            self._table(inner, depth + 1) if inner.tag == _TABLE else self._flow_box(inner, depth)

    def _row(self, row: etree._Element, nested: list[etree._Element]) -> Iterator[tuple[str | None, int, int]]:
        """Text, width and height of each cell; None and how many places, where others cover it."""
        for cell in row:
            times = count(cell.get(f"{TABLE}number-columns-repeated"), _MOST_COLUMNS)
            if cell.tag == f"{TABLE}covered-table-cell":
                yield None, times, 1
            elif cell.tag == f"{TABLE}table-cell":
                width = count(cell.get(f"{TABLE}number-columns-spanned"), _MOST_COLUMNS)
                height = count(cell.get(f"{TABLE}number-rows-spanned"), _MOST_ROWS)
                text = self._cell_text(cell, None, nested)
                yield from ((text, width, height) for _repeat in range(times))

    def _allow(self, positions: int) -> None:
        """Count grid positions.

        Raises:
            UnreadableSourceError: there are more than the limits allow.
        """
        self._cells += positions
        if self._cells > self._limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self._limits.cells)

    def _cell_text(self, cell: etree._Element, item: Item | None, nested: list[etree._Element]) -> str:
        lines: list[str] = []
        self._lines(cell, item, lines, nested)
        return lines[0].strip() if len(lines) == 1 else "\n".join(lines).strip()

    def _lines(self, parent: etree._Element, item: Item | None, lines: list[str], nested: list[etree._Element]) -> None:
        for child in parent:
            tag = child.tag
            if tag in _PARAGRAPHS:
                lines.append(self._text(child, item))
                nested.extend(self._inline.take_boxes())
            elif tag == _TABLE:
                nested.append(child)
            elif tag == _LIST:
                opened = self._lists.open(child, item)
                for entry in child:
                    if entry.tag in _ITEMS:
                        opened.is_due = entry.tag == f"{TEXT}list-item"
                        self._lines(entry, opened, lines, nested)
            elif tag.startswith(DRAW):
                nested.append(child)
            elif self._goes_on(child):
                self._lines(child, item, lines, nested)


def _frame(table: etree._Element) -> etree._Element | None:
    """The only cell of a table that holds another table."""
    rows = list(rows_of(table))
    cells = [cell for cell in rows[0] if cell.tag in _CELLS] if len(rows) == 1 else []
    if len(cells) == 1 and cells[0].find(_TABLE) is not None:
        return cells[0]
    return None
