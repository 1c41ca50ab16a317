"""Excel workbooks since 2007 (.xlsx, .xlsm): our own reader on the package's XML.

Readers of values alone (calamine, pandas) leave out what decides how a number looks, and lay out a sheet as a full
rectangle, which a stray cell in the last corner makes larger than any memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.package import OfficePackage
from jiheng.readers.sheet.formulas import typed_text
from jiheng.readers.sheet.layout import lay_out
from jiheng.readers.sheet.model import Area, Sheet
from jiheng.readers.sheet.numbers import is_date, show
from jiheng.readers.sheet.styles import Styles
from jiheng.readers.sheet.sweep import sweep
from jiheng.readers.sheet.texts import TextBudget, tidy

__all__ = ["read"]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TRUE = frozenset({"1", "true", "on"})
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a workbook, sheet after sheet.

    Raises:
        UnreadableSourceError: no whole workbook, or one beyond the limits.
    """
    return lay_out("xlsx", Workbook(OfficePackage(data, limits), TextBudget(limits, len(data))).sheets(), limits)


class Workbook:
    """The sheets of a package."""

    def __init__(self, package: OfficePackage, budget: TextBudget, *, exact: bool = False) -> None:
        """Find the parts.

        Args:
            package: what they are in.
            budget: how much may be read.
            exact: numbers with all their digits, whatever their format shows; dates as they are shown.

        Raises:
            UnreadableSourceError: there is no workbook in the package, or its parts are damaged.
        """
        self._package = package
        self._budget = budget
        self._exact = exact
        self._by_lower = {name.lower(): name for name in package.names}
        main = self._main()
        self._root = package.parse(main)
        self._space = _space_of(self._root)
        related = [
            (id_, kind.rpartition("/")[2], self._by_lower.get(path.lower()))
            for id_, kind, path in package.relations(main)
        ]
        self._targets = {id_: (kind, path) for id_, kind, path in related if path}
        parts = {kind: path for _, kind, path in related if path}
        properties = self._root.find(f"{self._space}workbookPr")
        self._since_1904 = properties is not None and _is_true(properties.get("date1904"))
        self._styles = Styles(package.parse(parts["styles"]) if "styles" in parts else None)
        self._strings = self._shared(parts.get("sharedStrings"))

    def sheets(self) -> Iterator[Sheet]:
        """The worksheets in the order of their tabs; charts and macros are none.

        Raises:
            UnreadableSourceError: a part is damaged or beyond the limits, or there is no sheet.
        """
        for part, sheet in self._parts():
            for _row in self._swept(part, sheet):
                pass
            yield sheet

    def rows(self) -> Iterator[tuple[str, int, dict[int, str]]]:
        """Sheet, row number and column → text of every row with text, one row in memory at a time.

        Raises:
            UnreadableSourceError: as for `sheets`.
        """
        for part, sheet in self._parts():
            for number in self._swept(part, sheet):
                cells, sheet.cells = sheet.cells, {}
                for each in (sheet.errors, sheet.uncomputed, sheet.retyped, sheet.framed):
                    each.clear()
                if cells:
                    yield sheet.name, number, {column: text for (_row, column), text in cells.items()}

    def _parts(self) -> Iterator[tuple[str, Sheet]]:
        found: set[str] = set()  # what names a sheet a thousand times shall not have it read as often
        for element in self._root.iterfind(f"{self._space}sheets/{self._space}sheet"):
            reference = next((value for name, value in element.attrib.items() if str(name).endswith("}id")), "")
            kind, part = self._targets.get(str(reference), ("", None))
            if part is not None and kind == "worksheet" and part not in found:
                found.add(part)
                is_hidden = element.get("state", "visible") != "visible"
                yield part, Sheet(element.get("name", ""), is_hidden)
        if not found:
            raise UnreadableSourceError("no-worksheet")

    def _main(self) -> str:
        for _, kind, path in self._package.relations(""):
            if kind.endswith("/officeDocument") and path.lower() in self._by_lower:
                return self._by_lower[path.lower()]
        if "xl/workbook.xml" in self._by_lower:
            return self._by_lower["xl/workbook.xml"]
        raise UnreadableSourceError("no-worksheet")

    def _shared(self, part: str | None) -> list[str]:
        if part is None:
            return []
        strings: list[str] = []
        for item in sweep(self._package, part, "sst", "si"):
            self._budget.spend("")
            strings.append(tidy(_rich_text(item)))
        return strings

    def _swept(self, part: str, sheet: Sheet) -> Iterator[int]:
        """Put what is found into `sheet`; gives the number of each row once its cells are there."""
        tags: _Tags | None = None
        row_number = 0
        for element in sweep(self._package, part, "worksheet", "row", "col", "mergeCell"):
            tag = element.tag
            if tags is None:
                tags = _Tags(_space_of(element))
            if tag == tags.row:
                row_number = _whole(element.get("r"), row_number + 1)
                if 0 < row_number <= _LAST_ROW:
                    if _is_true(element.get("hidden")):
                        sheet.hidden_rows.add(row_number)
                    before = len(sheet.cells)
                    self._row(element, row_number, sheet, tags)
                    if len(sheet.cells) == before:  # a row of blank cells takes about as long as one text
                        self._budget.spend("")
                    yield row_number
            elif tag == tags.column:
                if _is_true(element.get("hidden")):
                    first, last = _whole(element.get("min"), 0), _whole(element.get("max"), 0)
                    sheet.hidden_columns.append((max(first, 1), min(last, _LAST_COLUMN)))
            else:
                start, end = map(_position, (element.get("ref", "") + ":").split(":")[:2])
                if start and end:
                    sheet.merged.append(Area(*start, *end))

    def _row(self, row: etree._Element, number: int, sheet: Sheet, tags: _Tags) -> None:
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = (_column(reference.rstrip("0123456789")) if reference else 0) or column + 1
            if column > _LAST_COLUMN:
                break
            style = _whole(cell.get("s"), 0)
            if self._styles.is_framed(style):
                sheet.frame(number, column, column)
            if len(cell):
                self._cell(cell, (number, column), style, sheet, tags)

    def _cell(self, cell: etree._Element, at: tuple[int, int], style: int, sheet: Sheet, tags: _Tags) -> None:
        kind = cell.get("t", "n")
        parts = {child.tag: child for child in cell}
        value, inline, formula = parts.get(tags.value), parts.get(tags.inline), parts.get(tags.formula)
        text: str | None = None
        if inline is not None:
            text = tidy(_rich_text(inline))
        elif value is not None and value.text is not None:
            text = self._text(value.text, kind, style)
        if text:
            self._budget.spend(text)
            sheet.cells[at] = text
            if kind == "e":
                sheet.errors.add(at)
        if formula is not None:
            if text is None:
                sheet.uncomputed.add(at)
            is_plain = self._styles.code(style) is None
            if typed := typed_text(tags.formula_of(formula), unknown_name=text == "#NAME?", is_plain=is_plain):
                sheet.retype(at, typed)

    def _text(self, value: str, kind: str, style: int) -> str:
        if kind == "s":
            index = _whole(value, -1)
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if _is_true(value) else "FALSE"
        if kind == "n":
            code = self._styles.code(style)
            if self._exact and not (code and is_date(code)):
                code = None
            return _number(value, code, since_1904=self._since_1904)
        return tidy(_unescape(value))  # str: a formula's text; e: its error; d: a date that is written out


