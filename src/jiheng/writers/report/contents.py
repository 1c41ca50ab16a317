"""What a report consists of; reports are official papers and Chinese like the forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Block", "Paragraph", "Report", "Section", "Table", "gap"]


class Paragraph(NamedTuple):
    """A paragraph; line breaks in `text` are kept. `lead` stands before it in bold."""

    text: str
    lead: str = ""


class Table(NamedTuple):
    """A table with one row of headings, which following pages repeat.

    Attributes:
        header: the headings; every row has as many cells.
        rows: the cells as texts; plain numbers stand at the right.
        widths: of the columns, as shares of any whole; equal ones where empty.
        caption: printed above the table.
        merged: how many columns at the left show equal neighbours below each other as one cell, as forms print levels.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    caption: str = ""
    merged: int = 0


Block = Paragraph | Table


class Section(NamedTuple):
    """A heading and what stands below it.

    Attributes:
        heading: without its number, which the report gives: ``一、`` on level 1, ``（一）`` on level 2.
        level: 1 or 2.
    """

    heading: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        title: on one line; subtitle: below it (whose report it is, of which year), empty for none.
        sections: in their order.
        has_cover: whether title and subtitle stand on a page of their own, with a list of contents behind it.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    has_cover: bool = False


def gap(what: str) -> str:
    """A mark for what the data do not say and the author has to add: ``（请补充：…）``."""
    return f"（请补充：{what}）"
