"""Excel workbooks of 97–2003 and 95 (.xls), and those of WPS (.et): our own reader on the records of the stream.

The common reader of values (calamine) leaves out number formats and lays out a sheet as a full rectangle; its native
code would need a process of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import ClassVar

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.ole import Container
from jiheng.readers.sheet.biff import (
    ERRORS,
    Record,
    Strings,
    formula_text,
    records,
    rk_number,
    short_text,
    text_at,
)
from jiheng.readers.sheet.formulas import typed_text
from jiheng.readers.sheet.layout import lay_out
from jiheng.readers.sheet.model import Area, Sheet
from jiheng.readers.sheet.numbers import BUILT_IN, general, is_date, show
from jiheng.readers.sheet.texts import TextBudget, tidy

__all__ = ["Workbook", "read", "workbook"]

_BIFF8 = 0x0600
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 1252: "cp1252"}
_PLAIN = frozenset({"general", "@", ""})
_BOF, _EOF = 0x0809, 0x0A
_LAST_ROW, _LAST_COLUMN = 65_536, 256
_RAISED = (struct.error, IndexError, ValueError, OverflowError)


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a workbook, sheet after sheet.

    Raises:
        UnreadableSourceError: no whole workbook, an encrypted one, or one beyond the limits.
    """
    return lay_out("xls", workbook(data, limits).sheets(), limits)


def workbook(data: bytes, limits: Limits, *, exact: bool = False) -> Workbook:
    """The workbook in the file; `exact`: numbers with all their digits, whatever their format shows.

    Raises:
        UnreadableSourceError: no whole workbook, or an encrypted one.
    """
    with Container(data) as container:
        stream = container.stream("Workbook") or container.stream("Book")
    if stream is None:
        raise UnreadableSourceError("no-worksheet")
    return Workbook(stream, limits, exact=exact)


class Workbook:
    """The globals of a stream: where its sheets are, its texts and its styles."""

    def __init__(self, stream: bytes, limits: Limits, *, exact: bool = False) -> None:
        self.stream = stream
        self.exact = exact  # numbers with all their digits, whatever their format shows
        self.limits = limits
        self.codec: str | None = None  # of BIFF5; the texts of BIFF8 are Unicode
        self.since_1904 = False
        self.strings: list[str] = []
        self.budget = TextBudget(limits, len(stream))
        self._codes = dict(BUILT_IN)
        self._styles: list[tuple[int, bool]] = []  # number format, has a border
        self._sheets: list[tuple[int, str, bool]] = []
        try:
            self._read_globals()
        except _RAISED as error:
            raise UnreadableSourceError("damaged-xls") from error

    def sheets(self) -> Iterator[Sheet]:
        """The worksheets in the order of their tabs.

        Raises:
            UnreadableSourceError: there is none, or they are beyond the limits.
        """
        if not self._sheets:
            raise UnreadableSourceError("no-worksheet")
        for offset, name, is_hidden in self._sheets:
            yield _SheetReader(self, Sheet(name, is_hidden)).read(offset)

    def code(self, style: int) -> str | None:
        """The format code of a style, None for a plain number."""
        code = self._codes.get(self._styles[style][0]) if style < len(self._styles) else None
        return None if code is None or code.lower() in _PLAIN else code

    def is_framed(self, style: int) -> bool:
        """Whether the style has a border on any side."""
        return style < len(self._styles) and self._styles[style][1]

    def _read_globals(self) -> None:
        found = records(self.stream)
        first = next(found, None)
        if first is None or first.kind != _BOF:
            raise UnreadableSourceError("damaged-xls")
        (version,) = struct.unpack_from("<H", first.body)
        if version < _BIFF8:
            self.codec = "gb18030"
        for record in found:
            if record.kind == _EOF:
                break
            if record.kind == 0x2F:
                raise UnreadableSourceError("encrypted")
            handler = self._GLOBALS.get(record.kind)
            if handler:
                handler(self, record)

    def _code_page(self, record: Record) -> None:
        if self.codec is not None:
            (page,) = struct.unpack_from("<H", record.body)
            self.codec = _CODE_PAGES.get(page, self.codec)

    def _date_mode(self, record: Record) -> None:
        self.since_1904 = record.body[:1] == b"\1"

    def _format(self, record: Record) -> None:
        (number,) = struct.unpack_from("<H", record.body)
        text = text_at(record.body, 2, None) if self.codec is None else short_text(record.body, 2, self.codec)
        self._codes[number] = text

    def _style(self, record: Record) -> None:
        (number,) = struct.unpack_from("<H", record.body, 2)
        lines = struct.unpack_from("<H", record.body, 10)[0] if self.codec is None else 0
        self._styles.append((number, lines != 0))

    def _sheet(self, record: Record) -> None:
        offset, hidden, kind = struct.unpack_from("<IBB", record.body)
        if kind == 0:  # not a chart, not a macro
            self._sheets.append((offset, short_text(record.body, 6, self.codec), hidden & 3 != 0))

    def _shared_strings(self, record: Record) -> None:
        (count,) = struct.unpack_from("<I", record.body, 4)
        texts = Strings(record.pieces, 8)
        # What is damaged behind a text leaves those before it whole.
        try:
            for _ in range(min(count, len(self.stream))):
                self.strings.append(tidy(texts.next()))
        except (struct.error, IndexError):
            return

    _GLOBALS: ClassVar[dict[int, Callable[[Workbook, Record], None]]] = {
        0x42: _code_page,
        0x22: _date_mode,
        0x041E: _format,
        0xE0: _style,
        0x85: _sheet,
        0xFC: _shared_strings,
    }