class _Tags:
    """The names of the elements in a cell, and the formulas that several cells of a sheet share."""

    def __init__(self, space: str) -> None:
        self.row, self.column = f"{space}row", f"{space}col"
        self.value, self.formula, self.inline = f"{space}v", f"{space}f", f"{space}is"
        self._shared: dict[str, str] = {}

    def formula_of(self, element: etree._Element) -> str:
        """The formula; of a shared one only the first cell holds the text."""
        text = element.text or ""
        shared = element.get("si")
        if element.get("t") != "shared" or shared is None:
            return text
        return self._shared.setdefault(shared, text) if text else self._shared.get(shared, "")


@lru_cache(maxsize=4096)  # days and small numbers come again and again
def _number(value: str, code: str | None, *, since_1904: bool) -> str:
    try:
        return tidy(show(float(value), code, since_1904=since_1904))
    except (ValueError, OverflowError):
        return tidy(value)


def _rich_text(element: etree._Element) -> str:
    """The text of a string with its differently formatted parts, without the reading aids of Japanese."""
    if len(element) == 1 and str(element[0].tag).endswith("}t"):  # nearly all
        return _unescape(element[0].text or "")
    parts: list[str] = []
    for child in element:
        name = etree.QName(child).localname
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(text.text or "" for text in child if etree.QName(text).localname == "t")
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _is_true(value: str | None) -> bool:
    return value is not None and value.lower() in _TRUE


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else default


def _space_of(root: etree._Element) -> str:
    namespace = etree.QName(root).namespace
    return f"{{{namespace}}}" if namespace else ""


def _position(reference: str | None) -> tuple[int, int] | None:
    """``B7`` → (7, 2)."""
    match = _REFERENCE.fullmatch(reference or "")
    return (int(match[2]), _column(match[1])) if match else None


@lru_cache(maxsize=512)
def _column(letters: str) -> int:
    """``B`` → 2; 0 for what is no column."""
    column = 0
    if len(letters) <= 3 and letters.isascii() and letters.isalpha():
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
    return column
