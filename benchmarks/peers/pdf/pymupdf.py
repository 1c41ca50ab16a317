"""PyMuPDF: `find_tables` on every page with default settings.

PyMuPDF is under the AGPL (or a commercial licence). It lives in this benchmark's own environment alone and is never
installed beside jiheng, imported by it or shipped with it.
"""

import pymupdf

PACKAGE = "pymupdf"


def run(data: bytes) -> list[list[list[str | None]]]:
    """The rows of every table."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return [table.extract() for page in pdf for table in page.find_tables().tables]


def cells(tables: list[list[list[str | None]]]) -> list[str]:
    """The cells that hold something."""
    return [cell for rows in tables for row in rows for cell in row if cell]
