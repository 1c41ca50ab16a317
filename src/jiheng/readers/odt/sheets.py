"""The tables of a spreadsheet (.ods): what each cell shows stands in it as text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from jiheng.readers.limits import Limits
from jiheng.readers.odt.body import rows_of
from jiheng.readers.odt.inline import Inline
from jiheng.readers.odt.names import OFFICE, TABLE, TEXT, count
from jiheng.readers.odt.package import Document
from jiheng.readers.odt.styles import Styles
from jiheng.readers.sheet.model import Area, Sheet
from jiheng.readers.sheet.texts import TextBudget, tidy

__all__ = ["sheets_of"]

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_REPEATED = 256
"""What repeats a text or a border further on fills the sheet, and says nothing about its tables."""
_VALUE_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_NUMBERS = frozenset({"float", "currency", "percentage"})
_INVISIBLE = frozenset({"collapse", "filter"})


def sheets_of(document: Document, limits: Limits, size: int, *, exact: bool = False) -> Iterator[Sheet]:
    """The sheets in the order of their tabs.

    Args:
        document: a spreadsheet.
        limits: how much may be read.
        size: bytes of the file.
        exact: numbers with all their digits, whatever their format shows.

    Raises:
        UnreadableSourceError: beyond the limits.
    """
    budget = TextBudget(limits, size)
    styles = Styles(document.styles)
    for table in document.body.iterfind(f"{TABLE}table"):
        shown = styles.of("table", table.get(f"{TABLE}style-name")).is_shown
        sheet = Sheet(table.get(f"{TABLE}name", ""), not shown)
        _Filler(sheet, styles, budget, exact=exact).fill(table)
        yield sheet


class _Filler:
    """Puts the cells of one table into its sheet."""

    def __init__(self, sheet: Sheet, styles: Styles, budget: TextBudget, *, exact: bool) -> None:
        self._sheet, self._styles, self._budget, self._exact = sheet, styles, budget, exact
        self._inline = Inline(styles, [])

    def fill(self, table: etree._Element) -> None:
        column = 1
        for element in table.iter(f"{TABLE}table-column"):
            times = count(element.get(f"{TABLE}number-columns-repeated"), _LAST_COLUMN)
            if element.get(f"{TABLE}visibility") in _INVISIBLE:
                self._sheet.hidden_columns.append((column, column + times - 1))
            column += times
        number = 1
        for row in rows_of(table):
            times = count(row.get(f"{TABLE}number-rows-repeated"), _LAST_ROW)
            is_used = len(row) > 1 or (len(row) == 1 and len(row[0]) > 0)
            for repeat in range(min(times, _MOST_REPEATED) if is_used else 0):
                self._row(row, number + repeat)
            if row.get(f"{TABLE}visibility") in _INVISIBLE and times <= _MOST_REPEATED:
                self._sheet.hidden_rows.update(range(number, number + times))
            number += times

    def _row(self, row: etree._Element, number: int) -> None:
        column = 1
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            times = count(cell.get(f"{TABLE}number-columns-repeated"), _LAST_COLUMN)
            if self._styles.of("table-cell", cell.get(f"{TABLE}style-name")).is_framed and times <= _MOST_REPEATED:
                self._sheet.frame(number, column, column + times - 1)
            text = self._text(cell) if len(cell) else ""
            for place in range(column, column + min(times, _MOST_REPEATED) if text else column):
                self._budget.spend(text)
                self._sheet.cells[number, place] = text
                if cell.get(_VALUE_TYPE) == "error":
                    self._sheet.errors.add((number, place))
            self._merge(cell, number, column)
            column += times

    def _merge(self, cell: etree._Element, row: int, column: int) -> None:
        width = count(cell.get(f"{TABLE}number-columns-spanned"), _LAST_COLUMN)
        height = count(cell.get(f"{TABLE}number-rows-spanned"), _LAST_ROW)
        if width > 1 or height > 1:
            self._budget.spend("")
            self._sheet.merged.append(Area(row, column, row + height - 1, column + width - 1))

    def _text(self, cell: etree._Element) -> str:
        if self._exact and cell.get(f"{OFFICE}value-type") in _NUMBERS and (value := cell.get(f"{OFFICE}value")):
            return str(value)
        lines = [self._inline.text(child) for child in cell if child.tag in (f"{TEXT}p", f"{TEXT}h")]
        self._inline.take_boxes()
        text = tidy("\n".join(lines))
        return text or str(cell.get(f"{OFFICE}string-value", ""))
