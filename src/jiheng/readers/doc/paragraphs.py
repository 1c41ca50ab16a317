"""What a paragraph's properties say about its place in tables, its style and its list."""

from __future__ import annotations

import struct
from typing import NamedTuple

from jiheng.readers.doc.file import WordFile
from jiheng.readers.doc.pieces import Pieces
from jiheng.readers.doc.runs import Run, paragraph_runs
from jiheng.readers.doc.sprm import modifiers

__all__ = ["ParagraphProperties", "Paragraphs"]

_STYLE, _IN_TABLE, _ROW_END, _OUTLINE = 0x4600, 0x2416, 0x2417, 0x2640
_DEPTH, _DEEPER, _INNER_CELL_END, _INNER_ROW_END = 0x6649, 0x664A, 0x244B, 0x244C
_LIST_LEVEL, _LIST = 0x260A, 0x460B
_LONG_LISTS = (0x6645, 0x6646)  # the modifiers lie elsewhere, instead of here
_TABLE_LIST = 0x646B  # further modifiers lie elsewhere
_TABLE_GROUP = 5


class ParagraphProperties(NamedTuple):
    """Of one paragraph.

    Attributes:
        style: its number in the style sheet.
        depth: tables around it.
        ends_row: it only closes a row and carries the row's properties.
        ends_inner_cell: it is the last one of a cell of a table in a table.
        outline: heading level from 0, 9 for text; None where the style decides.
        list_id: number of the list, 0 for none; None where the style decides.
        row: the row's modifiers.
    """

    style: int = 0
    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    outline: int | None = None
    list_id: int | None = None
    level: int = 0
    row: bytes = b""


class Paragraphs:
    """The properties of all paragraphs, by the character that ends each."""

    def __init__(self, file: WordFile, pieces: Pieces) -> None:
        """Read the pages of properties."""
        self._file, self._pieces = file, pieces
        self._runs = paragraph_runs(file)
        self._known: dict[tuple[bytes, bytes], ParagraphProperties] = {}

    def ending_at(self, position: int) -> ParagraphProperties:
        """Of the paragraph whose last character stands at `position`."""
        offset, piece = self._pieces.at(position)
        run = self._runs.at(offset)
        key = run.properties if run else b"", piece.changes
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._parse(*key)
        return found

    def goes_on(self, position: int) -> bool:
        """Whether the paragraph goes on behind a page break at `position`, which else ends a section."""
        offset, piece = self._pieces.at(position)
        run: Run | None = self._runs.at(offset)
        return run is not None and run.end > offset + piece.step

    def _parse(self, block: bytes, changes: bytes) -> ParagraphProperties:
        values: dict[int, int] = {}
        row: list[bytes] = []
        own = block[2:]
        for code, start, _end in modifiers(own):
            if code in _LONG_LISTS:
                own = self._file.long_list(struct.unpack_from("<I", own, start)[0])
                break
        for part in (own, changes):
            self._gather(part, values, row)
        in_table = bool(values.get(_IN_TABLE) or values.get(_ROW_END) or values.get(_INNER_ROW_END))
        depth = max(values.get(_DEPTH, 0) + values.get(_DEEPER, 0), int(in_table))
        style = values.get(_STYLE)
        return ParagraphProperties(
            style=int.from_bytes(block[:2], "little") if style is None else style & 0xFFFF,
            depth=depth,
            ends_row=bool(values.get(_ROW_END) if depth == 1 else values.get(_INNER_ROW_END)),
            ends_inner_cell=bool(values.get(_INNER_CELL_END)),
            outline=values.get(_OUTLINE),
            list_id=None if _LIST not in values else values[_LIST] & 0xFFFF,
            level=values.get(_LIST_LEVEL, 0),
            row=b"".join(row),
        )

    def _gather(self, block: bytes, values: dict[int, int], row: list[bytes], *, further: bool = True) -> None:
        """Single values by their codes, and a list that holds modifiers of the row as it is."""
        tabular = False
        for code, start, end in modifiers(block):
            tabular = tabular or (code >> 10) & 7 == _TABLE_GROUP
            if code == _TABLE_LIST and further:
                elsewhere = self._file.long_list(int.from_bytes(block[start:end], "little"))
                self._gather(elsewhere, values, row, further=False)
            elif end - start <= 4:
                values[code] = int.from_bytes(block[start:end], "little", signed=True)
        if tabular:
            row.append(block)
