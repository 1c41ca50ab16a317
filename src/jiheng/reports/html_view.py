"""What the web page shows, worked out before a template lays it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document
from jiheng.reports.cells import Sheet
from jiheng.reports.entries import Entry, numbered_entries
from jiheng.reports.groups import Group, TableFindings, by_table
from jiheng.reports.labels import place_text
from jiheng.reports.placement import Placement, place
from jiheng.reports.results import CheckedDocument, shown_path
from jiheng.writers.form_table import CellKind, PrintedCell

__all__ = ["Page", "Pin", "Section", "Table", "ViewCell", "document_page"]


class Pin(NamedTuple):
    """A marker at a cell; the entry leads back to its first one."""

    entry: Entry
    is_first: bool


class ViewCell(NamedTuple):
    """A printed cell with its markers."""

    printed: PrintedCell
    pins: list[Pin]

    @property
    def css_class(self) -> str:
        """How the cell looks: by the worst of its markers."""
        worst = max((pin.entry.severity for pin in self.pins), key=lambda severity: severity.rank, default=None)
        classes = [self.printed.kind.value] if self.printed.kind in {CellKind.AMOUNT, CellKind.SHORT} else []
        return " ".join(classes if worst is None else [*classes, f"hit-{worst.value}"])


class Table(NamedTuple):
    """The printed form with its markers."""

    widths: tuple[int, ...]
    rows: list[list[ViewCell]]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a document, or (without a sheet) the document as a whole.

    Attributes:
        loose: markers of entries that no cell of the printed form shows.
    """

    id: str
    sheet: Sheet | None
    entries: tuple[Entry, ...]
    table: Table | None
    loose: list[Pin]
    waived: tuple[Group, ...]

    @property
    def severities(self) -> dict[Severity, int]:
        """Findings by severity."""
        return _severities(finding for entry in self.entries for finding in entry.group.findings)


@dataclass(frozen=True, slots=True)
class Page:
    """One document; `notes` are message and place."""

    id: str
    path: str
    document: Document
    sections: tuple[Section, ...]
    notes: tuple[tuple[str, str], ...]
    severities: dict[Severity, int]


def document_page(checked: CheckedDocument, number: int) -> Page:
    """The `number`-th document of the report."""
    document = checked.document
    found = _by_number(by_table(document, checked.counted))
    waived = _by_number(by_table(document, checked.waived))
    sheets: list[Sheet | None] = [None] if None in found or None in waived else []
    return Page(
        f"d{number}",
        shown_path(document.source.path),
        document,
        tuple(
            _section(f"d{number}-{index}", sheet, found.get(key, ()), waived.get(key, ()), document.source.format)
            for index, sheet in enumerate([*sheets, *document.sheets, *document.self_evaluations])
            for key in [None if sheet is None else sheet.number]
        ),
        tuple((note.message, place_text([note.place], document.source.format)) for note in document.notes),
        _severities(checked.counted),
    )


def _by_number(tables: Iterable[TableFindings]) -> dict[int | None, tuple[Group, ...]]:
    return {None if table.sheet is None else table.sheet.number: table.groups for table in tables}


def _severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    counts = dict.fromkeys((Severity.ERROR, Severity.WARNING, Severity.INFO), 0)
    for finding in findings:
        counts[finding.severity] += 1
    return {severity: count for severity, count in counts.items() if count}


def _section(
    section_id: str, sheet: Sheet | None, groups: Sequence[Group], waived: tuple[Group, ...], source_format: str
) -> Section:
    entries = numbered_entries(section_id, groups, source_format)
    if sheet is None:
        return Section(section_id, sheet, entries, None, [], waived)
    placement = place(sheet, entries)
    loose = [Pin(entry, is_first=True) for entry in placement.loose]
    return Section(section_id, sheet, entries, _table(placement), loose, waived)


def _table(placement: Placement) -> Table:
    seen: set[Entry] = set()

    def pins(entries: Sequence[Entry]) -> list[Pin]:
        made = [Pin(entry, entry not in seen) for entry in entries]
        seen.update(entries)
        return made

    rows = [[ViewCell(cell.printed, pins(cell.entries)) for cell in row] for row in placement.rows]
    return Table(placement.table.widths, rows)
