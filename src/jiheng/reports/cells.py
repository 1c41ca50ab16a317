"""What stands in the cell that a finding is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.domain.goals import Budget, GoalSheet, Indicator, Organization, PlanStep
from jiheng.i18n import _
from jiheng.reports.digits import amount_text, percent_text

__all__ = ["cell_text", "field_parts", "organization_text", "plan_text"]

_PATH = re.compile(r"(?P<base>\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<part>\w+))?")


def field_parts(field: str) -> tuple[str, int | None, str | None]:
    """``goals[1]`` → goals, 1, None; ``budget.total`` → budget, None, total."""
    match = _PATH.match(field)
    if match is None:
        return field, None, None
    return match["base"], None if match["index"] is None else int(match["index"]), match["part"]


def cell_text(sheet: GoalSheet, indicator: int | None, field: str) -> str | None:
    """The cell's text: empty where the cell is blank, None where the field has no cell of its own."""
    if field in sheet.malformed:
        return None  # something stands there that could not be understood; the note about it quotes it
    if indicator is None:
        return _head_cell(sheet, *field_parts(field))
    if not 0 < indicator <= len(sheet.indicators):
        return None
    return _row_cell(sheet.indicators[indicator - 1], field_parts(field)[0])


def organization_text(organization: Organization | None) -> str:
    """Code and name as the form prints them, joined."""
    return "" if organization is None else f"{organization.code or ''}{organization.name or ''}"


def _row_cell(row: Indicator, column: str) -> str | None:
    if column == "target":
        return "" if row.target is None else row.target.raw
    if column in {"level1", "level2", "name", "description", "basis"}:
        return getattr(row, column) or ""
    return None


def _head_cell(sheet: GoalSheet, base: str, index: int | None, part: str | None) -> str | None:
    if base in {"code", "name", "purpose"}:
        return getattr(sheet, base) or ""
    if base == "organization":
        return organization_text(sheet.organization)
    if base == "budget":
        return _budget_cell(sheet.budget, part)
    if base == "goals":
        return "\n".join(sheet.goals if index is None else sheet.goals[index : index + 1])
    return _plan_cell(sheet, index, part) if base == "spending_plan" else None


def _budget_cell(budget: Budget, part: str | None) -> str | None:
    if part == "currency_unit":
        return budget.currency_unit or ""
    return None if part is None else amount_text(getattr(budget, part, None)) or ""


def _plan_cell(sheet: GoalSheet, index: int | None, part: str | None) -> str:
    steps = [
        step
        for position, step in enumerate(sheet.spending_plan)
        if index in {None, position} and (part is None or not part.isdigit() or int(part) == step.month)
    ]
    if len(steps) == 1:
        return _percent(steps[0], blank="")
    return plan_text(steps)


def plan_text(steps: Sequence[PlanStep]) -> str:
    """A spending plan on one line."""
    return " · ".join(
        _("{month}月底 {percent}").format(month=step.month, percent=_percent(step, blank="—")) for step in steps
    )


def _percent(step: PlanStep, blank: str) -> str:
    percent = percent_text(step.percent)
    return blank if percent is None else f"{percent}%"
