"""A stored content as the texts of a page, cell by cell; the way back of `typed`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jiheng.domain.goals import Budget, DepartmentGoals, GoalSheet, Indicator, MediumTerm, Task
from jiheng.forms import load_form
from jiheng.interchange.texts import amount_text, percent_text
from jiheng.web.goals.form_page import detail_labels, has_part, plan_months
from jiheng.web.goals.mapping import department_of, sheet_of

__all__ = ["AMOUNTS", "INDICATOR_TEXTS", "TASK_AMOUNTS", "typed_of"]

AMOUNTS = ("total", "fiscal", "other", "carried_over")
TASK_AMOUNTS = ("total", "fiscal", "other")
INDICATOR_TEXTS = ("level1", "level2", "name", "description", "basis", "remark")
_BLANK = MediumTerm(Budget(None, None, None, None), (), ())


def typed_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a stored content, as `typed_content` (of a department part `typed_department`) takes them."""
    if "sub_goals" in content:
        return _typed_department(department_of(content))
    sheet = sheet_of(content)
    form = load_form(sheet.form)
    percents = {step.month: percent_text(step.percent) for step in sheet.spending_plan}
    typed = {
        "name": sheet.name or "",
        "code": sheet.code or "",
        "purpose": sheet.purpose or "",
        "unit": sheet.budget.currency_unit or form.currency_unit,
        "budget": _budget(sheet, sheet.budget, "budget"),
        "spending_plan": {
            str(month): sheet.malformed.get(f"spending_plan[{index}]") or percents.get(month) or ""
            for index, month in enumerate(plan_months(form, content))
        },
        "goals": list(sheet.goals),
        "details": {label: sheet.details.get(label, "") for label in detail_labels(form, content)},
        "indicators": _indicators(sheet, sheet.indicators, "indicators"),
    }
    return typed | _further(sheet, content)


def _further(sheet: GoalSheet, content: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that only some forms have."""
    parts: dict[str, Any] = {}
    if has_part(content, "department"):
        named = sheet.department
        parts["department"] = {"code": (named and named.code) or "", "name": (named and named.name) or ""}
    if has_part(content, "execution_weight"):
        weight = sheet.malformed.get("execution_weight") or amount_text(sheet.execution_weight)
        parts["execution_weight"] = weight or ""
    if has_part(content, "medium_term"):
        planned = sheet.medium_term or _BLANK
        parts["medium_term"] = {
            "budget": _budget(sheet, planned.budget, "medium_term.budget"),
            "goals": list(planned.goals),
            "indicators": _indicators(sheet, planned.indicators, "medium_term.indicators"),
        }
    if has_part(content, "tasks"):
        parts["tasks"] = [_task(sheet, index, task) for index, task in enumerate(sheet.tasks)]
    return parts


def _budget(sheet: GoalSheet, budget: Budget, path: str, parts: Sequence[str] = AMOUNTS) -> dict[str, str]:
    return {part: sheet.malformed.get(f"{path}.{part}") or amount_text(getattr(budget, part)) or "" for part in parts}


def _indicators(sheet: GoalSheet, rows: Sequence[Indicator], path: str) -> list[dict[str, str]]:
    return [_indicator(sheet, row, f"{path}[{index}]") for index, row in enumerate(rows)]


def _indicator(sheet: GoalSheet, row: Indicator, path: str) -> dict[str, str]:
    weight = sheet.malformed.get(f"{path}.weight") or amount_text(row.weight) or ""
    texts = {column: getattr(row, column) or "" for column in INDICATOR_TEXTS}
    return {**texts, "target": row.target.raw if row.target else "", "weight": weight}


def _task(sheet: GoalSheet, index: int, task: Task) -> dict[str, str]:
    amounts = _budget(sheet, task.budget, f"tasks[{index}].budget", TASK_AMOUNTS)
    return {"name": task.name or "", "content": task.content or "", **amounts}


def _typed_department(part: DepartmentGoals | None) -> dict[str, Any]:
    if part is None:
        return {"overall_goals": "", "sub_goals": [], "safeguards": ""}
    return {
        "overall_goals": part.overall_goals or "",
        "sub_goals": [
            {"title": goal.title or "", "goal": goal.goal or "", "indicators": goal.indicators or ""}
            for goal in part.sub_goals
        ],
        "safeguards": part.safeguards or "",
    }
