"""jiheng: from the bytes of a document to domain objects, the whole way."""

import sys

from jiheng import engine
from jiheng.domain.goals import Document

PACKAGE = "jiheng"
_MEMORIES = [
    thing
    for name, module in sys.modules.items()
    if name.startswith("jiheng.domain.")
    for thing in vars(module).values()
    if hasattr(thing, "cache_clear")
]


def prepare(data: bytes) -> bytes:
    """The same bytes, with every text forgotten that an earlier reading remembered: in real life the next file is another."""
    for memory in _MEMORIES:
        memory.cache_clear()
    return data


def run(data: bytes) -> Document:
    """The document: every goal table with its fields understood."""
    return engine.read(data, name="x.docx")


def text(document: Document) -> str:
    """The indicator names, taken from the field they belong to."""
    return "\n".join(row.name or "" for sheet in document.sheets for row in sheet.indicators)
