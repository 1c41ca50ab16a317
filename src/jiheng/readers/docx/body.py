"""The body of a Word document: from XML to paragraphs and grids."""

from __future__ import annotations

from lxml import etree

from jiheng.domain.grid import Block, Cell, Grid, Paragraph
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.docx.inline import Inline
from jiheng.readers.docx.looks import without_looks
from jiheng.readers.docx.names import Names
from jiheng.readers.docx.numbering import Numbering
from jiheng.readers.docx.package import Package
from jiheng.readers.docx.plain import PlainTable, span
from jiheng.readers.docx.signs import decode_signs, may_hold_signs
from jiheng.readers.docx.styles import Styles
from jiheng.readers.limits import Limits

__all__ = ["Body"]


class Body:
    """Walks the body once. `blocks` and `notes` hold what was found.

    With `keep_cells`, `elements` maps (table, row, column) to the XML of each cell, for changing it in place; `decoded`
    tells in which of its texts other characters stood.
    """

    def __init__(self, package: Package, limits: Limits, *, keep_cells: bool = False) -> None:
        """Parse the main part of `package`.

        Raises:
            UnreadableSourceError: it is not well-formed, or beyond the limits.
        """
        holds_signs = False

        def prepare(data: bytes) -> bytes:
            nonlocal holds_signs
            holds_signs = may_hold_signs(data)
            return data if keep_cells or holds_signs else without_looks(data)

        self.root = package.parse(package.main, keep_all=keep_cells, prepare=prepare)
        self.names = w = Names(etree.QName(self.root).namespace or "")
        self.limits = limits
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.elements: dict[tuple[int, int, int], etree._Element] | None = {} if keep_cells else None
        self._styles = Styles(package, w)
        self.decoded = decode_signs(self.root, w, self._styles) if holds_signs else []
        self._numbering = Numbering(package, w)
        self._inline = Inline(w, self.notes)
        self._plain = PlainTable(w)
        self._tables = 0
        self._paragraphs = 0
        self._cells = 0
        self._p, self._tbl, self._tr, self._tc = w("p"), w("tbl"), w("tr"), w("tc")
        self._tc_pr, self._tr_pr, self._p_pr = w("tcPr"), w("trPr"), w("pPr")
        self._grid_span, self._v_merge, self._h_merge = w("gridSpan"), w("vMerge"), w("hMerge")
        self._val = w("val")
        self._wrappers = w.of("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "hyperlink")
        self._deleted = w.of("del", "moveFrom")

    def walk(self) -> None:
        """Fill `blocks` and `notes`.

        Raises:
            UnreadableSourceError: not a Word body, or beyond the limits.
        """
        body = self.root.find(self.names("body"))
        if body is None:
            raise UnreadableSourceError("not-word")
        self._flow(body, depth=0)

    def _flow(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            tag = child.tag
            if self._paragraphs + self._tables > self.limits.paragraphs:
                raise UnreadableSourceError("too-many-paragraphs", limit=self.limits.paragraphs)
            if tag == self._p:
                self._paragraph(child, depth)
            elif tag == self._tbl:
                self._table(child, depth + 1)
            elif tag in self._wrappers:
                self._flow(child, depth)
            elif tag in self._deleted:
                self._inline.deleted(child)

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        self._paragraphs += 1
        number = self._paragraphs
        properties = element.find(self._p_pr)
        text = self._text(element, properties).strip()
        boxes = self._inline.take_boxes()
        if text:
            style = self._styles.of(properties)
            contents = style.is_contents or self._inline.in_contents
            self.blocks.append(Paragraph(text, number, style.heading, contents))
        for box in boxes:
            self._flow(box, depth)

    def _text(self, element: etree._Element, properties: etree._Element | None) -> str:
        text = self._inline.text(element)
        if properties is not None and text and (label := self._numbering.label(properties, self._styles)):
            return label + text
        return text

    def _table(self, table: etree._Element, depth: int) -> None:
        if depth > self.limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self.limits.nesting)
        rows = list(self._children(table, self._tr))
        if (
            len(rows) == 1
            and len(cells := list(self._children(rows[0], self._tc))) == 1
            and any(True for _ in self._children(cells[0], self._tbl))
        ):
            self._flow(cells[0], depth)  # a frame around the real table
            return
        self._tables += 1
        number = self._tables
        self._inline.abandon_instructions()
        if self.elements is None and self._plain.applies(table):
            grid = self._plain.read(table, self._allow)
            self.blocks.append(Grid(number, grid))
            return
        place = len(self.blocks)
        nested: list[etree._Element] = []
        grid_rows: list[tuple[Cell, ...]] = []
        for element in rows:
            row = self._row(element, number, len(grid_rows) + 1, grid_rows[-1] if grid_rows else (), nested)
            if row is not None:
                grid_rows.append(row)
        self.blocks.insert(place, Grid(number, tuple(grid_rows)))
        for inner in nested:
            self._table(inner, depth + 1) if inner.tag == self._tbl else self._flow(inner, depth)

    def _allow(self, positions: int) -> None:
        """Count grid positions.

        Raises:
            UnreadableSourceError: there are more than the limits allow.
        """
        self._cells += positions
        if self._cells > self.limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self.limits.cells)

    def _row(
        self, element: etree._Element, table: int, number: int, above: tuple[Cell, ...], nested: list[etree._Element]
    ) -> tuple[Cell, ...] | None:
        row: list[Cell] = []
        properties = element.find(self._tr_pr)
        if properties is not None:
            if properties.find(self.names("del")) is not None:
                self._inline.deleted(element)
                return None
            before = properties.find(self.names("gridBefore"))
            if before is not None:
                row.extend([Cell("", number, 1)] * self._count(before))
        for cell in self._children(element, self._tc):
            column = len(row) + 1
            width, down, across = self._merges(cell)
            self._allow(width)
            # Text in a cell that is merged away is not shown; the cell that covers it is.
            if across and row:
                value = row[-1]
            elif down and column <= len(above):
                value = above[column - 1]
            else:
                value = Cell(self._cell_text(cell, nested), number, column)
                if self.elements is not None:
                    self.elements[table, number, column] = cell
            row.extend([value] * width)
        return tuple(row)

    def _merges(self, cell: etree._Element) -> tuple[int, bool, bool]:
        """How many columns a cell covers, whether the one above covers it, whether the one on its left does."""
        width, down, across = 1, False, False
        properties = cell.find(self._tc_pr)
        if properties is not None:
            for item in properties:
                tag = item.tag
                if tag == self._grid_span:
                    width = self._count(item)
                elif tag == self._v_merge:
                    down = item.get(self._val, "continue") == "continue"
                elif tag == self._h_merge:
                    across = item.get(self._val, "continue") == "continue"
        return width, down, across

    def _cell_text(self, cell: etree._Element, nested: list[etree._Element]) -> str:
        lines: list[str] = []
        for child in cell:
            tag = child.tag
            if tag == self._p:
                properties = child.find(self._p_pr)
                lines.append(self._text(child, properties))
                nested.extend(self._inline.take_boxes())
            elif tag == self._tbl:
                nested.append(child)
            elif tag in self._wrappers:
                lines.append(self._cell_text(child, nested))
            elif tag in self._deleted:
                self._inline.deleted(child)
        return lines[0].strip() if len(lines) == 1 else "\n".join(lines).strip()

    def _children(self, parent: etree._Element, wanted: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        for child in parent:
            tag = child.tag
            if tag == wanted:
                found.append(child)
            elif tag in self._wrappers:
                found.extend(self._children(child, wanted))
        return found

    def _count(self, element: etree._Element) -> int:
        return span(element.get(self._val, "1"))
