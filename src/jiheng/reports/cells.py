"""What stands in the cell that a finding is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from jiheng.domain.goals import Budget, GoalSheet, Indicator, Organization, PlanStep
from jiheng.domain.self_evaluation import FundingLine, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import Target
from jiheng.i18n import _
from jiheng.interchange.texts import amount_text, percent_text

__all__ = ["Sheet", "cell_text", "field_parts", "organization_text", "percent_cell", "plan_text"]

Sheet = GoalSheet | SelfEvaluation
"""A table that findings are about."""

_ROW_COLUMNS = frozenset(
    {"level1", "level2", "name", "description", "target", "basis", "actual", "weight", "score", "reason"}
)
_HEAD_TEXTS = frozenset({"code", "name", "purpose", "expected_goals", "actual_goals"})
_PATH = re.compile(r"(?P<base>\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<part>\w+))?")


def field_parts(field: str) -> tuple[str, int | None, str | None]:
    """``goals[1]`` → goals, 1, None; ``budget.total`` → budget, None, total."""
    match = _PATH.match(field)
    if match is None:
        return field, None, None
    return match["base"], None if match["index"] is None else int(match["index"]), match["part"]


def cell_text(sheet: Sheet, indicator: int | None, field: str) -> str | None:
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


def _row_cell(row: Indicator | ScoredIndicator, column: str) -> str | None:
    value = getattr(row, column, None)
    if isinstance(value, Target):
        return value.raw
    if isinstance(value, Decimal):
        return amount_text(value)
    return (value or "") if column in _ROW_COLUMNS and (value is None or isinstance(value, str)) else None


def _head_cell(sheet: Sheet, base: str, index: int | None, part: str | None) -> str | None:
    if base in _HEAD_TEXTS:
        return getattr(sheet, base, None) or ""
    if base == "organization":
        return organization_text(sheet.organization)
    return (
        _evaluation_cell(sheet, base, index, part)
        if isinstance(sheet, SelfEvaluation)
        else _goal_cell(sheet, base, index, part)
    )


def _goal_cell(sheet: GoalSheet, base: str, index: int | None, part: str | None) -> str | None:
    if base == "budget":
        return _budget_cell(sheet.budget, part)
    if base == "goals":
        return "\n".join(sheet.goals if index is None else sheet.goals[index : index + 1])
    return _plan_cell(sheet, index, part) if base == "spending_plan" else None


def _evaluation_cell(sheet: SelfEvaluation, base: str, index: int | None, part: str | None) -> str | None:
    if base in {"total_score", "total_weight"}:
        return amount_text(getattr(sheet, base)) or ""
    return _funding_cell(sheet.funding, index, part) if base == "funding" else None


def _funding_cell(funding: Sequence[FundingLine], index: int | None, part: str | None) -> str | None:
    if index is None or part is None or index >= len(funding):
        return None
    value = getattr(funding[index], part, None)
    text = amount_text(value) if isinstance(value, Decimal) else value
    return f"{text}%" if part == "rate" and text else text or ""


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
        return percent_cell(steps[0].percent) or ""
    return plan_text(steps)


def plan_text(steps: Sequence[PlanStep]) -> str:
    """A spending plan on one line."""
    return " · ".join(
        _("{month}月底 {percent}").format(month=step.month, percent=percent_cell(step.percent) or "—") for step in steps
    )


def percent_cell(percent: Decimal | None) -> str | None:
    """A percentage with its sign; None where there is none."""
    return None if percent is None else f"{percent_text(percent)}%"
