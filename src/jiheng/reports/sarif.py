"""`jiheng check --format sarif`: SARIF 2.1.0 (OASIS), which code hosts and editors show."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from jiheng import __version__
from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.i18n import _, language
from jiheng.reports.cells import Sheet
from jiheng.reports.labels import basis_text, field_label, is_text_file, table_label
from jiheng.reports.results import CheckedDocument, Failure, shown_path
from jiheng.rules.page import page
from jiheng.rules.registry import RULES

__all__ = ["artifact_uri", "check_sarif"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "jihengFinding/v1"


def check_sarif(checked: Sequence[CheckedDocument], failures: Sequence[Failure]) -> dict[str, Any]:
    """The report as a SARIF log with one run."""
    slugs = list(RULES)
    slugs += sorted({finding.rule for entry in checked for finding in entry.findings} - set(slugs))
    indexes = {slug: index for index, slug in enumerate(slugs)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "jiheng",
                        "fullName": _("绩衡：预算绩效目标检查"),
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(slug) for slug in slugs],
                    }
                },
                "language": "zh-CN" if language() == "zh" else "en",
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not failures,
                        "toolExecutionNotifications": [
                            *map(_failure, failures),
                            *(_note(note, entry.document) for entry in checked for note in entry.document.notes),
                        ],
                    }
                ],
                "results": [result for entry in checked for result in _results(entry, indexes)],
            }
        ],
    }


def artifact_uri(path: str) -> str:
    """A file's path as a URI; a relative one stays relative."""
    shown = shown_path(path)
    windows = PureWindowsPath(shown)
    if windows.drive:
        return windows.as_uri() if windows.is_absolute() else quote(windows.as_posix())
    return PurePosixPath(shown).as_uri() if shown.startswith("/") else quote(shown)


def _rule(slug: str) -> dict[str, Any]:
    rule = RULES.get(slug)
    if rule is None:  # from a package outside, which is not in the registry
        return {"id": slug}
    shown = page(rule)
    parts = [f"## {heading}\n\n{text}" for heading, text in shown.sections]
    parts.append("## " + _("依据") + "\n\n" + "\n".join(f"- {basis_text(basis)}" for basis in shown.basis))
    markdown = "\n\n".join(parts)
    return {
        "id": slug,
        "shortDescription": {"text": shown.title},
        "fullDescription": {"text": shown.sections[0][1]},
        "help": {"text": re.sub(r"(?m)^#+ ", "", markdown), "markdown": f"# {shown.title}\n\n{markdown}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [shown.family]},
    }


def _results(entry: CheckedDocument, indexes: dict[str, int]) -> Iterator[dict[str, Any]]:
    document = entry.document
    sheets: dict[int, tuple[int, Sheet]] = {sheet.number: (index, sheet) for index, sheet in enumerate(document.sheets)}
    sheets |= {sheet.number: (index, sheet) for index, sheet in enumerate(document.self_evaluations)}
    seen: Counter[str] = Counter()
    for finding in entry.findings:
        index, sheet = sheets.get(finding.project or 0, (None, None))
        identity = _identity(finding, sheet)
        seen[identity] += 1
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": indexes[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _("{message}。{remedy}").format(message=finding.message, remedy=finding.remedy)},
            "locations": [
                _location(document, finding.place or _start(sheet))
                | {"logicalLocations": [_logical(finding, index, sheet)]}
            ],
            "partialFingerprints": {_FINGERPRINT: _digest(f"{identity}\n{seen[identity]}")},
            # Where one result of a run tells whether it is suppressed, all must.
            "suppressions": [] if finding.waived is None else [{"kind": "external", "justification": finding.waived}],
        }
        if finding.fix is not None:
            result["properties"] = {"fix": finding.fix._asdict()}
        yield result


def _location(document: Document, place: Place | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": artifact_uri(document.source.path)}}
    if place is not None and place.line is not None and is_text_file(document.source.format):
        physical["region"] = {"startLine": place.line}
    return {"physicalLocation": physical}


def _start(sheet: Sheet | None) -> Place | None:
    # What is missing from a table stands nowhere; the reader is led to where the table begins.
    places = [] if sheet is None else [place for place in sheet.places.values() if place.line is not None]
    return min(places, key=lambda place: place.line or 0, default=None)


def _logical(finding: Finding, index: int | None, sheet: Sheet | None) -> dict[str, str]:
    # The path that finds the value in the output of `jiheng read --format json`, so counted from 0.
    path = finding.field
    label = field_label(
        finding.field, form=None if sheet is None else sheet.form, in_indicator=finding.indicator is not None
    )
    if finding.indicator is not None:
        path = f"indicators[{finding.indicator - 1}].{path}"
        label = f"{_('指标 {numbers}').format(numbers=finding.indicator)} · {label}"
    if index is not None and sheet is not None:
        path = f"{'self_evaluations' if isinstance(sheet, SelfEvaluation) else 'projects'}[{index}].{path}"
        label = f"{table_label(sheet.number)} · {label}"
    return {"name": finding.field, "fullyQualifiedName": path, "decoratedName": label, "kind": "member"}


def _identity(finding: Finding, sheet: Sheet | None) -> str:
    # What stays the same when lines, rows or tables move: the project's and the indicator's own names.
    project = "" if sheet is None else sheet.code or sheet.name or ""
    row = ""
    if sheet is not None and finding.indicator is not None and finding.indicator <= len(sheet.indicators):
        indicator = sheet.indicators[finding.indicator - 1]
        row = f"{indicator.level2 or ''}/{indicator.name or ''}"
    return "\n".join((finding.rule, project, row, re.sub(r"\[\d+\]", "[]", finding.field)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "descriptor": {"id": failure.error.code},
        "level": "error",
        "message": {"text": str(failure.error)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": artifact_uri(failure.path)}}}],
    }


def _note(note: Note, document: Document) -> dict[str, Any]:
    return {
        "descriptor": {"id": note.code},
        "level": "note",
        "message": {"text": note.message},
        "locations": [_location(document, note.place)],
    }
