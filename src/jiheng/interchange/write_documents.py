"""Documents in the shapes of `jiheng.interchange.shapes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from jiheng.domain.goals import Budget, DepartmentGoals, Document, GoalSheet, Indicator, MediumTerm
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.forms import load_form
from jiheng.interchange.evaluation import evaluation_table_json, ledger_json
from jiheng.interchange.shapes import (
    BudgetJson,
    ConfidenceJson,
    DepartmentJson,
    DocumentJson,
    IndicatorJson,
    MediumTermJson,
    NoteJson,
    PlaceJson,
    ProjectJson,
    WeightedIndicatorJson,
)
from jiheng.interchange.texts import amount_text, percent_text, shown_path
from jiheng.interchange.write_results import (
    malformed_json,
    monitoring_json,
    organization_json,
    self_evaluation_json,
    target_json,
)

__all__ = ["document_json", "note_json", "place_json"]


def document_json(document: Document) -> DocumentJson:
    """One document; a line of `jiheng read --format jsonl`."""
    source = document.source
    return {
        "source": {"path": shown_path(source.path), "sha256": source.sha256, "format": source.format},
        "title": document.title,
        "fiscal_year": document.fiscal_year,
        "organization": organization_json(document.organization),
        "department": _department(document.department),
        "projects": [_project(sheet) for sheet in document.sheets],
        "self_evaluations": [self_evaluation_json(table) for table in document.self_evaluations],
        "monitoring": [monitoring_json(table) for table in document.monitoring],
        "evaluations": [evaluation_table_json(table) for table in document.evaluations],
        "rectification": [ledger_json(table) for table in document.rectification],
        "notes": [note_json(note) for note in document.notes],
    }


def _project(sheet: GoalSheet) -> ProjectJson:
    return {
        "number": sheet.number,
        "form": sheet.form,
        "title": sheet.title,
        "organization": organization_json(sheet.organization),
        "department": organization_json(sheet.department),
        "code": sheet.code,
        "name": sheet.name,
        "budget": _budget(sheet.budget),
        "purpose": sheet.purpose,
        "spending_plan": [{"month": step.month, "percent": percent_text(step.percent)} for step in sheet.spending_plan],
        "goals": list(sheet.goals),
        "indicators": _indicators(sheet.indicators, sheet.form),
        "carried_over": amount_text(sheet.budget.carried_over),
        "execution_weight": amount_text(sheet.execution_weight),
        "medium_term": _medium_term(sheet.medium_term, sheet.form),
        "tasks": [{"name": task.name, "content": task.content, "budget": _budget(task.budget)} for task in sheet.tasks],
        "details": dict(sheet.details),
        **malformed_json(sheet.malformed),
        **_confidence(sheet),
    }


def _confidence(sheet: GoalSheet) -> ConfidenceJson:
    """How surely each value was read, where the table was read from a picture."""
    found = {path: place.confidence for path, place in sheet.places.items()}
    for number, row in enumerate(sheet.indicators):
        found |= {f"indicators[{number}].{column}": place.confidence for column, place in row.places.items()}
    sure = {path: round(value, 2) for path, value in found.items() if value is not None}
    return {"confidence": sure} if sure else {}


def _medium_term(planned: MediumTerm | None, form: str) -> MediumTermJson | None:
    if planned is None:
        return None
    return {
        "budget": _budget(planned.budget),
        "carried_over": amount_text(planned.budget.carried_over),
        "goals": list(planned.goals),
        "indicators": _indicators(planned.indicators, form),
    }


def _department(department: DepartmentGoals | None) -> DepartmentJson | None:
    if department is None:
        return None
    return {
        "overall_goals": department.overall_goals,
        "sub_goals": [
            {"title": goal.title, "goal": goal.goal, "indicators": goal.indicators} for goal in department.sub_goals
        ],
        "safeguards": department.safeguards,
    }


def _budget(budget: Budget) -> BudgetJson:
    return {
        "total": amount_text(budget.total),
        "fiscal": amount_text(budget.fiscal),
        "other": amount_text(budget.other),
        "currency_unit": budget.currency_unit,
    }


def _indicators(indicators: Sequence[Indicator], form: str) -> list[IndicatorJson | WeightedIndicatorJson]:
    if "weight" not in load_form(form).columns:
        return [_indicator(row) for row in indicators]
    return [_weighted(row) for row in indicators]


def _weighted(row: Indicator) -> WeightedIndicatorJson:
    return {**_indicator(row), "weight": amount_text(row.weight), "remark": row.remark}


def _indicator(indicator: Indicator) -> IndicatorJson:
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "description": indicator.description,
        "target": target_json(indicator.target),
        "basis": indicator.basis,
    }


def note_json(note: Note) -> NoteJson:
    """A remark about reading."""
    place = place_json(note.place)
    if not note.values:
        return {"code": note.code, "message": note.message, "place": place}
    return {"code": note.code, "message": note.message, "values": dict(note.values), "place": place}


def place_json(place: Place | None) -> PlaceJson | None:
    """Where something stands."""
    # as_dict leaves out what does not apply, which a type checker cannot see.
    return None if place is None else cast("PlaceJson", place.as_dict())
