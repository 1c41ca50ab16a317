"""Sheets: an empty one set up for printing, and a form drawn on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.writers.form_table import PrintedCell, PrintedTable
from jiheng.writers.xlsx.measure import HIGHEST, Box, column_points, row_heights, text_height
from jiheng.writers.xlsx.styles import size_of, style_of
from jiheng.writers.xlsx.values import put_text, put_value

__all__ = ["Drawn", "cell_at", "draw_form", "draw_title", "merge", "new_sheet", "set_heights", "set_widths"]

_A4 = 9
_UNITS = {False: 86.0, True: 132.0}  # of all columns together, on paper that stands and that lies across
_TALL_HEAD = 250.0  # points above which a frozen head would leave no room to scroll
_SIDE, _TOP, _FOOTER = 0.6, 0.8, 0.4  # inches


class Drawn(NamedTuple):
    """A cell of the form and where it begins on the sheet."""

    printed: PrintedCell
    cell: Cell


class _Merged(MultiCellRange):
    """Merged ranges in a fixed order, added without comparing each with all others."""

    def __iter__(self) -> Iterator[CellRange]:
        return iter(self.sorted())

    def add(self, coord: str | CellRange) -> None:
        self.ranges.add(CellRange(coord) if isinstance(coord, str) else coord)


def new_sheet(workbook: Workbook, name: str, *, is_landscape: bool = False, fits_width: bool = True) -> Worksheet:
    """A blank sheet, to be printed on A4 with page numbers; `fits_width`: made smaller where its columns are too wide."""
    sheet: Worksheet = workbook.create_sheet(name)
    sheet.merged_cells = _Merged()
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    if fits_width:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE
    margins.top = margins.bottom = _TOP
    margins.header = margins.footer = _FOOTER
    sheet.HeaderFooter = HeaderFooter(oddFooter=HeaderFooterItem(center=_HeaderFooterPart(text="– &P –")))
    sheet.sheet_view.showGridLines = False
    return sheet


def merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """Merge the cells between two corners; they keep their looks, so that the border goes all around."""
    if (top, left) != (bottom, right):
        sheet.merged_cells.add(CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom))


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell of that row and column."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # openpyxl puts other objects there only where it merges by itself
    return cell


def draw_title(sheet: Worksheet, row: int, text: str, style: str, columns: int) -> None:
    """A line across all columns."""
    cell = cell_at(sheet, row, 1)
    cell.style = style
    put_text(cell, text)
    merge(sheet, row, 1, row, columns)
    width = sum(column_points(sheet.column_dimensions[get_column_letter(c)].width) for c in range(1, columns + 1))
    sheet.row_dimensions[row].height = min(text_height(text, width, size_of(style)), HIGHEST)


def set_widths(sheet: Worksheet, table: PrintedTable) -> None:
    """Columns as wide as the form prints them."""
    share = _UNITS[table.is_landscape] / sum(table.widths)
    for number, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width * share, 2)


def draw_form(
    sheet: Worksheet, table: PrintedTable, top: int, style: Callable[[PrintedCell], str] | None = None
) -> list[Drawn]:
    """Draw `table` from row `top` on; what it needs to be printed again on each page is set, and its head is frozen.

    Args:
        sheet: columns before were given their widths by `set_widths`.
        table: the form.
        top: its first row.
        style: the name of the style of a cell; by its kind where None.
    """
    look = style or (lambda cell: style_of(cell.kind))
    starts, heights = _rows_of_sheet(sheet, table, top, look)
    set_heights(sheet, top, heights)
    drawn = []
    for index, row in enumerate(table.rows):
        for cell in row.cells:
            bottom = starts[index + cell.height] - 1
            drawn.append(Drawn(cell, _draw_cell(sheet, cell, starts[index], bottom, look(cell))))
    below = starts[min(table.opening, len(table.rows))]
    if below > top:
        sheet.print_title_rows = f"{top}:{below - 1}"
        if sum(sheet.row_dimensions[row].height or 0 for row in range(1, below)) <= _TALL_HEAD:
            sheet.freeze_panes = f"A{below}"
    return drawn


def _rows_of_sheet(
    sheet: Worksheet, table: PrintedTable, top: int, look: Callable[[PrintedCell], str]
) -> tuple[list[int], list[float]]:
    """The row of the sheet in which each row of the table begins (and where the table ends), and the heights of all."""
    points = [
        column_points(sheet.column_dimensions[get_column_letter(n)].width) for n in range(1, len(table.widths) + 1)
    ]
    boxes = [
        Box(index, cell.height, sum(points[cell.column : cell.column + cell.width]), cell.text, size_of(look(cell)))
        for index, row in enumerate(table.rows)
        for cell in row.cells
        if cell.text
    ]
    starts, heights = [top], []
    for height in row_heights(boxes, len(table.rows)):
        parts = ceil(height / HIGHEST)
        heights += [height / parts] * parts
        starts.append(starts[-1] + parts)
    return starts, heights


def set_heights(sheet: Worksheet, top: int, heights: Sequence[float]) -> None:
    """The heights of rows from `top` on, in points."""
    for row, height in enumerate(heights, top):
        sheet.row_dimensions[row].height = height


def _draw_cell(sheet: Worksheet, printed: PrintedCell, top: int, bottom: int, style: str) -> Cell:
    left, right = printed.column + 1, printed.column + printed.width
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            sheet.cell(row, column).style = style
    cell = cell_at(sheet, top, left)
    put_value(cell, printed.value)
    merge(sheet, top, left, bottom, right)
    return cell
