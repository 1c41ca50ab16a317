"""openpyxl: the same layout, a sheet for the texts and one for each table, through its own objects."""

import io
import runpy
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

PACKAGE = "openpyxl"
_PAPER = runpy.run_path(str(Path(__file__).parent / "paper.py"))
_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT = Font(name="宋体", size=10.5)
_TITLE = Font(name="黑体", size=16)
_ALIGN = {kind: Alignment(horizontal=side, vertical="center", wrap_text=True) for kind, side in _PAPER["ALIGN"].items()}
_MIDDLE = Alignment(horizontal="center")
prepare = _PAPER["prepare"]


def run(blocks: list[dict]) -> bytes:
    """The .xlsx."""
    book = Workbook()
    texts = book.active
    title, number = "", 0
    for block in blocks:
        if block["kind"] == "table":
            number += 1
            _sheet(book.create_sheet(f"表{number}"), block, title)
        elif block["kind"] == "cover":
            for line in block["lines"]:
                texts.append([line])
        elif block["kind"] != "contents":
            title = block.get("lead", "") + block["text"]
            texts.append([title])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(sheet: object, block: dict, title: str) -> None:
    columns = len(block["widths"])
    for column, width in enumerate(block["widths"], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{block['opening'] + 1}"
    sheet.freeze_panes = sheet.cell(block["opening"] + 2, 1)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    head = sheet.cell(1, 1, title)
    head.font, head.alignment = _TITLE, _MIDDLE
    for line, row in enumerate(block["rows"], 2):
        for cell in row["cells"]:
            _fill(sheet, line, cell)


def _fill(sheet: object, line: int, cell: dict) -> None:
    first = cell["column"] + 1
    last_line, last = line + cell["height"] - 1, cell["column"] + cell["width"]
    for down in range(line, last_line + 1):
        for across in range(first, last + 1):
            place = sheet.cell(down, across)
            place.border, place.font, place.alignment = _BORDER, _FONT, _ALIGN[cell["kind"]]
    place = sheet.cell(line, first)
    place.value = Decimal(cell["number"]) if cell["kind"] == "amount" and cell["number"] else cell["text"] or None
    if (last_line, last) != (line, first):
        sheet.merge_cells(start_row=line, start_column=first, end_row=last_line, end_column=last)
