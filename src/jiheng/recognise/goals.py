"""A table of goals → `GoalSheet`."""

from __future__ import annotations

from decimal import Decimal

from jiheng.domain.goals import Budget, GoalSheet, Indicator, MediumTerm, PlanStep, Task
from jiheng.domain.note import Note
from jiheng.domain.target import parse_target
from jiheng.recognise.draft import REPORTING, Draft
from jiheng.recognise.rows import indicator_rows, target_of
from jiheng.recognise.values import parse_percent

__all__ = ["goal_sheet"]

_MEDIUM_TERM = "medium_term."


def goal_sheet(draft: Draft) -> GoalSheet:
    """The sheet of a draft that has its number."""
    assert draft.number is not None
    draft.note_missing(draft.number)
    unit = draft.currency_unit("budget.currency_unit")
    has_department = "department" in draft.form.fields
    return GoalSheet(
        number=draft.number,
        form=draft.form.id,
        organization=draft.organization("organization") or draft.organization(REPORTING),
        code=draft.code(),
        name=draft.name(),
        budget=_budget(draft, "budget", unit),
        purpose=draft.text("purpose"),
        spending_plan=_plan(draft) if draft.percents else (),
        goals=draft.items("goals"),
        indicators=_indicators(draft, "indicators"),
        department=draft.organization("department") if has_department else None,
        execution_weight=draft.number_of("execution_weight", "points"),
        medium_term=_medium_term(draft, unit),
        tasks=_tasks(draft, unit) if "tasks" in draft.rows else (),
        details=draft.details(),
        malformed=draft.malformed,
        title=draft.title,
        places=draft.places,
    )


def _budget(draft: Draft, path: str, unit: str) -> Budget:
    total, fiscal, other, carried_over = (
        draft.number_of(f"{path}.{part}", "amount", unit) for part in ("total", "fiscal", "other", "carried_over")
    )
    if fiscal is None and f"{path}.fiscal" not in draft.malformed:
        fiscal = _sum_of_parts(draft, f"{path}.fiscal", unit)
    return Budget(total, fiscal, other, unit, carried_over)


def _sum_of_parts(draft: Draft, path: str, unit: str) -> Decimal | None:
    """Of 财政拨款 that is printed only by its parts: 一般公共预算拨款, 政府性基金预算拨款 …"""
    parts = {name: draft.number_of(name, "amount", unit) for name in draft.values if name.startswith(f"{path}.")}
    amounts = {name: amount for name, amount in parts.items() if amount is not None}
    if not amounts:
        return None
    labels = "、".join(draft.form.fields[name].label for name in amounts)
    draft.notes.append(Note("summed-funds", {"labels": labels}, draft.places[next(iter(amounts))]))
    return sum(amounts.values(), Decimal(0))


def _plan(draft: Draft) -> tuple[PlanStep, ...]:
    steps = []
    for index, (month, text, place) in enumerate(draft.percents):
        path = f"spending_plan[{index}]"
        draft.places[path] = place
        percent = parse_percent(text) if text else None
        if text and percent is None:
            draft.reject("malformed-percent", path, text, f"{month}月底", place)
        steps.append(PlanStep(month, percent))
    return tuple(steps)


def _medium_term(draft: Draft, unit: str) -> MediumTerm | None:
    names = {*draft.seen, *draft.values, *(f"{block}." for block in draft.rows)}
    if not any(name.startswith(_MEDIUM_TERM) for name in names):
        return None
    return MediumTerm(
        _budget(draft, "medium_term.budget", unit),
        draft.items("medium_term.goals"),
        _indicators(draft, "medium_term.indicators"),
    )


def _indicators(draft: Draft, path: str) -> tuple[Indicator, ...]:
    block = draft.form.blocks["indicators"]
    joins_target = "target.sign" in draft.form.columns
    made: list[Indicator] = []
    for row in indicator_rows(draft, path, block):
        texts = {name: (cell.text or None) if cell else None for name, cell in row.cells.items()}
        target = texts.get("target")
        weight = None
        if texts.get("weight"):
            weight = draft.cell_number(row, "weight", f"{path}[{len(made)}].weight", "points")
        made.append(
            Indicator(
                texts.get("level1"),
                texts.get("level2"),
                texts.get("name"),
                texts.get("description"),
                target_of(draft, row) if joins_target else None if target is None else parse_target(target),
                texts.get("basis"),
                row.places,
                weight,
                texts.get("remark"),
            )
        )
    return tuple(made)


def _tasks(draft: Draft, unit: str) -> tuple[Task, ...]:
    tasks = []
    for index, row in enumerate(draft.rows["tasks"]):
        path = f"tasks[{index}].budget"
        total, fiscal, other = (
            draft.cell_number(row, f"budget.{part}", f"{path}.{part}", "amount", unit=unit)
            for part in ("total", "fiscal", "other")
        )
        if total is None and "budget" in row.cells:
            total = draft.cell_number(row, "budget", f"{path}.total", "amount", unit=unit)
        tasks.append(Task(row.text("name"), row.text("content"), Budget(total, fiscal, other, unit), row.places))
    return tuple(tasks)
