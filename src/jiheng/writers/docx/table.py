"""A printed form as a table of Word."""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.writers.docx.design import CELL_ABOVE, CELL_BESIDE, cell_measures, cell_style
from jiheng.writers.docx.markup import paragraph, run, spaced, twips
from jiheng.writers.form_table import CellKind, PrintedCell, PrintedRow, PrintedTable, RowKind
from jiheng.writers.pagination import Row, Rows
from jiheng.writers.row_heights import settings

__all__ = ["table_xml"]

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
_MARGINS = "".join(
    f'<w:{side} w:w="{twips(CELL_BESIDE if side in {"left", "right"} else CELL_ABOVE)}" w:type="dxa"/>'
    for side in ("top", "left", "bottom", "right")
)
_ALIGN = dict.fromkeys((CellKind.LABEL, CellKind.LEVEL, CellKind.SHORT), '<w:jc w:val="center"/>') | {
    CellKind.AMOUNT: '<w:jc w:val="right"/>',
    CellKind.TEXT: "",
}
_MARK = '<w:b/><w:color w:val="C00000"/><w:sz w:val="16"/>'
_MIDDLE = '<w:vAlign w:val="center"/>'


def table_xml(table: PrintedTable, widths: Sequence[float], rows: Rows) -> str:
    """``w:tbl``.

    Args:
        table: what is printed.
        widths: of the columns, in points.
        rows: how high the rows are to be, and how many of them are repeated.
    """
    columns = [twips(width) for width in widths]
    style = cell_style(len(columns))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    head = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    parts = [head]
    covered: dict[int, tuple[PrintedCell, int]] = {}  # column → the cell that reaches down here, rows it still covers
    for number, (row, height) in enumerate(zip(table.rows, rows.rows, strict=True)):
        parts.append(f"<w:tr><w:trPr>{_row_properties(height, is_repeated=number < rows.opening)}</w:trPr>")
        for cell, is_first in _with_covered(row, covered):
            text = _text(cell, style, row.kind, widths if height.pitch else None) if is_first else ""
            parts.append(_cell(cell, columns, text or paragraph("", _named(style)), is_first=is_first))
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def _row_properties(row: Row, *, is_repeated: bool) -> str:
    header = "<w:tblHeader/>" if is_repeated else ""
    if row.pitch:
        return header
    return f'<w:cantSplit/><w:trHeight w:val="{twips(row.height)}" w:hRule="atLeast"/>{header}'


def _with_covered(row: PrintedRow, covered: dict[int, tuple[PrintedCell, int]]) -> list[tuple[PrintedCell, bool]]:
    """The cells of a row in their order, with those that reach down from above; whether each begins here."""
    cells = [(cell, True) for cell in row.cells]
    for column, (cell, left) in list(covered.items()):
        cells.append((cell, False))
        if left == 1:
            del covered[column]
        else:
            covered[column] = (cell, left - 1)
    covered.update({cell.column: (cell, cell.height - 1) for cell in row.cells if cell.height > 1})
    return sorted(cells, key=lambda item: item[0].column) if len(cells) > len(row.cells) else cells


def _cell(cell: PrintedCell, columns: Sequence[int], content: str, *, is_first: bool) -> str:
    width = sum(columns[cell.column : cell.column + cell.width])
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.width > 1:
        properties += f'<w:gridSpan w:val="{cell.width}"/>'
    if cell.height > 1:
        properties += '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    return f"<w:tc><w:tcPr>{properties}{_MIDDLE}</w:tcPr>{content}</w:tc>"


def _text(cell: PrintedCell, style: str, kind: RowKind, widths: Sequence[float] | None) -> str:
    """The paragraphs of a cell; `widths` of a row that may be broken, whose lines must be as many everywhere."""
    looks = "<w:b/>" if kind is RowKind.HEADING else ""
    lines = cell.text.split("\n")
    tracking = [0.0] * len(lines)
    if widths is not None:
        tracking = [setting.tracking for setting in settings(cell, widths, cell_measures(style))]
    runs = [run(line, looks + spaced(points)) for line, points in zip(lines, tracking, strict=True)]
    if cell.mark:
        runs[-1] += run(f" {cell.mark}", _MARK)
    return "".join(paragraph(each, _named(style), _ALIGN[cell.kind]) for each in runs)


def _named(style: str) -> str:
    """The plain style needs no name."""
    return "" if style == "Normal" else style
