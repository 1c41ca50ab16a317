"""pdfplumber: the tables of every page with default settings, which go by the ruling lines."""

import io

import pdfplumber

PACKAGE = "pdfplumber"


def run(data: bytes) -> list[list[list[str | None]]]:
    """The rows of every table."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [table for page in pdf.pages for table in page.extract_tables()]


def cells(tables: list[list[list[str | None]]]) -> list[str]:
    """The cells that hold something."""
    return [cell for rows in tables for row in rows for cell in row if cell]
