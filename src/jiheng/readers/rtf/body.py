"""From gathered paragraphs and tables to blocks, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from jiheng.domain.grid import Block, Cell, Grid, Paragraph
from jiheng.errors import UnreadableSourceError
from jiheng.readers.doc.rows import Columns
from jiheng.readers.limits import Limits
from jiheng.readers.rtf.parser import Parser
from jiheng.readers.rtf.story import Item, Row, Table, TextParagraph
from jiheng.readers.rtf.texts import joined

__all__ = ["Body"]

_BODY_TEXT = 9


class Body:
    """Turns what the parser read into `blocks`."""

    def __init__(self, parser: Parser, limits: Limits) -> None:
        """`parser`: it knows the styles and lists of the file."""
        self.blocks: list[Block] = []
        self._styles, self._lists = parser.styles, parser.lists
        self._limits = limits
        self._tables = 0
        self._numbers = 0
        self._cells = 0

    def flow(self, items: Iterable[Item], depth: int = 0) -> None:
        """Add `items` to the blocks.

        Raises:
            UnreadableSourceError: beyond the limits.
        """
        for item in items:
            if isinstance(item, Table):
                self._table(item, depth + 1)
            else:
                self._paragraph(item, depth)

    def _paragraph(self, paragraph: TextParagraph, depth: int) -> None:
        self._numbers += 1
        if self._numbers > self._limits.paragraphs:
            raise UnreadableSourceError("too-many-paragraphs", limit=self._limits.paragraphs)
        number = self._numbers
        text = self._text(paragraph).strip()
        if text:
            style = self._styles.numbered(paragraph.style.style)
            outline = paragraph.style.outline
            heading = style.heading if outline is None else outline + 1 if 0 <= outline < _BODY_TEXT else None
            self.blocks.append(Paragraph(text, number, heading, paragraph.is_contents or style.is_contents))
        for box in paragraph.boxes:
            self.flow(box, depth)

    def _text(self, paragraph: TextParagraph) -> str:
        text = joined(paragraph.text)
        return self._label(paragraph) + text if text else ""

    def _label(self, paragraph: TextParagraph) -> str:
        """The number before a paragraph: counted, or as its writer put it where the list is not defined."""
        number, level = paragraph.style.list_number, paragraph.style.level
        if number is None:
            style = self._styles.numbered(paragraph.style.style)
            number, level = style.list_number, style.level
        if number:
            label = self._lists.label(number, level)
            if label is not None:
                return label
        written = joined(paragraph.label).strip()
        return written if any(map(str.isalnum, written)) else ""

    def _table(self, table: Table, depth: int) -> None:
        if depth > self._limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self._limits.nesting)
        rows = table.rows
        if len(rows) == 1 and len(rows[0].cells) == 1 and any(isinstance(item, Table) for item in rows[0].cells[0]):
            self.flow(rows[0].cells[0], depth)  # a frame around the real table
            return
        self._tables += 1
        number = self._tables
        place = len(self.blocks)
        columns = Columns(row.shape for row in rows)
        nested: list[Item] = []
        grid: list[tuple[Cell, ...]] = []
        for row in rows:
            grid.append(self._row(row, columns.of(row.shape.edges), grid, nested))
        self.blocks.insert(place, Grid(number, tuple(grid)))
        self.flow(nested, depth)

    def _row(self, row: Row, edges: list[int], grid: list[tuple[Cell, ...]], nested: list[Item]) -> tuple[Cell, ...]:
        number = len(grid) + 1
        above = grid[-1] if grid else ()
        self._cells += edges[-1]
        if self._cells > self._limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self._limits.cells)
        cells = [Cell("", number, 1)] * edges[0]
        shape = row.shape
        for items, left, right, across, down in zip(
            row.cells, edges, edges[1:], shape.across, shape.down, strict=False
        ):
            # Text in a cell that is merged away is not shown; the cell that covers it is.
            if across and cells:
                cell = cells[-1]
            elif down and left < len(above):
                cell = above[left]
            else:
                cell = Cell(self._cell_text(items, nested), number, left + 1)
            cells.extend([cell] * (right - left))
        return tuple(cells)

    def _cell_text(self, items: list[Item], nested: list[Item]) -> str:
        lines: list[str] = []
        for item in items:
            if isinstance(item, Table):
                nested.append(item)
            else:
                lines.append(self._text(item))
                for box in item.boxes:
                    nested.extend(box)
        return lines[0].strip() if len(lines) == 1 else "\n".join(lines).strip()
