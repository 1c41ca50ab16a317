"""A goal sheet as its official form prints it: rows of cells, each knowing the fields it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.domain.goals import GoalSheet, Indicator
from jiheng.domain.text import label_key
from jiheng.forms import Form, LayoutCell
from jiheng.i18n import _
from jiheng.reports.cells import cell_text

__all__ = ["PrintedCell", "PrintedTable", "printed_table"]

_FIELD = re.compile(r"\{([^{}]+)\}")
_AMOUNTS = {"budget.total", "budget.fiscal", "budget.other"}
_MERGED = ("level1", "level2")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of the printed form.

    Attributes:
        text: as printed; a blank cell has none.
        width, height: the columns and rows it covers.
        fields: paths of the fields it shows; of a label, the field that it announces.
        is_label: printed on the form, not filled in.
        indicator: the number of its row in the indicator grid; of a merged cell, of its first row.
    """

    text: str
    width: int = 1
    height: int = 1
    fields: tuple[str, ...] = ()
    is_label: bool = False
    indicator: int | None = None

    @property
    def scope(self) -> str:
        """Of a label: whether it heads what stands right of it or, like 3月底, what stands below."""
        return "row" if self.fields else "col"

    @property
    def is_amount(self) -> bool:
        """Whether the cell shows a number, to be aligned as such."""
        return (
            any(field in _AMOUNTS or field.startswith("spending_plan.") for field in self.fields) and not self.is_label
        )

    @property
    def rows(self) -> range:
        """The indicator rows that the cell stands for."""
        return range(0) if self.indicator is None else range(self.indicator, self.indicator + self.height)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The printed form.

    Attributes:
        widths: of the columns, in per cent.
        head: the rows above the indicators.
        heading: the heads of the indicator columns.
        indicators: one row an indicator; a cell that a merged one above covers is left out.
    """

    widths: tuple[int, ...]
    head: tuple[tuple[PrintedCell, ...], ...]
    heading: tuple[PrintedCell, ...]
    indicators: tuple[tuple[PrintedCell, ...], ...]


def printed_table(sheet: GoalSheet, form: Form) -> PrintedTable:
    """`sheet` laid out as `form` prints it."""
    return PrintedTable(
        form.widths,
        tuple(tuple(_head_cell(cell, sheet, form) for cell in row) for row in form.head),
        tuple(_heading_cell(cell, form) for cell in form.indicator_layout),
        tuple(_indicator_rows(sheet, form)),
    )


def _head_cell(cell: LayoutCell, sheet: GoalSheet, form: Form) -> PrintedCell:
    fields = tuple(_FIELD.findall(cell.text))
    if not fields:
        announced = form.labels.get(label_key(cell.text))
        return PrintedCell(cell.text, cell.width, cell.height, (announced.name,) if announced else (), is_label=True)
    text = _FIELD.sub(lambda match: _head_text(sheet, match[1]), cell.text)
    return PrintedCell(text, cell.width, cell.height, fields)


def _head_text(sheet: GoalSheet, field: str) -> str:
    if field == "goals":
        return "\n".join(f"{number}.{goal}" for number, goal in enumerate(sheet.goals, 1))
    if field in sheet.malformed:
        return _("（没有看懂，见读取说明）")
    return cell_text(sheet, None, field) or ""


def _heading_cell(cell: LayoutCell, form: Form) -> PrintedCell:
    labels = {column.name: column.label for column in form.indicator_columns}
    return PrintedCell(
        _FIELD.sub(lambda match: labels.get(match[1], ""), cell.text), cell.width, cell.height, is_label=True
    )


def _indicator_rows(sheet: GoalSheet, form: Form) -> Iterator[tuple[PrintedCell, ...]]:
    columns = [(cell, next(iter(_FIELD.findall(cell.text)), "")) for cell in form.indicator_layout]
    heights = {level: _merged(sheet.indicators, _MERGED[: depth + 1]) for depth, level in enumerate(_MERGED)}
    for index in range(len(sheet.indicators)):
        row = []
        for cell, column in columns:
            height = heights[column][index] if column in heights else 1
            if height:
                text = cell_text(sheet, index + 1, column) or ""
                row.append(
                    PrintedCell(text, cell.width, height, (column,), is_label=column in _MERGED, indicator=index + 1)
                )
        yield tuple(row)


def _merged(rows: Sequence[Indicator], levels: tuple[str, ...]) -> list[int]:
    # Of the rows that say the same on all `levels`, the first covers all and the others have no cell; blanks stay apart.
    heights: list[int] = []
    start = 0
    for index, row in enumerate(rows):
        values = [getattr(row, level) for level in levels]
        if index and values[-1] is not None and values == [getattr(rows[start], level) for level in levels]:
            heights[start] += 1
            heights.append(0)
        else:
            start = index
            heights.append(1)
    return heights
