"""Where something stands in a file."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Place"]


class Place(NamedTuple):
    """A spot in a document; what does not apply is None. All counts start at 1.

    Attributes:
        table: the number of the table in its file, in reading order.
        row: the row in that table; in a spreadsheet, the row of the sheet.
        column: the grid column in that table (a merged cell has the first one it covers), or that of the sheet.
        line: the line of a text file, or the number of the paragraph outside tables elsewhere.
        page: the page, where the format has pages.
        sheet: the name of the sheet, in a spreadsheet.
        confidence: how surely it was read, 0 to 1, if it was read from a picture.
    """

    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    confidence: float | None = None

    @property
    def address(self) -> str | None:
        """``F12``, what a spreadsheet calls the cell; None of what is no cell of a sheet."""
        if self.sheet is None or self.row is None or self.column is None:
            return None
        letters, number = "", self.column
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"

    def as_dict(self) -> dict[str, int | str | float]:
        """Only what applies, for JSON."""
        return {name: value for name, value in self._asdict().items() if value is not None}
