"""The shapes of the JSON of a check; a public contract, as in `jiheng.interchange.shapes`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from jiheng.interchange.shapes import ErrorJson
from jiheng.interchange.shared_shapes import PlaceJson

__all__ = [
    "CheckOutput",
    "FindingJson",
    "FixJson",
    "PathNoteJson",
    "SeverityCountsJson",
    "SummaryJson",
]


class FixJson(TypedDict):
    """A mechanical mend, which `jiheng check --fix` applies.

    Attributes:
        field: path of the field whose cell is mended.
        before: what the cell says.
        after: what it should say.
    """

    field: str
    before: str
    after: str


class FindingJson(TypedDict):
    """One defect of one document.

    Attributes:
        rule: the rule's permanent name.
        severity: how much it matters, as configured.
        path: the file.
        project: the table's number in its document, from 1; null for the document as a whole.
        indicator: the row's number in its table, from 1; null where the finding is no row's.
        field: path of the field in the project or, with an indicator, in the row.
        message: what is wrong, in the language of the call.
        remedy: what to do, in the language of the call.
        place: where the field stands; null where it stands nowhere.
        fix: a mechanical mend, where there is one.
        waived: the reason why the organization accepts this finding, else null; a waived finding counts nowhere.
    """

    rule: str
    severity: Literal["error", "warning", "info"]
    path: str
    project: int | None
    indicator: int | None
    field: str
    message: str
    remedy: str
    place: PlaceJson | None
    fix: FixJson | None
    waived: str | None


class SeverityCountsJson(TypedDict):
    """Findings by severity; waived ones are not counted."""

    error: int
    warning: int
    info: int


class SummaryJson(TypedDict):
    """The figures of the call.

    Attributes:
        files: given, the unreadable ones included.
        failed: files that gave no document.
        projects: goal tables that were checked.
        findings: without the waived ones.
        waived: findings that are waived.
        by_severity: findings by severity.
        by_rule: findings by rule; rules that found nothing are left out.
    """

    files: int
    failed: int
    projects: int
    findings: int
    waived: int
    by_severity: SeverityCountsJson
    by_rule: dict[str, int]


class PathNoteJson(TypedDict):
    """A remark about reading, with its file.

    Attributes:
        path: the file.
        code: what kind of note; for programs.
        message: one sentence; for people, in the language of the call.
        values: what the message says of this document, by name; for programs. Left out where it says nothing of it.
        place: where; null for the document as a whole.
    """

    path: str
    code: str
    message: str
    values: NotRequired[dict[str, str | int | None]]
    place: PlaceJson | None


class CheckOutput(TypedDict):
    """Output of `jiheng check --format json`.

    Attributes:
        findings: what is wrong, in the order of files and tables.
        summary: the figures.
        notes: remarks about reading.
        errors: files that gave no document.
    """

    findings: list[FindingJson]
    summary: SummaryJson
    notes: list[PathNoteJson]
    errors: list[ErrorJson]
