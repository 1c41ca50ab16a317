"""What whoever publishes a document should know: blanks that are printed as blanks, content that a form has no place for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jiheng.domain.goals import GoalSheet
from jiheng.forms import Form
from jiheng.writers.form_table import PrintedTable
from jiheng.writers.values import Table, block_rows, block_value, head_value

__all__ = ["Remarks", "remarks"]

_MAY_BE_BLANK = frozenset({"budget.other", "budget.carried_over"})  # blank says that there is no such money
_HEAD = ("code", "department", "purpose", "execution_weight", "budget.carried_over")
_COLUMNS = ("description", "basis", "weight", "remark")


class Remarks(NamedTuple):
    """Of one table.

    Attributes:
        blanks: how many cells that the form wants filled are blank.
        lost: paths of fields that have a value and no place in the form; of columns as ``indicators.basis``.
    """

    blanks: int
    lost: tuple[str, ...]


def remarks(table: Table, form: Form, printed: PrintedTable) -> Remarks:
    """What is to be said of `table` as `printed` in `form`."""
    cells = [cell for row in printed.rows for cell in row.cells if not cell.is_label]
    wanted = {name for name, field in form.fields.items() if not field.is_optional} - _MAY_BE_BLANK
    blanks = sum(
        not cell.text and (cell.block == "indicators" or any(field in wanted for field in cell.fields))
        for cell in cells
    )
    shown = {f"{cell.block}.{field}" if cell.block else field for cell in cells for field in cell.fields}
    labels = {field for row in printed.rows for cell in row.cells if cell.is_label for field in cell.fields}
    return Remarks(blanks, tuple(_lost(table, shown | labels)))


def _lost(table: Table, shown: set[str]) -> Iterator[str]:
    yield from (path for path in _HEAD if path not in shown and head_value(table, path).text)
    rows = block_rows(table, "indicators")
    for column in _COLUMNS:
        path = f"indicators.{column}"
        if path not in shown and any(
            block_value(table, "indicators", index, row, column).text for index, (row, _beside) in enumerate(rows)
        ):
            yield path
    if isinstance(table, GoalSheet):
        if table.spending_plan[4:] or (table.spending_plan and "spending_plan.0.percent" not in shown):
            yield "spending_plan"
        if table.medium_term and not any(field.startswith("medium_term.") for field in shown):
            yield "medium_term"
        if table.tasks and not any(field.startswith("tasks.") for field in shown):
            yield "tasks"
