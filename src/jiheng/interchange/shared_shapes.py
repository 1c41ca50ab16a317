"""The shapes of the JSON that several kinds of tables share."""

from __future__ import annotations

from typing import Literal, TypedDict

__all__ = ["MalformedJson", "OrganizationJson", "PlaceJson", "TargetJson"]


class PlaceJson(TypedDict, total=False):
    """Where something stands in its file; only what applies is there, all counts start at 1.

    Attributes:
        table: the number of the table in its file.
        row: the row in that table.
        column: the grid column in that table.
        line: the line of a text file; in other formats the number of the paragraph outside tables.
        page: the page, in formats that have pages.
        sheet: the name of the sheet, in spreadsheets; row and column are then those of the sheet.
        confidence: how surely it was read, 0 to 1, if it was read from a picture.
    """

    table: int
    row: int
    column: int
    line: int
    page: int
    sheet: str
    confidence: float


class OrganizationJson(TypedDict):
    """A budget unit (预算单位).

    Attributes:
        code: 6 digits, null where not printed.
        name: as printed.
    """

    code: str | None
    name: str | None


class TargetJson(TypedDict):
    """A target value (指标值).

    Attributes:
        raw: the cell's own text.
        kind: a quantity, a date by which something is done, or words.
        operator: of a quantity, where it has one.
        number: of a quantity, digits without thousands separators; a range is 10-15.
        unit: of a quantity, what stands behind the number.
    """

    raw: str
    kind: Literal["quantitative", "deadline", "qualitative"]
    operator: Literal[">=", "<=", "=", ">", "<"] | None
    number: str | None
    unit: str | None


class MalformedJson(TypedDict, total=False):
    """The last key of a table, which only some have; it is described where it is used."""

    malformed: dict[str, str]
