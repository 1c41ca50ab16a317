"""A workbook made of what was read from a document: all of it below one another on one sheet, amounts as typed numbers.

Written part by part, so that it needs no library and comes out as the same bytes every time.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from jiheng.domain.grid import Block, Cell, Grid

__all__ = ["build"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_FIXED = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="绩效目标" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
_NUMBER = re.compile(r"\d+(\.\d+)?")
_DATE = (2025, 1, 1, 0, 0, 0)


class _Sheet:
    """Rows as they are written, with the strings that they share."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.merges: list[str] = []
        self.strings: dict[str, int] = {}

    def add(self, cells: Iterable[tuple[int, str]]) -> None:
        """One row more: column and text of each cell that holds something."""
        number = len(self.rows) + 1
        written = "".join(self._cell(f"{_letter(column)}{number}", text) for column, text in cells)
        self.rows.append(f'<row r="{number}">{written}</row>')

    def _cell(self, name: str, text: str) -> str:
        if _NUMBER.fullmatch(text):
            return f'<c r="{name}"><v>{float(text):.10g}</v></c>'
        return f'<c r="{name}" t="s"><v>{self.strings.setdefault(text, len(self.strings))}</v></c>'

    def table(self, grid: Grid) -> None:
        """A table: each cell where it starts, and what it covers."""
        above = len(self.rows)
        last: dict[int, tuple[Cell, int, int]] = {}
        for number, row in enumerate(grid.rows, start=1):
            starts = {}
            for column, cell in enumerate(row, start=1):
                last[id(cell)] = (cell, number, column)
                if cell.text and (cell.row, cell.column) == (number, column):
                    starts[column] = cell.text
            self.add(starts.items())
        for cell, number, column in last.values():
            if (cell.row, cell.column) != (number, column):
                first = f"{_letter(cell.column)}{above + cell.row}"
                self.merges.append(f'<mergeCell ref="{first}:{_letter(column)}{above + number}"/>')

    def parts(self) -> Iterator[tuple[str, str]]:
        """The parts of the package that hold all this."""
        merges = f'<mergeCells count="{len(self.merges)}">{"".join(self.merges)}</mergeCells>' if self.merges else ""
        rows = f"<sheetData>{''.join(self.rows)}</sheetData>"
        yield "xl/worksheets/sheet1.xml", f'{_HEAD}<worksheet xmlns="{_MAIN}">{rows}{merges}</worksheet>'
        strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.strings)
        yield "xl/sharedStrings.xml", f'{_HEAD}<sst xmlns="{_MAIN}">{strings}</sst>'


def build(blocks: Iterable[Block]) -> bytes:
    """The workbook as bytes of an .xlsx file."""
    sheet = _Sheet()
    for block in blocks:
        if isinstance(block, Grid):
            sheet.table(block)
            sheet.add(())
        else:
            sheet.add([(1, block.text)] if block.text else [])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in (*_FIXED.items(), *sheet.parts()):
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _letter(column: int) -> str:
    """A, B, … Z, AA, …"""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
