"""python-calamine: the values of every sheet, by a reader in Rust.

It hands out no number formats: of `25.00%` it knows 0.25, of a date the number or the day, but never how the cell shows it.
So it is measured for orientation, not as a tool that does the same job.
"""

import io

from python_calamine import CalamineWorkbook

PACKAGE = "python-calamine"


def run(data: bytes) -> list[object]:
    """The values of all cells."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = map(workbook.get_sheet_by_name, workbook.sheet_names)
    return [value for sheet in sheets for row in sheet.to_python() for value in row]


def cells(values: list[object]) -> list[str]:
    """The values as text."""
    return [str(value) for value in values if value != ""]
