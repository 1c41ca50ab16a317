"""jiheng: from the bytes of a document to domain objects, the whole way."""

from jiheng import engine
from jiheng.domain.goals import Document

PACKAGE = "jiheng"


def run(data: bytes) -> Document:
    """The document: every goal table with its fields understood."""
    return engine.read(data, name="x.docx")


def text(document: Document) -> str:
    """The indicator names, taken from the field they belong to."""
    return "\n".join(row.name or "" for sheet in document.sheets for row in sheet.indicators)
