"""What people type into the pages: text by cell, made into a table without losing what cannot be understood.

The way back, from a stored content to the texts of a page, is `typed_texts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.domain.goals import Budget, DepartmentGoals, GoalSheet, Indicator, MediumTerm, PlanStep, SubGoal, Task
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.domain.money import CURRENCY_UNITS, parse_amount
from jiheng.domain.target import parse_target
from jiheng.forms import load_form
from jiheng.web.goals.form_page import plan_months
from jiheng.web.goals.mapping import blank_sheet, content_of, sheet_of
from jiheng.web.goals.typed_texts import AMOUNTS, INDICATOR_TEXTS, TASK_AMOUNTS
from jiheng.web.goals.typed_values import (
    LONGEST,
    Typed,
    amount_in,
    list_in,
    mapping_in,
    row_of,
    text_in,
    texts_in,
)
from jiheng.web.organizations.models import Organization

__all__ = ["LONGEST", "MOST_ROWS", "typed_content", "typed_department"]

MOST_ROWS = 200
_MOST_GOALS = 50
_HUNDRED = Decimal(100)
_COLUMNS = (*INDICATOR_TEXTS, "target", "weight")
_ALWAYS = ("budget.", "spending_plan[", "indicators[")
_WHEN_TYPED = {"execution_weight": "execution_weight", "medium_term": "medium_term.", "tasks": "tasks["}
_Malformed = dict[str, str]


def typed_content(typed: Typed, organization: Organization, old: Mapping[str, Any] | None) -> dict[str, Any]:
    """The content to store of a table.

    Args:
        typed: ``name``, ``code``, ``purpose``: texts; ``budget``: texts by ``total``, ``fiscal``, ``other``,
            ``carried_over``; ``spending_plan``: texts by month; ``goals``: texts; ``details``: texts by printed label;
            ``indicators``: rows of texts by column, the target as one text (``≥95%``). Where the form has them:
            ``unit`` of the amounts, ``department`` with ``code`` and ``name``, ``execution_weight``, ``medium_term``
            with ``budget``, ``goals``, ``indicators``, ``tasks``: rows of ``name``, ``content``, ``total``, ``fiscal``,
            ``other``.
        organization: whose table it is; the table cannot name another one.
        old: what is stored; of the last five parts those that are not in `typed` are kept.

    Raises:
        ValidationError: something is no text, or longer or more than anybody would type; by field.
    """
    blank = blank_sheet(organization)
    sheet = sheet_of(old) if old else blank
    written = (*_ALWAYS, *(prefix for part, prefix in _WHEN_TYPED.items() if part in typed))
    malformed = {path: text for path, text in sheet.malformed.items() if not path.startswith(written)}
    unit = _unit(typed, sheet)
    details = mapping_in(typed, "details")
    texts = {label: text_in(details, label) for label in details}
    made = replace(
        sheet,
        organization=blank.organization,
        code=text_in(typed, "code"),
        name=text_in(typed, "name"),
        purpose=text_in(typed, "purpose"),
        budget=_budget(mapping_in(typed, "budget"), "budget", unit, malformed),
        spending_plan=_plan(typed, sheet, old or {}, malformed),
        goals=texts_in(typed, "goals", _MOST_GOALS),
        indicators=_indicators(typed, "indicators", malformed),
        details={label: text for label, text in {**sheet.details, **texts}.items() if text},
        malformed=malformed,
    )
    return content_of(_further(made, typed, unit, malformed))


def _further(sheet: GoalSheet, typed: Typed, unit: str | None, malformed: _Malformed) -> GoalSheet:
    """The parts that only some forms have."""
    if "department" in typed:
        named = mapping_in(typed, "department")
        code, name = text_in(named, "code"), text_in(named, "name")
        sheet = replace(sheet, department=DomainOrganization(code, name) if code or name else None)
    if "execution_weight" in typed:
        sheet = replace(
            sheet, execution_weight=amount_in(typed, "execution_weight", "execution_weight", malformed, "分")
        )
    if "medium_term" in typed:
        planned = mapping_in(typed, "medium_term")
        budget = _budget(mapping_in(planned, "budget"), "medium_term.budget", unit, malformed)
        rows = _indicators(planned, "medium_term.indicators", malformed)
        sheet = replace(sheet, medium_term=MediumTerm(budget, texts_in(planned, "goals", _MOST_GOALS), rows))
    return replace(sheet, tasks=_tasks(typed, unit, malformed)) if "tasks" in typed else sheet


def typed_department(typed: Typed) -> dict[str, Any]:
    """The content to store of a department part.

    Args:
        typed: ``overall_goals``, ``safeguards``: texts; ``sub_goals``: rows of ``title``, ``goal``, ``indicators``.

    Raises:
        ValidationError: as of `typed_content`.
    """
    rows = [row_of(row, "sub_goals") for row in list_in(typed, "sub_goals", _MOST_GOALS)]
    goals = (SubGoal(*(text_in(row, part) for part in ("title", "goal", "indicators"))) for row in rows)
    return content_of(
        DepartmentGoals(
            overall_goals=text_in(typed, "overall_goals"),
            sub_goals=tuple(goal for goal in goals if goal.title or goal.goal or goal.indicators),
            safeguards=text_in(typed, "safeguards"),
        )
    )


def _unit(typed: Typed, sheet: GoalSheet) -> str | None:
    unit = text_in(typed, "unit") or sheet.budget.currency_unit
    if unit and unit != sheet.budget.currency_unit and unit not in CURRENCY_UNITS:
        raise ValidationError({"unit": _("金额单位只能是元、万元等")})
    return unit


def _budget(texts: Typed, path: str, unit: str | None, malformed: _Malformed) -> Budget:
    amounts = {part: amount_in(texts, part, f"{path}.{part}", malformed, unit) for part in AMOUNTS}
    return Budget(currency_unit=unit, **amounts)


def _plan(typed: Typed, sheet: GoalSheet, content: Mapping[str, Any], malformed: _Malformed) -> tuple[PlanStep, ...]:
    texts = mapping_in(typed, "spending_plan")
    months = plan_months(load_form(sheet.form), content) if content else [step.month for step in sheet.spending_plan]
    steps = []
    for index, month in enumerate(months):
        text = text_in(texts, str(month))
        percent = parse_amount(text.rstrip("%％")) if text else None
        if text and (percent is None or not 0 <= percent <= _HUNDRED):
            malformed[f"spending_plan[{index}]"] = text
            percent = None
        steps.append(PlanStep(month, percent))
    return tuple(steps)


def _indicators(typed: Typed, path: str, malformed: _Malformed) -> tuple[Indicator, ...]:
    """The rows in which anything is written; the others are left out."""
    kept: list[Indicator] = []
    for row in (row_of(row, "indicators") for row in list_in(typed, "indicators", MOST_ROWS)):
        if any(text_in(row, column) for column in _COLUMNS):
            target = text_in(row, "target")
            weight = amount_in(row, "weight", f"{path}[{len(kept)}].weight", malformed)
            level1, level2, name, description, basis, remark = (text_in(row, column) for column in INDICATOR_TEXTS)
            parsed = parse_target(target) if target else None
            kept.append(Indicator(level1, level2, name, description, parsed, basis, weight=weight, remark=remark))
    return tuple(kept)


def _tasks(typed: Typed, unit: str | None, malformed: _Malformed) -> tuple[Task, ...]:
    """The rows in which anything is written."""
    kept: list[Task] = []
    for row in (row_of(row, "tasks") for row in list_in(typed, "tasks", MOST_ROWS)):
        if any(text_in(row, column) for column in ("name", "content", *TASK_AMOUNTS)):
            path = f"tasks[{len(kept)}].budget"
            total, fiscal, other = (amount_in(row, part, f"{path}.{part}", malformed, unit) for part in TASK_AMOUNTS)
            kept.append(Task(text_in(row, "name"), text_in(row, "content"), Budget(total, fiscal, other, unit)))
    return tuple(kept)
