"""What people type into the sheet: text by cell, made into a table without losing what cannot be understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.domain.goals import GoalSheet, Indicator, PlanStep
from jiheng.domain.money import parse_amount
from jiheng.domain.target import parse_target
from jiheng.web.goals.mapping import blank_sheet, content_of, sheet_of
from jiheng.web.organizations.models import Organization

__all__ = ["LONGEST", "MOST_ROWS", "typed_content"]

LONGEST = 5000
"""Characters of a cell."""
MOST_ROWS = 200
_MOST_GOALS = 50
_HUNDRED = Decimal(100)
_COLUMNS = ("level1", "level2", "name", "description", "basis")


def typed_content(
    typed: Mapping[str, Any], organization: Organization, old: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The content to store.

    Args:
        typed: ``name``, ``code``, ``purpose``: texts; ``budget``: texts by ``total``, ``fiscal``, ``other``;
            ``spending_plan``: texts by month; ``goals``: texts; ``indicators``: rows of texts by column, the target as
            one text (``≥95%``).
        organization: whose table it is; the table cannot name another one.
        old: what is stored; fields that the page does not show are kept.

    Raises:
        ValidationError: something is no text, or longer or more than anybody would type; by field.
    """
    sheet = sheet_of(old) if old else blank_sheet(organization)
    blank = blank_sheet(organization)
    malformed: dict[str, str] = {}
    budget = _mapping(typed, "budget")
    amounts = {part: _amount(budget, part, malformed) for part in ("total", "fiscal", "other")}
    made = replace(
        sheet,
        organization=blank.organization,
        code=_text(typed, "code"),
        name=_text(typed, "name"),
        purpose=_text(typed, "purpose"),
        budget=replace(sheet.budget, total=amounts["total"], fiscal=amounts["fiscal"], other=amounts["other"]),
        spending_plan=_plan(typed, sheet, malformed),
        goals=tuple(
            goal for goal in (_text({"goals": text}, "goals") for text in _list(typed, "goals", _MOST_GOALS)) if goal
        ),
        indicators=tuple(
            row
            for row in map(_indicator, _list(typed, "indicators", MOST_ROWS))
            if any((row.level1, row.level2, row.name, row.description, row.target, row.basis))
        ),
        malformed=malformed,
    )
    return content_of(made)


def _plan(typed: Mapping[str, Any], sheet: GoalSheet, malformed: dict[str, str]) -> tuple[PlanStep, ...]:
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


def _amount(texts: Mapping[str, Any], part: str, malformed: dict[str, str]) -> Decimal | None:
    text = _text(texts, part)
    amount = parse_amount(text, "万元") if text else None
    if text and amount is None:
        malformed[f"budget.{part}"] = text
    return amount


def _indicator(row: object) -> Indicator:
    if not isinstance(row, Mapping):
        raise ValidationError({"indicators": _("指标行的格式不对")})
    level1, level2, name, description, basis = (_text(row, column) for column in _COLUMNS)
    target = _text(row, "target")
    return Indicator(level1, level2, name, description, parse_target(target) if target else None, basis)


def _text(typed: Mapping[str, Any], field: str) -> str | None:
    value = typed.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValidationError({field: _("应当是文字")})
    if len(value) > LONGEST:
        raise ValidationError({field: _("太长：{count} 个字，最多 {most} 个").format(count=len(value), most=LONGEST)})
    clean = "".join(char for char in value.replace("\r\n", "\n") if char == "\n" or char.isprintable())
    return clean.strip() or None


def _mapping(typed: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = typed.get(field) or {}
    if not isinstance(value, Mapping):
        raise ValidationError({field: _("格式不对")})
    return value


def _list(typed: Mapping[str, Any], field: str, most: int) -> Sequence[Any]:
    value = typed.get(field) or []
    if not isinstance(value, list):
        raise ValidationError({field: _("格式不对")})
    if len(value) > most:
        raise ValidationError({field: _("太多：{count} 行，最多 {most} 行").format(count=len(value), most=most)})
    return value
