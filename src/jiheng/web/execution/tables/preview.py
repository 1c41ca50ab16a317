"""The first rows of a table with what was understood of them, before a person decides."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from jiheng.readers.rows import Row, rows_of
from jiheng.web.execution.models import TableImport
from jiheng.web.execution.tables.columns import places_of, source_of
from jiheng.web.execution.tables.entries import Entry, Refused, entry_of
from jiheng.web.execution.tables.work import options_from

__all__ = ["Preview", "Previewed", "preview_of"]

_SHOWN = 8
_LOOKED_AT = 5000
_STRANGE = 12


class Previewed(NamedTuple):
    """A row: what stands in the file, and what was understood.

    Attributes:
        reason: why it would be refused; a row with neither entry nor reason is no data.
    """

    row: Row
    entry: Entry | None
    reason: str


class Preview(NamedTuple):
    """The first rows; `strange`: words for sources that nobody knows, among the first thousands."""

    rows: list[Previewed]
    strange: list[str]


def preview_of(table: TableImport) -> Preview:
    """What the first rows say with the columns as they are named now."""
    stored, options = table.options, options_from(table.options)
    places = places_of(stored["headings"], table.columns)
    below = (
        row
        for row in rows_of(bytes(table.data))
        if row.sheet == stored["sheet"] and row.number > int(stored["heading"])
    )
    shown: list[Previewed] = []
    strange: dict[str, None] = {}
    at = places.get("source", -1)
    for row in islice(below, _LOOKED_AT):
        if len(shown) < _SHOWN:
            said = entry_of(row, places, options, table.year)
            entry = said if isinstance(said, Entry) else None
            shown.append(Previewed(row, entry, said.reason if isinstance(said, Refused) else ""))
        word = row.cells[at].strip() if 0 <= at < len(row.cells) else ""
        if word and len(strange) < _STRANGE and source_of(word, options) is None:
            strange[word] = None
    return Preview(shown, list(strange))
