"""Stored goals ↔ the domain; the only place that knows both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jiheng.domain.goals import Budget, DepartmentGoals, Document, GoalSheet, PlanStep, Source
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.domain.money import in_wan
from jiheng.forms import load_forms
from jiheng.interchange import document_from_json, document_json
from jiheng.interchange.checked import Checked
from jiheng.web.organizations.models import Organization

__all__ = [
    "DEFAULT_FORM",
    "amount_of",
    "blank_sheet",
    "content_of",
    "department_of",
    "document_of_parts",
    "sheet_of",
    "without_unused_rows",
]

DEFAULT_FORM = "hebei-project-goals"
_MONTHS = (3, 6, 10, 12)
_SOURCE = Source("", "0" * 64, "json")
_CENT = Decimal("0.01")
_CENT_EXPONENT = -2
_MOST = Decimal(10) ** 12  # 万元; a database would refuse a larger one, or worse, keep it and stumble when it reads
_LEVELS = frozenset({"level1", "level2"})
_Content = Mapping[str, Any]


def sheet_of(content: _Content, number: int = 1) -> GoalSheet:
    """The table that is stored as `content`; its amounts have two decimals or more, as all pages and papers print them.

    Raises:
        UnreadableSourceError: the content is none; it says where.
    """
    entry = {**content, "number": number}
    document = document_from_json(Checked({"projects": [entry]}), _SOURCE, load_forms())
    sheet = document.sheets[0]
    planned = sheet.medium_term
    return replace(
        sheet,
        budget=_printed(sheet.budget),
        medium_term=replace(planned, budget=_printed(planned.budget)) if planned else None,
        tasks=tuple(replace(task, budget=_printed(task.budget)) for task in sheet.tasks),
    )


def _printed(budget: Budget) -> Budget:
    total, fiscal, other, carried_over = map(
        _with_cents, (budget.total, budget.fiscal, budget.other, budget.carried_over)
    )
    return Budget(total, fiscal, other, budget.currency_unit, carried_over)


def _with_cents(amount: Decimal | None) -> Decimal | None:
    exponent = 0 if amount is None else amount.as_tuple().exponent
    if amount is None or not isinstance(exponent, int) or exponent <= _CENT_EXPONENT or abs(amount) >= _MOST:
        return amount
    return amount.quantize(_CENT)


def department_of(content: _Content) -> DepartmentGoals | None:
    """The department part that is stored as `content`; None where nothing is written yet.

    Raises:
        UnreadableSourceError: the content is none; it says where.
    """
    document = document_from_json(Checked({"department": dict(content)}), _SOURCE, load_forms())
    part = document.department
    return part if part and (part.overall_goals or part.sub_goals or part.safeguards) else None


def content_of(part: GoalSheet | DepartmentGoals) -> dict[str, Any]:
    """What is stored of a table or a department part."""
    if isinstance(part, GoalSheet):
        document = Document(None, part.organization, None, (replace(part, number=1),), _SOURCE)
        return dict(document_json(document)["projects"][0])
    return dict(document_json(Document(None, None, part, (), _SOURCE))["department"] or {})


def blank_sheet(organization: Organization, form: str = DEFAULT_FORM) -> GoalSheet:
    """A table that is still to be filled in."""
    return GoalSheet(
        number=1,
        form=form,
        organization=domain_organization(organization),
        code=None,
        name=None,
        budget=Budget(None, None, None, "万元"),
        purpose=None,
        spending_plan=tuple(PlanStep(month, None) for month in _MONTHS),
        goals=(),
        indicators=(),
    )


def domain_organization(organization: Organization) -> DomainOrganization:
    """The stored organization in the words of the domain."""
    return DomainOrganization(organization.code, organization.name)


def document_of_parts(
    organization: Organization, year: int, projects: Iterable[_Content], department: _Content | None = None
) -> Document:
    """The yearly document of an organization."""
    sheets = tuple(sheet_of(content, number) for number, content in enumerate(projects, 1))
    return Document(
        fiscal_year=year,
        organization=domain_organization(organization),
        department=department_of(department) if department else None,
        sheets=sheets,
        source=_SOURCE,
        title=f"{organization.name}\n{year}年部门预算绩效文本",
    )


def amount_of(sheet: GoalSheet) -> Decimal | None:
    """The budget in 万元, for lists and sums; None where there is none, or none that a column could hold."""
    total = sheet.budget.total
    amount = None if total is None else in_wan(total, sheet.budget.currency_unit)
    return amount if amount is not None and abs(amount) < _MOST else None


def without_unused_rows(content: _Content) -> dict[str, Any]:
    """The content without rows of the grid in which nothing stands but the levels: on paper they say nothing."""
    rows = content.get("indicators")
    if not isinstance(rows, list):
        return dict(content)
    return {**content, "indicators": [row for row in rows if any(row.get(column) for column in set(row) - _LEVELS)]}
