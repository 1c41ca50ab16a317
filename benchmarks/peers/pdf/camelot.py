"""camelot: the tables of all pages by its lattice method, which goes by the ruling lines; default settings."""

import tempfile

import camelot

PACKAGE = "camelot-py"


def prepare(data: bytes) -> str:
    """The path of a file with these bytes: it reads files."""
    with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
        file.write(data)
    return file.name


def run(path: str) -> list[list[list[str]]]:
    """The rows of every table."""
    return [table.data for table in camelot.read_pdf(path, pages="all", flavor="lattice")]


def cells(tables: list[list[list[str]]]) -> list[str]:
    """All cells."""
    return [cell for rows in tables for row in rows for cell in row]
