"""What people type into the pages: text by cell, made into a table without losing what cannot be understood, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.domain.goals import Budget, DepartmentGoals, GoalSheet, Indicator, PlanStep, SubGoal
from jiheng.domain.money import parse_amount
from jiheng.domain.target import parse_target
from jiheng.forms import load_form
from jiheng.interchange.texts import amount_text, percent_text
from jiheng.web.goals.form_page import detail_labels
from jiheng.web.goals.mapping import blank_sheet, content_of, department_of, sheet_of
from jiheng.web.organizations.models import Organization

__all__ = ["AMOUNTS", "LONGEST", "MOST_ROWS", "typed_content", "typed_department", "typed_of"]

LONGEST = 5000
"""Characters of a cell."""
MOST_ROWS = 200
AMOUNTS = ("total", "fiscal", "other", "carried_over")
_MOST_GOALS = 50
_HUNDRED = Decimal(100)
_TEXTS = ("level1", "level2", "name", "description", "basis", "remark")
_COLUMNS = (*_TEXTS, "target", "weight")
_Typed = Mapping[str, Any]


# ── What was typed → what is stored ───────────────────────────────────────────────────────────────────────────────────


def typed_content(typed: _Typed, organization: Organization, old: Mapping[str, Any] | None) -> dict[str, Any]:
    """The content to store of a table.

    Args:
        typed: ``name``, ``code``, ``purpose``: texts; ``budget``: texts by ``total``, ``fiscal``, ``other``,
            ``carried_over``; ``spending_plan``: texts by month; ``goals``: texts; ``details``: texts by printed label;
            ``indicators``: rows of texts by column, the target as one text (``≥95%``).
        organization: whose table it is; the table cannot name another one.
        old: what is stored; fields that the page does not show are kept.

    Raises:
        ValidationError: something is no text, or longer or more than anybody would type; by field.
    """
    blank = blank_sheet(organization)
    sheet = sheet_of(old) if old else blank
    malformed = {path: text for path, text in sheet.malformed.items() if not _is_typed(path)}
    budget = _mapping(typed, "budget")
    unit = sheet.budget.currency_unit
    amounts = {part: _amount(budget, part, f"budget.{part}", malformed, unit) for part in AMOUNTS}
    details = _mapping(typed, "details")
    written = {label: _text(details, label) for label in details}
    made = replace(
        sheet,
        organization=blank.organization,
        code=_text(typed, "code"),
        name=_text(typed, "name"),
        purpose=_text(typed, "purpose"),
        budget=Budget(currency_unit=unit, **amounts),
        spending_plan=_plan(typed, sheet, malformed),
        goals=_goals(typed),
        indicators=_indicators(typed, malformed),
        details={label: text for label, text in {**sheet.details, **written}.items() if text},
        malformed=malformed,
    )
    return content_of(made)


def typed_department(typed: _Typed) -> dict[str, Any]:
    """The content to store of a department part.

    Args:
        typed: ``overall_goals``, ``safeguards``: texts; ``sub_goals``: rows of ``title``, ``goal``, ``indicators``.

    Raises:
        ValidationError: as of `typed_content`.
    """
    rows = [_row(row, "sub_goals") for row in _list(typed, "sub_goals", _MOST_GOALS)]
    goals = (SubGoal(*(_text(row, part) for part in ("title", "goal", "indicators"))) for row in rows)
    return content_of(
        DepartmentGoals(
            overall_goals=_text(typed, "overall_goals"),
            sub_goals=tuple(goal for goal in goals if goal.title or goal.goal or goal.indicators),
            safeguards=_text(typed, "safeguards"),
        )
    )


def _is_typed(path: str) -> bool:
    return path.startswith(("budget.", "spending_plan[", "indicators["))


def _plan(typed: _Typed, sheet: GoalSheet, malformed: dict[str, str]) -> tuple[PlanStep, ...]:
    texts = _mapping(typed, "spending_plan")
    steps = []
    for index, step in enumerate(sheet.spending_plan):
        text = _text(texts, str(step.month))
        percent = parse_amount(text.rstrip("%％")) if text else None
        if text and (percent is None or not 0 <= percent <= _HUNDRED):
            malformed[f"spending_plan[{index}]"] = text
            percent = None
        steps.append(PlanStep(step.month, percent))
    return tuple(steps)


def _amount(texts: _Typed, part: str, path: str, malformed: dict[str, str], unit: str | None = None) -> Decimal | None:
    text = _text(texts, part)
    amount = parse_amount(text, unit) if text else None
    if text and amount is None:
        malformed[path] = text
    return amount


def _goals(typed: _Typed) -> tuple[str, ...]:
    texts = (_text({"goals": text}, "goals") for text in _list(typed, "goals", _MOST_GOALS))
    return tuple(text for text in texts if text)


def _indicators(typed: _Typed, malformed: dict[str, str]) -> tuple[Indicator, ...]:
    """The rows in which anything is written; the others are left out."""
    kept: list[Indicator] = []
    for row in (_row(row, "indicators") for row in _list(typed, "indicators", MOST_ROWS)):
        if any(_text(row, column) for column in _COLUMNS):
            target = _text(row, "target")
            weight = _amount(row, "weight", f"indicators[{len(kept)}].weight", malformed)
            level1, level2, name, description, basis, remark = (_text(row, column) for column in _TEXTS)
            parsed = parse_target(target) if target else None
            kept.append(Indicator(level1, level2, name, description, parsed, basis, weight=weight, remark=remark))
    return tuple(kept)


def _row(row: object, field: str) -> _Typed:
    if not isinstance(row, Mapping):
        raise ValidationError({field: _("格式不对")})
    return row


def _text(typed: _Typed, field: str) -> str | None:
    value = typed.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValidationError({field: _("应当是文字")})
    if len(value) > LONGEST:
        raise ValidationError({field: _("太长：{count} 个字，最多 {most} 个").format(count=len(value), most=LONGEST)})
    clean = "".join(char for char in value.replace("\r\n", "\n") if char == "\n" or char.isprintable())
    return clean.strip() or None


def _mapping(typed: _Typed, field: str) -> _Typed:
    value = typed.get(field) or {}
    if not isinstance(value, Mapping):
        raise ValidationError({field: _("格式不对")})
    return value


def _list(typed: _Typed, field: str, most: int) -> Sequence[Any]:
    value = typed.get(field) or []
    if not isinstance(value, list):
        raise ValidationError({field: _("格式不对")})
    if len(value) > most:
        raise ValidationError({field: _("太多：{count} 行，最多 {most} 行").format(count=len(value), most=most)})
    return value


# ── What is stored → what the page shows ──────────────────────────────────────────────────────────────────────────────


def typed_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a stored content, as `typed_content` (of a department part `typed_department`) takes them."""
    if "sub_goals" in content:
        return _typed_department(department_of(content))
    sheet = sheet_of(content)
    budget = {part: amount_text(getattr(sheet.budget, part)) for part in AMOUNTS}
    return {
        "name": sheet.name or "",
        "code": sheet.code or "",
        "purpose": sheet.purpose or "",
        "budget": {part: sheet.malformed.get(f"budget.{part}", text) or "" for part, text in budget.items()},
        "spending_plan": {
            str(step.month): sheet.malformed.get(f"spending_plan[{index}]", percent_text(step.percent)) or ""
            for index, step in enumerate(sheet.spending_plan)
        },
        "goals": list(sheet.goals),
        "details": {label: sheet.details.get(label, "") for label in detail_labels(load_form(sheet.form), content)},
        "indicators": [_typed_row(sheet, index, row) for index, row in enumerate(sheet.indicators)],
    }


def _typed_row(sheet: GoalSheet, index: int, row: Indicator) -> dict[str, str]:
    weight = sheet.malformed.get(f"indicators[{index}].weight") or amount_text(row.weight) or ""
    texts = {column: getattr(row, column) or "" for column in _TEXTS}
    return {**texts, "target": row.target.raw if row.target else "", "weight": weight}


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
