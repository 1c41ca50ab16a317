"""What every reader ends in and recognition starts from: paragraphs and grids of cells, in reading order.

Nothing here knows Word or PDF, and nothing here knows budgets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from jiheng.domain.note import Note
from jiheng.domain.place import Place

__all__ = ["ASIDE", "Block", "Cell", "Grid", "Paragraph", "Reading"]

ASIDE = "本工作表供填表时查看，读取时不计入"
"""What stands in the first cell of a sheet that is no part of the document, such as the instructions of a fill-in form.

It is a sentence that people see, so that nobody hides anything by it.
"""


class Cell(NamedTuple):
    """A cell where it starts; `text` has no white space at its ends, and paragraphs are joined by a line break.

    `confidence`: how surely the text was read from a picture, 0 to 1; None of what was not read from one.
    """

    text: str
    row: int
    column: int
    line: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a rectangle: a merged cell stands, as the same object, at every position it covers.

    Attributes:
        number: of the table in its file, from 1; 0 for text outside tables that was cut into cells.
        rows: `rows[r][c]` is the cell that covers row r + 1, column c + 1; rows may differ in length.
        page: where the table starts, in formats with pages.
        rows_above: how many rows of the same sheet stand above the table, in spreadsheets: people look for a row by
            the number that the sheet shows.
        sheet: the name of that sheet.
    """

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    page: int | None = None
    rows_above: int = 0
    sheet: str | None = None

    def place(self, cell: Cell) -> Place:
        """Where `cell` stands in the file; a grid without a number is text outside tables."""
        row = cell.row + self.rows_above if cell.row else None
        return Place(self.number or None, row, cell.column or None, cell.line, self.page, self.sheet, cell.confidence)


class Paragraph(NamedTuple):
    """Text outside tables.

    Attributes:
        text: without white space at its ends.
        line: the line of a text file, else the paragraph's number.
        heading: 1 to 9 for a heading, 0 for the document's title, None for plain text.
        is_contents: part of a generated table of contents.
        cell: the place of the cell that it stands in, in spreadsheets.
        page: in formats whose pages were read as pictures.
        confidence: as that of a `Cell`.
    """

    text: str
    line: int
    heading: int | None = None
    is_contents: bool = False
    cell: Place | None = None
    page: int | None = None
    confidence: float | None = None

    @property
    def place(self) -> Place:
        """Where the paragraph stands in the file."""
        place = (self.cell or Place())._replace(line=self.line)
        return place if self.confidence is None else place._replace(page=self.page, confidence=self.confidence)


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file."""

    format: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = field(default=())
