"""Papers about projects: made once for each course of things, then with the names and amounts of a project."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import contents
from jiheng.domain.goals import GoalSheet
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.organizations.models import Organization
from rows import Approved
from ways import amount_of

__all__ = ["BUDGET", "blank_sheet", "blank_unit", "plain", "text_of", "with_names"]

BUDGET = Decimal("98765.43")
"""Of the blank project, in 万元; nothing else in its papers looks like it or like a part of it."""
_NAMES = ("⟨name⟩", "⟨project⟩", "⟨unit⟩", "⟨office⟩", "⟨above⟩", "⟨bureau⟩")


def blank_unit() -> Organization:
    """A unit of a department, both without names."""
    return Organization(code="⟨unit⟩", name="⟨office⟩", parent=Organization(code="⟨above⟩", name="⟨bureau⟩"))


def blank_sheet(year: int) -> GoalSheet:
    """The goals of a project that has no name yet."""
    blank = contents.Project("⟨project⟩", "⟨name⟩", f"{BUDGET}")
    return sheet_of(contents.content(blank, blank_unit(), year))


def text_of(content: dict[str, Any]) -> str:
    """A paper of the blank project."""
    return json.dumps(content, ensure_ascii=False)


def with_names(text: str, approved: Approved, *parts: int) -> dict[str, Any]:
    """The same paper of a project; `parts`: per cent of the budget that stand in it beside the budget itself."""
    unit, project = approved.unit.organization, approved.project
    above = unit.parent or unit
    values = (project.name, project.code, unit.code, unit.name, above.code, above.name)
    for blank, value in zip(_NAMES, values, strict=True):
        text = text.replace(blank, json.dumps(value, ensure_ascii=False)[1:-1])
    for part in filter(None, (100, *parts)):
        text = text.replace(plain(amount_of(BUDGET, part)), plain(amount_of(Decimal(project.amount), part)))
    made: dict[str, Any] = json.loads(text)
    return made


def plain(amount: Decimal) -> str:
    """With two decimals or, where they say something, more."""
    short = amount.normalize()
    return f"{short:f}" if int(short.as_tuple().exponent) < -2 else f"{short:.2f}"
