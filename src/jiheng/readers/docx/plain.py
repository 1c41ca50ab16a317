"""Nearly every table of an office holds nothing but rows, cells, merges, paragraphs and text.

Such a table is read in one sweep over the few elements that matter, several times faster than by walking the tree;
`applies` tells whether nothing else is in it. What both ways make of a table is the same (there is a test).
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from jiheng.domain.grid import Cell
from jiheng.readers.docx.names import MATH_TEXT, Names

__all__ = ["PlainTable", "span"]

_MAX_SPAN = 1000
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Whatever changes what a run, a paragraph or a cell shows. `tabs` are tab stops, whose elements are called tab, too;
# `tcPrChange` keeps the merges that a cell had before a tracked change.
_RARE = (
    "tbl", "del", "moveFrom", "fldChar", "instrText", "vanish", "sym", "ruby", "numPr", "pStyle", "hMerge", "gridBefore",
    "drawing", "pict", "object", "txbxContent", "tabs", "ptab", "cr", "noBreakHyphen",
    "tcPrChange",
)  # fmt: skip


def span(value: str) -> int:
    """How many columns an attribute claims, within reason."""
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 10 else 1


class PlainTable:
    """Reads tables without rare constructs."""

    def __init__(self, names: Names) -> None:
        """`names`: of the document's namespace."""
        w = names
        self._rare = (*map(w, _RARE), _ALTERNATE, MATH_TEXT)
        self._tr, self._tc, self._p, self._t = w("tr"), w("tc"), w("p"), w("t")
        self._tab, self._br = w("tab"), w("br")
        self._span, self._merge, self._val = w("gridSpan"), w("vMerge"), w("val")
        self._swept = (self._tr, self._tc, self._p, self._t, self._tab, self._br, self._span, self._merge)

    def applies(self, table: etree._Element) -> bool:
        """Whether `table` holds nothing that needs a closer look."""
        return next(table.iterdescendants(*self._rare), None) is None

    def read(self, table: etree._Element, allow: Callable[[int], None]) -> tuple[tuple[Cell, ...], ...]:
        """The rows of the grid; `allow` is told how many positions each cell takes."""
        tr, tc, p, t = self._tr, self._tc, self._p, self._t
        sweep = _Sweep(allow)
        for item in table.iter(*self._swept):
            tag = item.tag
            if tag == t:
                if item.text:
                    sweep.parts.append(item.text)
            elif tag == p:
                sweep.begin_paragraph()
            elif tag == tc:
                sweep.begin_cell()
            elif tag == tr:
                sweep.begin_row()
            else:
                self._detail(item, sweep)
        sweep.end_cell()
        return tuple(map(tuple, sweep.rows))

    def _detail(self, item: etree._Element, sweep: _Sweep) -> None:
        tag = item.tag
        if tag == self._span:
            sweep.width = span(item.get(self._val, "1"))
        elif tag == self._merge:
            sweep.merged = item.get(self._val, "continue") == "continue"
        else:
            sweep.parts.append("\n" if tag == self._br else "\t")


class _Sweep:
    """The state of one sweep: the row and the cell that are open."""

    __slots__ = ("above", "allow", "merged", "paragraphs", "parts", "row", "rows", "width")

    def __init__(self, allow: Callable[[int], None]) -> None:
        self.allow = allow
        self.rows: list[list[Cell]] = []
        self.above: list[Cell] = []
        self.row: list[Cell] = []
        self.parts: list[str] = []
        self.width = 0  # of the open cell, 0 where none is open
        self.merged = False
        self.paragraphs = 0

    def begin_row(self) -> None:
        self.end_cell()
        self.above, self.row = self.row, []
        self.rows.append(self.row)

    def begin_cell(self) -> None:
        self.end_cell()
        self.parts, self.width, self.merged, self.paragraphs = [], 1, False, 0

    def begin_paragraph(self) -> None:
        self.paragraphs += 1
        if self.paragraphs > 1:
            self.parts.append("\n")

    def end_cell(self) -> None:
        if not self.width:
            return
        self.allow(self.width)
        column = len(self.row) + 1
        if self.merged and column <= len(self.above):
            cell = self.above[column - 1]
        else:
            cell = Cell("".join(self.parts).strip(), len(self.rows), column)
        self.row.extend([cell] * self.width)
        self.width = 0
