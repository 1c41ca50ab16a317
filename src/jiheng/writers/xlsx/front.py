"""Texts outside the tables, one below the other in a single wide column: cover, contents, department part."""

from __future__ import annotations

from math import ceil

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.writers.paper import Contents, Cover, Heading, Text
from jiheng.writers.xlsx.measure import HIGHEST, column_points, text_height
from jiheng.writers.xlsx.sheet import cell_at, merge
from jiheng.writers.xlsx.styles import BODY, CONTENTS, CONTENTS_TITLE, COVER, COVER_UNIT, HEADINGS, size_of
from jiheng.writers.xlsx.values import clean, put_lead, put_text

__all__ = ["Entry", "TextSheet", "write_contents"]

_WIDTH = 80.0
_ABOVE_COVER = 150.0
_ENTRY_LENGTH = 60

Entry = tuple[str, int, str, int]
"""A line of the contents: the heading, the number and the name of its sheet, its row there."""


class TextSheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        """`sheet`: a blank one."""
        self.sheet = sheet
        self.row = 0
        sheet.column_dimensions["A"].width = _WIDTH

    def add(self, block: Cover | Heading | Text) -> int:
        """Write a block; the row in which it begins."""
        if isinstance(block, Cover):
            self._cover(block)
        elif isinstance(block, Heading):
            if block.new_page:
                self.break_page()
            return self._line("", block.text, HEADINGS[block.level])
        else:
            return self._line(block.lead, block.text, BODY)
        return 1

    def reserve(self, contents: Contents, count: int) -> int:
        """Leave room for `count` lines of contents; the row of the first."""
        self.break_page()
        self._line("", contents.title, CONTENTS_TITLE)
        first = self.row + 1
        self.row += count
        return first

    def break_page(self) -> None:
        """What follows begins a page."""
        if self.row:
            self.sheet.row_breaks.append(Break(id=self.row))

    def _cover(self, cover: Cover) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = _ABOVE_COVER
        self.sheet.HeaderFooter.differentFirst = True  # no page number on it
        if cover.organization:
            self._line("", cover.organization, COVER_UNIT)
        for line in cover.lines:
            self._line("", line, COVER)

    def _line(self, lead: str, text: str, style: str) -> int:
        """A paragraph, in as many rows as it needs."""
        first = self.row + 1
        cell = cell_at(self.sheet, first, 1)
        cell.style = style
        put_lead(cell, lead, text)
        is_marked = cell.quotePrefix
        height = text_height(lead + text, column_points(_WIDTH), size_of(style))
        parts = ceil(height / HIGHEST)
        for row in range(first, first + parts):
            self.sheet.cell(row, 1).style = style
            self.sheet.row_dimensions[row].height = ceil(2 * height / parts) / 2
        cell.quotePrefix = is_marked  # the style took it away
        self.row += parts
        merge(self.sheet, first, 1, self.row, 1)
        return first


def write_contents(sheet: Worksheet, first: int, entries: list[Entry]) -> None:
    """The contents in the rows from `first` on; each line leads to its heading."""
    for row, (text, number, name, target) in enumerate(entries, first):
        cell = cell_at(sheet, row, 1)
        cell.style = CONTENTS
        line = " ".join(text.split())
        line = line if len(line) <= _ENTRY_LENGTH else f"{line[: _ENTRY_LENGTH - 1]}…"
        put_text(cell, f"{line} …… 工作表  {number}")
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"{quote_sheetname(name)}!A{target}", display=clean(line)
        )
        sheet.row_dimensions[row].height = text_height(line, column_points(_WIDTH), size_of(CONTENTS)) + 4
