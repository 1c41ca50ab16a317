"""Documents written as lists (see `tests.forms.tables`), printed as files."""

import io
import re
import zipfile
from html import escape

from tests.forms.tables import as_text, as_word
from tests.readers.workbook import sheet, xlsx
from tests.word import p, tbl, tc, tr, xml

from jiheng.domain.grid import Grid

__all__ = ["html", "spans", "text", "word", "workbook"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_WORKBOOK}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_WORKBOOK}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_WORKBOOK}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_WORKBOOK}.sharedStrings+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Target='
    '"word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)


def spans(grid: Grid):
    """The cells of each row of `grid` with the columns and rows that they cover."""
    for r, row in enumerate(grid.rows, 1):
        made = []
        for cell in dict.fromkeys(row):
            height = sum(1 for other in grid.rows if cell in other)
            made.append((cell, row.count(cell), height if cell.row == r else 0))
        yield made


def html(blocks) -> bytes:
    """A web page: merged cells by ``rowspan`` and ``colspan``."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        columns = len(as_word(block).rows[0])
        parts.append('<table border="1" cellspacing="0" width="100%">')
        parts.append(f'<col width="{100 / columns:.2f}%">' * columns)
        for row in spans(as_word(block)):
            cells = (
                f'<td colspan="{width}" rowspan="{height}">{escape(cell.text).replace(chr(10), "<br>")}</td>'
                for cell, width, height in row
                if height
            )
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    page = "\n".join(parts)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{page}</body></html>'.encode()


def word(blocks) -> bytes:
    """A .docx: merged cells by ``gridSpan`` and ``vMerge``."""
    parts = [p(escape(block)) if isinstance(block, str) else _word_table(as_word(block)) + p() for block in blocks]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", xml("document", f"<w:body>{''.join(parts)}</w:body>"))
    return stream.getvalue()


def _word_table(grid: Grid) -> str:
    rows = []
    for row in spans(grid):
        cells = []
        for cell, width, height in row:
            lines = "".join(p(escape(line)) for line in cell.text.split("\n")) if height else p()
            cells.append(tc(lines, width, "" if height == 1 else "restart" if height else "continue"))
        rows.append(tr(*cells))
    return tbl(*rows)


def text(blocks) -> bytes:
    """What an extractor leaves of a Word file: cells on lines that begin with a tab, a blank line behind each row."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"{block}\n")
            continue
        rows = ("".join(f"\t{cell.text}\n" for cell in row) for row in as_text(block).rows)
        parts.append("\n".join(rows) + "\n\n")
    return "".join(parts).encode()


def workbook(blocks) -> bytes:
    """A .xlsx: everything below each other on one sheet, merged cells as ranges, plain numbers as numbers."""
    rows: list[list[object]] = []
    merged = []
    width = max(len(as_word(block).rows[0]) for block in blocks if not isinstance(block, str))
    for block in blocks:
        if isinstance(block, str):
            rows.append([escape(block)])
            merged.append(f"A{len(rows)}:{_letter(width - 1)}{len(rows)}")
            continue
        top = len(rows)
        for r, row in enumerate(spans(as_word(block)), 1):
            rows.append([])
            for cell, wide, high in row:
                column = len(rows[-1])
                rows[-1] += [_value(cell.text) if high else "", *[""] * (wide - 1)]
                if high and (wide > 1 or high > 1):
                    area = f"{_letter(column)}{top + r}:{_letter(column + wide - 1)}{top + r + high - 1}"
                    merged.append(area)
        rows.append([])
    stream = io.BytesIO(xlsx(sheet(*rows, merged=merged)))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("[Content_Types].xml", _WORKBOOK_TYPES)
    return stream.getvalue()


def _letter(column: int) -> str:
    return chr(65 + column)


def _value(text: str) -> object:
    return float(text) if _NUMBER.fullmatch(text) else escape(text)
