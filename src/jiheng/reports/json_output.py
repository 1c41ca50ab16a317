"""The outcome of a call in the shapes of the command's JSON (see `jiheng.reports.json_shapes`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import Document
from jiheng.interchange import document_json, note_json, place_json
from jiheng.interchange.shapes import ErrorJson, ReadOutput
from jiheng.reports.json_shapes import CheckOutput, FindingJson, FixJson, SummaryJson
from jiheng.reports.results import CheckedDocument, Failure, shown_path, tally

__all__ = ["check_json", "read_json"]


def read_json(documents: Sequence[Document], failures: Sequence[Failure]) -> ReadOutput:
    """What `jiheng read --format json` prints."""
    return {"documents": [document_json(document) for document in documents], "errors": _errors(failures)}


def check_json(checked: Sequence[CheckedDocument], failures: Sequence[Failure]) -> CheckOutput:
    """What `jiheng check --format json` prints."""
    return {
        "findings": [
            _finding(shown_path(entry.document.source.path), finding) for entry in checked for finding in entry.findings
        ],
        "summary": _summary(checked, failures),
        "notes": [
            {"path": shown_path(entry.document.source.path), **note_json(note)}
            for entry in checked
            for note in entry.document.notes
        ],
        "errors": _errors(failures),
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
        "place": place_json(finding.place),
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


def _errors(failures: Sequence[Failure]) -> list[ErrorJson]:
    return [
        {"path": shown_path(failure.path), "code": failure.error.code, "message": str(failure.error)}
        for failure in failures
    ]
