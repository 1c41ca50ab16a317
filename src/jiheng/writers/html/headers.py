"""Which cells of a printed form head which, so that whoever hears a table knows what a value is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jiheng.writers.form_table import CellKind, PrintedCell, PrintedTable, RowKind

__all__ = ["HeadedCell", "headed_rows"]

_STUBS = (("name",), ("medium_term.name",))


class HeadedCell(NamedTuple):
    """A cell with its place in the page.

    Attributes:
        number: of the cell in its table, from 1.
        is_header: whether it heads other cells.
        headers: numbers of the cells that head it, the outermost first of those in its row, then those in its column.
        scope: of a header, ``row`` or ``col``.
    """

    cell: PrintedCell
    number: int
    is_header: bool
    headers: tuple[int, ...]
    scope: str


class _Spot(NamedTuple):
    """A cell that stands somewhere, and what heads it from the left and from above."""

    kind: RowKind
    cell: PrintedCell
    number: int
    is_stub: bool
    row_headers: tuple[int, ...]
    column_headers: tuple[int, ...]


def headed_rows(table: PrintedTable) -> list[list[HeadedCell]]:
    """The cells of each row with what heads them.

    Labels head the values right of them up to the next label, and the values below them that are as wide; the levels and
    the name of an indicator head its row.
    """
    spots: dict[tuple[int, int], _Spot] = {}
    rows: list[list[_Spot]] = []
    number = 0
    for r, row in enumerate(table.rows):
        rows.append([])
        for cell in row.cells:
            number += 1
            is_stub = row.kind is RowKind.BLOCK and (cell.kind is CellKind.LEVEL or cell.fields in _STUBS)
            spot = _Spot(row.kind, cell, number, is_stub, _from_left(spots, r, cell), _from_above(spots, r, cell))
            rows[-1].append(spot)
            for y in range(r, r + cell.height):
                for x in range(cell.column, cell.column + cell.width):
                    spots[y, x] = spot
    heading_columns = {
        header for row in rows for spot in row if not spot.cell.is_label for header in spot.column_headers
    }
    return [[_headed(spot, heading_columns) for spot in row] for row in rows]


def _headed(spot: _Spot, heading_columns: set[int]) -> HeadedCell:
    cell = spot.cell
    is_header = bool(cell.text) and (cell.is_label or spot.is_stub)
    scope = "col" if spot.number in heading_columns else "row"
    headers = () if cell.is_label else (*spot.row_headers, *spot.column_headers)
    return HeadedCell(cell, spot.number, is_header, headers, scope)


def _from_left(spots: dict[tuple[int, int], _Spot], row: int, cell: PrintedCell) -> tuple[int, ...]:
    left = spots.get((row, cell.column - 1))
    if left is None:
        return ()
    if left.cell.is_label:
        return tuple(reversed([spot.number for spot in _labels(spots, row, cell.column - 1, step=(0, -1))]))
    return (*left.row_headers, left.number) if left.is_stub and left.cell.text else left.row_headers


def _from_above(spots: dict[tuple[int, int], _Spot], row: int, cell: PrintedCell) -> tuple[int, ...]:
    above = spots.get((row - 1, cell.column))
    if above is None:
        return ()
    if above.cell.is_label:
        # Only the heading of a block has several storeys; elsewhere what stands above heads something else.
        found = list(_labels(spots, row - 1, cell.column, step=(-1, 0)))
        headings = [spot for spot in found if spot.kind is RowKind.HEADING] or found[:1]
        return tuple(spot.number for spot in reversed(headings) if _covers(spot.cell, cell))
    return above.column_headers if (above.cell.column, above.cell.width) == (cell.column, cell.width) else ()


def _covers(label: PrintedCell, cell: PrintedCell) -> bool:
    return label.column <= cell.column and cell.column + cell.width <= label.column + label.width


def _labels(spots: dict[tuple[int, int], _Spot], row: int, column: int, *, step: tuple[int, int]) -> Iterator[_Spot]:
    """The labels that stand in one line from here, each once, as far as nothing else comes between."""
    last = 0
    while (spot := spots.get((row, column))) and spot.cell.is_label:
        if spot.number != last and spot.cell.text:
            yield spot
        last = spot.number
        row, column = row + step[0], column + step[1]
