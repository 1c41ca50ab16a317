"""From the gathered text to paragraphs and grids, in reading order."""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from jiheng.domain.grid import Block, Cell, Grid, Paragraph
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.doc.file import Part, WordFile
from jiheng.readers.doc.lists import Lists
from jiheng.readers.doc.marks import Shown, Sources, clean, show
from jiheng.readers.doc.paragraphs import Paragraphs
from jiheng.readers.doc.pieces import Pieces
from jiheng.readers.doc.rows import Columns, Shape, parse_shape
from jiheng.readers.doc.runs import character_runs
from jiheng.readers.doc.story import Item, Row, Table, TextParagraph, gather
from jiheng.readers.doc.styles import Styles
from jiheng.readers.limits import Limits

__all__ = ["Body"]

_TEXT_BOXES = 6  # place among the file's lengths
_ANCHOR, _BOX, _BOX_SHAPE = 26, 22, 14  # sizes of entries; where a text box names its shape
_BODY_TEXT = 9
_FONT_NAME = 40


class Body:
    """Reads the main text and, at the paragraphs that anchor them, the text boxes."""

    def __init__(self, file: WordFile, limits: Limits) -> None:
        """Put the text together.

        Raises:
            UnreadableSourceError: the file is damaged.
        """
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._file, self._limits = file, limits
        self._pieces = Pieces(file)
        self._paragraphs = Paragraphs(file, self._pieces)
        self._styles = Styles(file)
        self._lists = Lists(file)
        self._boxes: dict[int, list[Item]] = defaultdict(list)  # anchor → what the boxes there hold
        self._anchors: list[int] = []
        self._shapes: dict[tuple[bytes, int], Shape] = {}
        self._shown: Shown
        self._tables = 0
        self._numbers = 0
        self._cells = 0

    def walk(self) -> None:
        """Fill `blocks` and `notes`.

        Raises:
            UnreadableSourceError: the file is damaged, or beyond the limits.
        """
        lengths = self._file.lengths
        main = (0, lengths[0])
        first = sum(lengths[:_TEXT_BOXES])
        boxes = (first, first + lengths[_TEXT_BOXES])
        sources = Sources(
            self._pieces,
            character_runs(self._file),
            self._paragraphs,
            self._styles,
            _fonts(self._file.part(Part.FONTS)),
        )
        self._shown = show(sources, (main, boxes), self.notes)
        self._place_boxes(*boxes)
        self._flow(self._gather(*main), depth=0)
        self._flow(self._boxes_between(0, boxes[1]), depth=0)  # those whose anchor was not met

    def _gather(self, start: int, end: int) -> list[Item]:
        return gather(self._shown, self._paragraphs, start, end, self._limits)

    def _place_boxes(self, start: int, end: int) -> None:
        """Find which text box is anchored where."""
        if start == end:
            return
        anchors = {shape: at for at, _next, shape in _entries(self._file.part(Part.ANCHORS), _ANCHOR, 0)}
        for first, last, shape in _entries(self._file.part(Part.TEXT_BOXES), _BOX, _BOX_SHAPE):
            if first < last <= end - start:
                at = anchors.get(shape, start)
                self._boxes[at].extend(self._gather(start + first, start + last))
        self._anchors = sorted(self._boxes)

    def _boxes_between(self, start: int, end: int) -> list[Item]:
        """What the text boxes hold that are anchored there; each is given once."""
        if not self._anchors:
            return []
        met = self._anchors[bisect_left(self._anchors, start) : bisect_right(self._anchors, end)]
        return [item for at in met for item in self._boxes.pop(at, ())]

    def _flow(self, items: Iterable[Item], depth: int) -> None:
        for item in items:
            if isinstance(item, Table):
                self._table(item, depth + 1)
            else:
                self._paragraph(item, depth)

    def _paragraph(self, paragraph: TextParagraph, depth: int) -> None:
        self._numbers += 1
        number = self._numbers
        text = self._text(paragraph).strip()
        if text:
            style = self._styles.numbered(paragraph.properties.style)
            outline = paragraph.properties.outline
            heading = style.heading if outline is None else outline + 1 if 0 <= outline < _BODY_TEXT else None
            contents = style.is_contents or self._shown.in_contents(paragraph.start, paragraph.end)
            self.blocks.append(Paragraph(text, number, heading, contents))
        self._flow(self._boxes_between(paragraph.start, paragraph.end), depth)

    def _text(self, paragraph: TextParagraph) -> str:
        if paragraph.start == paragraph.end:
            return ""
        text = clean(self._shown.text[paragraph.start : paragraph.end], has_pairs=self._pieces.has_pairs)
        return self._lists.label(paragraph.properties, self._styles) + text if text else ""

    def _table(self, table: Table, depth: int) -> None:
        if depth > self._limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self._limits.nesting)
        rows = table.rows
        if len(rows) == 1 and len(rows[0].cells) == 1 and any(isinstance(item, Table) for item in rows[0].cells[0]):
            self._flow(rows[0].cells[0], depth)  # a frame around the real table
            return
        self._tables += 1
        number = self._tables
        place = len(self.blocks)
        shapes = [self._shape(row) for row in rows]
        columns = Columns(shapes)
        nested: list[Item] = []
        grid: list[tuple[Cell, ...]] = []
        for row, shape in zip(rows, shapes, strict=True):
            if not row.is_deleted:
                grid.append(self._row(row, shape, columns.of(shape.edges), grid, nested))
        self.blocks.insert(place, Grid(number, tuple(grid)))
        self._flow(nested, depth)

    def _shape(self, row: Row) -> Shape:
        key = row.properties, len(row.cells)
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = parse_shape(row.properties)
            shape.fit(len(row.cells))
        return shape

    def _row(
        self, row: Row, shape: Shape, edges: list[int], grid: list[tuple[Cell, ...]], nested: list[Item]
    ) -> tuple[Cell, ...]:
        number = len(grid) + 1
        above = grid[-1] if grid else ()
        self._allow(edges[-1])
        cells = [Cell("", number, 1)] * edges[0]
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

    def _allow(self, positions: int) -> None:
        self._cells += positions
        if self._cells > self._limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self._limits.cells)

    def _cell_text(self, items: list[Item], nested: list[Item]) -> str:
        lines: list[str] = []
        for item in items:
            if isinstance(item, Table):
                nested.append(item)
            else:
                lines.append(self._text(item))
                nested.extend(self._boxes_between(item.start, item.end))
        return lines[0].strip() if len(lines) == 1 else "\n".join(lines).strip()


def _fonts(block: bytes) -> list[str]:
    """The names of the fonts, in the order of their numbers."""
    fonts = []
    at = 4
    while at + _FONT_NAME < len(block):
        size = block[at] + 1
        name = block[at + _FONT_NAME : at + size].decode("utf-16-le", "replace")
        fonts.append(name.partition("\0")[0])
        at += size
    return fonts


def _entries(block: bytes, size: int, at: int) -> list[tuple[int, int, int]]:
    """Of each entry of a list: where its text begins and ends, and the number that stands at `at` in it."""
    count = (len(block) - 4) // (size + 4)
    if count <= 0:
        return []
    positions = struct.unpack_from(f"<{count + 1}I", block)
    numbers = (struct.unpack_from("<I", block, 4 * (count + 1) + size * n + at)[0] for n in range(count))
    return list(zip(positions, positions[1:], numbers, strict=False))
