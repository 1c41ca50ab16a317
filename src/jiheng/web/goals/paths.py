"""Paths of cells: as findings and remarks name them, as the page types them, as people call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.reports.labels import field_label

__all__ = ["Cell", "cell_label", "cell_of", "typed_path"]

_ROW = re.compile(r"(medium_term\.indicators|indicators|tasks|sub_goals)\[(\d{1,4})\]\.?(.*)")
_PLAN = re.compile(r"spending_plan(?:\[(\d+)\]|\.(\d+))")
_FORMERLY = re.compile(r"indicators(\[\d+\])\.medium_term\.")  # how remarks of release 0.1 name a medium-term cell


class Cell(NamedTuple):
    """A cell of a list: the list's path, the row from 0, the column as it is typed."""

    list: str
    row: int
    column: str


def cell_of(path: str) -> Cell | None:
    """The cell of a list that a path names; None of any other path."""
    match = _ROW.fullmatch(_FORMERLY.sub(r"medium_term.indicators\1.", path))
    return Cell(match[1], int(match[2]), match[3].removeprefix("budget.") or "name") if match else None


def typed_path(path: str, content: Mapping[str, Any]) -> str:
    """Where the text of a cell is typed; a step of the spending plan is known by its month there."""
    if cell := cell_of(path):
        return f"{cell.list}[{cell.row}].{cell.column}"
    if match := _PLAN.match(path):
        steps, index = content.get("spending_plan") or [], int(match[1] or match[2])
        return f"spending_plan.{steps[index]['month']}" if index < len(steps) else "spending_plan"
    return {"department": "department.name", "budget.currency_unit": "unit"}.get(path, path)


def cell_label(path: str, form: str | None = None) -> str:
    """What people call the cell at a path; `form` is the id of the form, where it is known."""
    cell = cell_of(path)
    if cell is None:
        return field_label(path, form=form)
    templates = {
        "indicators": _("指标 {number} · {column}"),
        "medium_term.indicators": _("中期指标 {number} · {column}"),
        "tasks": _("年度主要任务 {number} · {column}"),
        "sub_goals": _("分项绩效目标 {number} · {column}"),
    }
    return templates[cell.list].format(number=cell.row + 1, column=_column_label(cell, form))


def _column_label(cell: Cell, form: str | None) -> str:
    if cell.list.endswith("indicators"):
        return field_label(cell.column, form=form, in_indicator=True)
    names = {
        "tasks": {
            "name": _("任务名称"), "content": _("主要内容"), "total": _("总额"), "fiscal": _("财政拨款"),
            "other": _("其他资金"),
        },
        "sub_goals": {"title": _("标题"), "goal": _("绩效目标"), "indicators": _("绩效指标")},
    }  # fmt: skip
    return names[cell.list].get(cell.column, cell.column)
