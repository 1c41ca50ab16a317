"""openpyxl: open the workbook and walk the values of every sheet, cells merged away included."""

import io

import openpyxl

PACKAGE = "openpyxl"


def run(data: bytes) -> list[object]:
    """The values of all cells."""
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [value for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True) for value in row]


def cells(values: list[object]) -> list[str]:
    """The values as text."""
    return [str(value) for value in values if value is not None]
