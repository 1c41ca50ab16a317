"""Long plain tables (payments, ledgers): rows one after the other, numbers with all their digits.

`pack` reads a file in a process of its own and gives its rows tightly packed; `rows_of` unpacks them one at a time, so
that a hundred thousand rows are never in memory together. What such a table looks like (borders, merged cells, hidden
columns) says nothing here.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers.detect import detect, read_bytes
from jiheng.readers.encoding import decode
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.sheet.model import Sheet

__all__ = ["MOST_ROWS", "ROW_LIMITS", "Row", "pack", "rows_of", "table_format"]

MOST_ROWS = 300_000
_MOST_COLUMNS = 200
_LONGEST = 500
_CHUNK = 64 * 1024
_SAMPLE = 20
_DELIMITERS = "\t,;|"
ROW_LIMITS = Limits(
    text_size=512 * MEGABYTE, cells=20_000_000, memory=1536 * MEGABYTE, wall_seconds=180, cpu_seconds=120
)
"""Larger than for documents: a year of payments is a long table, and is never in memory whole."""


class Row(NamedTuple):
    """A row with text.

    Attributes:
        sheet: name of its sheet, empty in a plain text; number: in the file, from 1.
        cells: texts from the first column on; blank ones are empty.
    """

    sheet: str
    number: int
    cells: tuple[str, ...]


def table_format(data: bytes) -> str:
    """What kind of file a long table is in, from its first bytes.

    Raises:
        UnreadableSourceError: empty, encrypted, or of a kind that holds no long tables.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableSourceError("empty")
    kind = detect(data)
    if kind == "encrypted":
        raise UnreadableSourceError("encrypted")
    if kind not in _READERS:
        raise UnreadableSourceError("unsupported", format=kind)
    return kind


def pack(data: bytes, limits: Limits = ROW_LIMITS) -> bytes:
    """The rows of a workbook, of a plain text with tabs or commas, or of a page, packed for `rows_of`.

    Raises:
        UnreadableSourceError: empty, too large, damaged, encrypted, or no table.
    """
    if len(data) > limits.file_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.file_size // MEGABYTE)
    table_format(data)
    return run_isolated(_packed, data, limits)


def rows_of(packed: bytes) -> Iterator[Row]:
    """The rows again, in the order of the file."""
    inflate = zlib.decompressobj()
    rest = b""
    for start in range(0, len(packed), _CHUNK):
        rest += inflate.decompress(packed[start : start + _CHUNK])
        *lines, rest = rest.split(b"\n")
        for line in lines:
            sheet, number, cells = json.loads(line)
            yield Row(sheet, number, tuple(cells))


def _packed(data: bytes, limits: Limits) -> bytes:
    deflate = zlib.compressobj(1)
    parts: list[bytes] = []
    for count, row in enumerate(_read(data, limits), 1):
        if count > MOST_ROWS:
            raise UnreadableSourceError("too-many-cells", limit=MOST_ROWS)
        line = json.dumps([row.sheet, row.number, row.cells], ensure_ascii=False, separators=(",", ":"))
        parts.append(deflate.compress(line.encode("utf-8", "replace") + b"\n"))
    if not parts:
        raise UnreadableSourceError("empty")
    return b"".join([*parts, deflate.flush()])


def _read(data: bytes, limits: Limits) -> Iterator[Row]:
    return _READERS[table_format(data)](data, limits)


def _xlsx(data: bytes, limits: Limits) -> Iterator[Row]:
    from jiheng.readers.package import OfficePackage  # noqa: PLC0415 - loaded when needed, as all readers
    from jiheng.readers.sheet.texts import TextBudget  # noqa: PLC0415 - as above
    from jiheng.readers.sheet.xlsx import Workbook  # noqa: PLC0415 - as above

    # A long table packs much better than a document: how dense it is says nothing here, rows are counted instead.
    budget = TextBudget(limits, limits.file_size * MEGABYTE)
    for sheet, number, cells in Workbook(OfficePackage(data, limits), budget, exact=True).rows():
        yield Row(sheet, number, _line(cells))


def _xls(data: bytes, limits: Limits) -> Iterator[Row]:
    from jiheng.readers.sheet.xls import workbook  # noqa: PLC0415 - loaded when needed, as all readers

    for sheet in workbook(data, limits, exact=True).sheets():
        yield from _rows(sheet)


def _rows(sheet: Sheet) -> Iterator[Row]:
    rows: dict[int, dict[int, str]] = {}
    for (number, column), text in sheet.cells.items():
        rows.setdefault(number, {})[column] = text
    for number in sorted(rows):
        yield Row(sheet.name, number, _line(rows[number]))


def _ods(data: bytes, limits: Limits) -> Iterator[Row]:
    from jiheng.readers.odt.package import Document  # noqa: PLC0415 - loaded when needed, as all readers
    from jiheng.readers.odt.sheets import sheets_of  # noqa: PLC0415 - as above

    document = Document(data, limits)
    if not document.is_sheet:
        yield from _page(data, limits)
        return
    for sheet in sheets_of(document, limits, limits.file_size * MEGABYTE, exact=True):
        yield from _rows(sheet)


def _text(data: bytes, _limits: Limits) -> Iterator[Row]:
    text, _notes = decode(data).clean()
    if "\0" in text:
        raise UnreadableSourceError("binary")
    lines = text.splitlines()
    delimiter = max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines[:_SAMPLE]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if row := _trimmed(cells):
                yield Row("", reader.line_num, row)
    except csv.Error as error:
        raise UnreadableSourceError("binary") from error


def _page(data: bytes, limits: Limits) -> Iterator[Row]:
    """Some systems call a page .xls."""
    for block in read_bytes(data, limits).blocks:
        if isinstance(block, Grid):
            for number, cells in enumerate(block.rows, 1):
                if row := _trimmed(cell.text for cell in cells):
                    yield Row("", number, row)


def _line(cells: dict[int, str]) -> tuple[str, ...]:
    last = min(max(cells), _MOST_COLUMNS)
    return tuple(cells.get(column, "")[:_LONGEST] for column in range(1, last + 1))


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    texts = [text.strip().lstrip("\ufeff")[:_LONGEST] for text in cells][:_MOST_COLUMNS]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


_READERS = {"html": _page, "mht": _page, "odt": _ods, "txt": _text, "xls": _xls, "xlsx": _xlsx}
