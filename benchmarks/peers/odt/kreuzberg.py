"""kreuzberg: its extraction of OpenDocument texts with default settings; the cache is off."""

from kreuzberg import ExtractionConfig, ExtractionResult, extract_bytes_sync

PACKAGE = "kreuzberg"
_CONFIG = ExtractionConfig(use_cache=False)


def run(data: bytes) -> ExtractionResult:
    """The extracted text, with its tables."""
    return extract_bytes_sync(data, "application/vnd.oasis.opendocument.text", _CONFIG)


def cells(result: ExtractionResult) -> list[str]:
    """The cells of its tables, and each line of its text and each part of a line between tabs or bars, should one be a cell."""
    lines = result.content.splitlines()
    parts = [part for line in lines for sign in "\t|" if sign in line for part in line.split(sign)]
    return [*lines, *parts, *(cell for table in result.tables for row in table.cells for cell in row)]
