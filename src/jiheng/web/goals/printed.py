"""A sheet as its form prints it, with the findings and the changes at its cells: what reviewers and readers look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jiheng.domain.finding import Finding
from jiheng.reports.entries import Entry, numbered_entries
from jiheng.reports.groups import by_table
from jiheng.reports.labels import SIGNS
from jiheng.reports.placement import MarkedCell, place
from jiheng.web.goals.differences import Change
from jiheng.web.goals.mapping import department_of, document_of_parts, sheet_of
from jiheng.web.organizations.models import Organization
from jiheng.writers.form_table import PrintedCell

__all__ = ["ShownCell", "ShownSheet", "shown_department", "shown_sheet"]

_MEDIUM_TERM = "medium_term."


class ShownCell(NamedTuple):
    """A printed cell with what is to be said of it.

    Attributes:
        anchor: path by which remarks name it; empty of a label.
        entries: the findings; change: what it said before.
    """

    printed: PrintedCell
    anchor: str
    entries: tuple[Entry, ...]
    change: Change | None

    @property
    def css_class(self) -> str:
        """How it looks: what it is, the worst finding, whether it changed."""
        worst = max((entry.severity for entry in self.entries), key=lambda severity: severity.rank, default=None)
        classes = [self.printed.kind.value, f"hit-{worst.value}" if worst else "", "changed" if self.change else ""]
        return " ".join(filter(None, classes))

    @property
    def signs(self) -> list[tuple[str, str, int]]:
        """Sign, severity and number of each finding."""
        return [(SIGNS[entry.severity], entry.severity.value, entry.number) for entry in self.entries]


class ShownSheet(NamedTuple):
    """The printed form.

    Attributes:
        entries: all findings, `changes` all changes, those without a cell among them.
        others: rule → the tables that it names (see `answers.other_tables`).
    """

    widths: tuple[int, ...]
    rows: list[list[ShownCell]]
    entries: tuple[Entry, ...]
    changes: Sequence[Change]
    others: Mapping[str, Sequence[Mapping[str, Any]]]


def shown_sheet(
    content: Mapping[str, Any],
    findings: Sequence[Finding],
    changed: Sequence[Change],
    *,
    organization: Organization,
    year: int,
    others: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> ShownSheet:
    """The sheet of a stored content."""
    document = document_of_parts(organization, year, [content])
    tables = by_table(document, findings)
    groups = [group for table in tables for group in table.groups]
    entries = numbered_entries("goal", groups, "json")
    placement = place(sheet_of(content), entries)
    by_anchor = {change.anchor: change for change in changed if change.anchor}
    rows = [[_shown(cell, by_anchor) for cell in row] for row in placement.rows]
    return ShownSheet(placement.table.widths, rows, entries, changed, others or {})


def _shown(cell: MarkedCell, changed: Mapping[str, Change]) -> ShownCell:
    anchor = _anchor(cell.printed)
    return ShownCell(cell.printed, anchor, cell.entries, changed.get(anchor))


def _anchor(cell: PrintedCell) -> str:
    if cell.is_label or not cell.fields:
        return ""
    field = cell.fields[0]
    if cell.block and cell.row is not None:
        half = _MEDIUM_TERM if field.startswith(_MEDIUM_TERM) else ""
        column = field.removeprefix(_MEDIUM_TERM)
        return f"{half}{cell.block}[{cell.row - 1}].{'target' if column.startswith('target.') else column}"
    return field


def shown_department(content: Mapping[str, Any]) -> Any:
    """The department part of a stored content; None where nothing is written."""
    return department_of(content)