class _SheetReader:
    """The cells of one sheet."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._awaiting: tuple[int, int] | None = None  # the formula whose text comes in a record of its own
        self._shared: dict[tuple[int, int], bytes] = {}  # first cell → the formula that several cells share
        self._referring: list[tuple[tuple[int, int], tuple[int, int], int]] = []  # cell, first cell, style

    def read(self, offset: int) -> Sheet:
        """All records of the sheet; what is damaged is left out."""
        depth = 0
        for record in records(self._book.stream, offset):
            if record.kind == _BOF:
                depth += 1
            elif record.kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif depth == 1 and (handler := self._CELLS.get(record.kind)):  # deeper ones are charts
                try:
                    handler(self, record.body)
                except _RAISED:
                    continue
        for cell, first, style in self._referring:
            self._typed(cell, self._shared.get(first, b""), style)
        return self._sheet

    def _put(self, row: int, column: int, text: str) -> None:
        if text and row < _LAST_ROW and column < _LAST_COLUMN:
            self._book.budget.spend(text)
            self._sheet.cells[row + 1, column + 1] = text

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        self._frame(row, column, style)
        code = self._book.code(style)
        if self._book.exact and not (code and is_date(code)):
            self._put(row, column, general(value))
        else:
            self._put(row, column, tidy(show(value, code, since_1904=self._book.since_1904)))

    def _frame(self, row: int, column: int, style: int) -> None:
        if self._book.is_framed(style):
            self._sheet.frame(row + 1, column + 1, column + 1)

    def _on_number(self, body: bytes) -> None:
        self._number(*struct.unpack_from("<HHHd", body))

    def _on_rk(self, body: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHI", body)
        self._number(row, column, style, rk_number(packed))

    def _on_several_rk(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for index in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * index)
            self._number(row, first + index, style, rk_number(packed))

    def _on_shared_string(self, body: bytes) -> None:
        row, column, style, index = struct.unpack_from("<HHHI", body)
        self._frame(row, column, style)
        self._put(row, column, self._book.strings[index])

    def _on_string(self, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        self._frame(row, column, style)
        self._put(row, column, tidy(text_at(body, 6, self._book.codec)))

    def _on_blank(self, body: bytes) -> None:
        self._frame(*struct.unpack_from("<HHH", body))

    def _on_several_blanks(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for index in range((len(body) - 6) // 2):
            self._frame(row, first + index, *struct.unpack_from("<H", body, 4 + 2 * index))

    def _on_truth_or_error(self, body: bytes) -> None:
        row, column, style, value, is_error = struct.unpack_from("<HHHBB", body)
        self._frame(row, column, style)
        if is_error:
            self._error(row, column, value)
        else:
            self._put(row, column, "TRUE" if value else "FALSE")

    def _on_formula(self, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        result = body[6:14]
        self._awaiting = None
        if result[6:8] != b"\xff\xff":
            self._number(row, column, style, *struct.unpack("<d", result))
        else:
            self._frame(row, column, style)
            if result[0] == 0:
                self._awaiting = row, column
            elif result[0] == 1:
                self._put(row, column, "TRUE" if result[2] else "FALSE")
            elif result[0] == 2:
                self._error(row, column, result[2])
        code = body[22:] if self._book.codec is None else b""
        if code[:1] == b"\1":
            self._referring.append(((row, column), struct.unpack_from("<HH", code, 1), style))
        else:
            self._typed((row, column), code, style)

    def _on_shared_formula(self, body: bytes) -> None:
        row, _, column = struct.unpack_from("<HHB", body)
        self._shared[row, column] = body[10:]

    def _on_formula_string(self, body: bytes) -> None:
        if self._awaiting is not None:
            self._put(*self._awaiting, tidy(text_at(body, 0, self._book.codec)))
            self._awaiting = None

    def _error(self, row: int, column: int, value: int) -> None:
        self._put(row, column, ERRORS.get(value, "#N/A"))
        self._sheet.errors.add((row + 1, column + 1))

    def _typed(self, cell: tuple[int, int], code: bytes, style: int) -> None:
        """A formula that computes nothing is read as it was typed."""
        formula = formula_text(code)
        at = (cell[0] + 1, cell[1] + 1)
        shown = self._sheet.cells.get(at)
        if formula is None or shown is None:
            return
        unknown = at in self._sheet.errors and shown == "#NAME?"
        text = typed_text(formula, unknown_name=unknown, is_plain=self._book.code(style) is None)
        if text is not None:
            self._sheet.retype(at, text)

    def _on_row(self, body: bytes) -> None:
        (row,) = struct.unpack_from("<H", body)
        (flags,) = struct.unpack_from("<I", body, 12)
        if flags & 0x20:
            self._sheet.hidden_rows.add(row + 1)

    def _on_columns(self, body: bytes) -> None:
        first, last, _width, _style, flags = struct.unpack_from("<HHHHH", body)
        if flags & 1:
            self._sheet.hidden_columns.append((first + 1, min(last + 1, _LAST_COLUMN)))

    def _on_merged(self, body: bytes) -> None:
        (count,) = struct.unpack_from("<H", body)
        for index in range(min(count, (len(body) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * index)
            self._sheet.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))

    _CELLS: ClassVar[dict[int, Callable[[_SheetReader, bytes], None]]] = {
        0x0203: _on_number,
        0x027E: _on_rk,
        0xBD: _on_several_rk,
        0xFD: _on_shared_string,
        0x0204: _on_string,
        0xD6: _on_string,
        0x0201: _on_blank,
        0xBE: _on_several_blanks,
        0x0205: _on_truth_or_error,
        0x06: _on_formula,
        0x0206: _on_formula,
        0x0406: _on_formula,
        0x04BC: _on_shared_formula,
        0x0207: _on_formula_string,
        0x0208: _on_row,
        0x7D: _on_columns,
        0xE5: _on_merged,
    }
