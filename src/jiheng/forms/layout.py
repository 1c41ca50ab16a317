"""How a form is printed: rows of cells, in sections, as `[layout]` of a form file gives them.

A cell is written ``text*width|height``: `text` is what the form prints, with fields in braces; it is `width` columns
wide and `height` rows high (1 where nothing is said). In the text

- ``{budget.total}`` is the field's value, ``{weight:—}`` the same with what stands there when it is blank;
- ``[1-{through_month}月]`` is printed only when the field has a value;
- a cell that begins with ``?`` belongs to a column that is printed only when one of its rows has a value; the cell left
  of it takes its room;
- a row whose first entry is ``"?"`` is printed only when one of its fields has a value; cells that span it shrink.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Layout", "LayoutCell", "LayoutRow", "Section", "parse_layout"]

_CELL = re.compile(r"(\?)?(.*?)(?:\*(\d+))?(?:\|(\d+))?", re.DOTALL)
_OPTIONAL = "?"


class LayoutCell(NamedTuple):
    """A cell of the printed table; `text` may hold fields in braces."""

    text: str
    width: int = 1
    height: int = 1
    is_optional: bool = False


class LayoutRow(NamedTuple):
    """A row; cells that one above covers are left out."""

    cells: tuple[LayoutCell, ...]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together.

    Attributes:
        rows: printed as they are; of a block, its heading (none: the labels of its columns).
        block: the rows of the domain that `row` is printed for: ``indicators``, ``tasks``.
        row: of a block, the cells of one row.
        total: of a block, the row below it that sums up.
        side: printed once in the first column, beside all rows of the section.
    """

    rows: tuple[LayoutRow, ...]
    block: str | None = None
    row: tuple[LayoutCell, ...] = ()
    total: LayoutRow | None = None
    side: LayoutCell | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The printed form.

    Attributes:
        widths: of the columns, in per cent.
        sections: from top to bottom.
        opening: how many rows at the top are printed again on following pages.
        is_landscape: printed on paper that lies across.
    """

    widths: tuple[int, ...]
    sections: tuple[Section, ...]
    opening: int = 1
    is_landscape: bool = False


def parse_layout(data: Mapping[str, Any]) -> Layout:
    """The layout as a form file has it."""
    return Layout(
        widths=tuple(data["widths"]),
        sections=tuple(map(_section, data["section"])),
        opening=data.get("opening", 1),
        is_landscape=data.get("landscape", False),
    )


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        rows=tuple(map(_row, data.get("rows", ()))),
        block=data.get("block"),
        row=_cells(data.get("row", ())),
        total=_row(data["total"]) if "total" in data else None,
        side=_cell(data["side"]) if "side" in data else None,
    )


def _row(cells: Sequence[str]) -> LayoutRow:
    is_optional = bool(cells) and cells[0] == _OPTIONAL
    return LayoutRow(_cells(cells[1:] if is_optional else cells), is_optional)


def _cells(cells: Sequence[str]) -> tuple[LayoutCell, ...]:
    return tuple(map(_cell, cells))


def _cell(text: str) -> LayoutCell:
    match = _CELL.fullmatch(text)
    assert match is not None  # the pattern takes every text
    return LayoutCell(match[2], int(match[3] or 1), int(match[4] or 1), match[1] is not None)
