"""Documents and findings in the shapes of the command's JSON (see `jiheng.reports.json_shapes`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import Budget, DepartmentGoals, Document, GoalSheet, Indicator, MediumTerm
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.forms import load_form
from jiheng.reports.digits import amount_text, percent_text
from jiheng.reports.json_results import monitoring_json, organization_json, self_evaluation_json, target_json
from jiheng.reports.json_shapes import (
    BudgetJson,
    CheckOutput,
    DepartmentJson,
    DocumentJson,
    ErrorJson,
    FindingJson,
    FixJson,
    IndicatorJson,
    MediumTermJson,
    NoteJson,
    PlaceJson,
    ProjectJson,
    ReadOutput,
    SummaryJson,
    WeightedIndicatorJson,
)
from jiheng.reports.results import CheckedDocument, Failure, shown_path, tally

__all__ = ["check_json", "document_json", "read_json"]


def read_json(documents: Sequence[Document], failures: Sequence[Failure]) -> ReadOutput:
    """What `jiheng read --format json` prints."""
    return {"documents": [document_json(document) for document in documents], "errors": _errors(failures)}


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
        "notes": [_note(note) for note in document.notes],
    }


def check_json(checked: Sequence[CheckedDocument], failures: Sequence[Failure]) -> CheckOutput:
    """What `jiheng check --format json` prints."""
    return {
        "findings": [
            _finding(shown_path(entry.document.source.path), finding) for entry in checked for finding in entry.findings
        ],
        "summary": _summary(checked, failures),
        "notes": [
            {"path": shown_path(entry.document.source.path), **_note(note)}
            for entry in checked
            for note in entry.document.notes
        ],
        "errors": _errors(failures),
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
    }


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


def _finding(path: str, finding: Finding) -> FindingJson:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": path,
        "project": finding.project,
        "indicator": finding.indicator,
        "field": finding.field,
        "message": finding.message,
        "remedy": finding.remedy,
        "place": _place(finding.place),
        "fix": _fix(finding.fix),
        "waived": finding.waived,
    }


def _fix(fix: Fix | None) -> FixJson | None:
    return None if fix is None else {"field": fix.field, "before": fix.before, "after": fix.after}


def _summary(checked: Sequence[CheckedDocument], failures: Sequence[Failure]) -> SummaryJson:
    figures = tally(checked, failures)
    by_rule: Counter[str] = Counter()
    for (rule, _severity), count in figures.rules.items():
        by_rule[rule] += count
    return {
        "files": figures.files,
        "failed": figures.failed,
        "projects": figures.projects,
        "findings": figures.findings,
        "waived": figures.waived,
        "by_severity": {
            "error": figures.severities[Severity.ERROR],
            "warning": figures.severities[Severity.WARNING],
            "info": figures.severities[Severity.INFO],
        },
        "by_rule": dict(by_rule),
    }


def _note(note: Note) -> NoteJson:
    return {"code": note.code, "message": note.message, "place": _place(note.place)}


def _place(place: Place | None) -> PlaceJson | None:
    # as_dict leaves out what does not apply, which a type checker cannot see.
    return None if place is None else cast("PlaceJson", place.as_dict())


def _errors(failures: Sequence[Failure]) -> list[ErrorJson]:
    return [
        {"path": shown_path(failure.path), "code": failure.error.code, "message": str(failure.error)}
        for failure in failures
    ]
