"""What the web page shows, worked out before a template lays it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import Document
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.domain.text import normalise
from jiheng.forms import Form, load_form
from jiheng.i18n import _
from jiheng.reports.cells import Sheet, field_parts
from jiheng.reports.groups import Group, TableFindings, by_table
from jiheng.reports.labels import number_ranges, place_text
from jiheng.reports.results import CheckedDocument, shown_path
from jiheng.writers.form_table import CellKind, PrintedCell, PrintedTable, RowKind, printed_table

__all__ = ["Detail", "Entry", "Page", "Pin", "Section", "Table", "ViewCell", "document_page"]

_Key = tuple[int | None, str]  # row of the indicator grid, field


class Detail(NamedTuple):
    """One cell of an entry that is about several: which row, what stands there or is said of it, what to do."""

    label: str
    text: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What one rule says of one column, as the list beside the table tells it.

    Attributes:
        id: of the element that tells it.
        number: the marker at the cells.
        quoted: what stands in the cell, where the entry is about one.
    """

    id: str
    number: int
    group: Group
    place: str
    quoted: str | None
    details: tuple[Detail, ...]

    @property
    def severity(self) -> Severity:
        """The same for all findings of the entry."""
        return self.group.severity

    @property
    def message(self) -> str:
        """What is wrong, as far as all findings of the entry say the same."""
        return self.group.message or _("{count} 处：").format(count=len(self.group.findings))

    @property
    def fixes(self) -> list[Fix]:
        """The mechanical mends, each once."""
        return list(dict.fromkeys(finding.fix for finding in self.group.findings if finding.fix is not None))


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
    entries = tuple(_entry(section_id, number, group, source_format) for number, group in enumerate(groups, 1))
    if sheet is None:
        return Section(section_id, sheet, entries, None, [], waived)
    table, unplaced = _Placement(sheet, load_form(sheet.form), entries).place()
    return Section(section_id, sheet, entries, table, unplaced, waived)


def _entry(section_id: str, number: int, group: Group, source_format: str) -> Entry:
    findings = group.findings
    place = place_text([finding.place for finding in findings], source_format)
    details: tuple[Detail, ...] = ()
    if group.message is None:
        details = tuple(
            Detail(str(finding.indicator or "·"), finding.message, None if group.remedy else finding.remedy)
            for finding in findings
        )
    elif len(findings) > 1:
        details = tuple(Detail(number_ranges(rows), text) for rows, text in group.values())
    quoted = group.cell(group.first) if len(findings) == 1 else None
    if quoted is not None and normalise(quoted) in normalise(group.first.message):
        quoted = None  # the message says it already
    return Entry(f"{section_id}-{number}", number, group, place, quoted, details)


class _Placement:
    """Puts the markers of one sheet's entries at its cells."""

    def __init__(self, sheet: Sheet, form: Form, entries: Sequence[Entry]) -> None:
        self.sheet = sheet
        self.form = form
        self.printed: PrintedTable = printed_table(sheet, form)
        self.entries = entries
        self.waiting: dict[_Key, list[Entry]] = {}
        self.placed: set[Entry] = set()
        for entry in entries:
            for finding in entry.group.findings:
                at = self.waiting.setdefault(self._key(finding), [])
                if entry not in at:
                    at.append(entry)

    def place(self) -> tuple[Table, list[Pin]]:
        """The table, and the markers that found no cell."""
        cells = [cell for row in self.printed.rows for cell in row.cells]
        shown = {field for cell in cells if not cell.is_label for field in cell.fields}
        heading = next(
            (row for row in self.printed.rows if row.kind is RowKind.HEADING and self._heads(row.cells)), None
        )
        table = Table(
            self.printed.widths,
            [
                [
                    self._with_pins(cell, self._keys(cell, shown, is_first=row is heading and cell is row.cells[0]))
                    for cell in row.cells
                ]
                for row in self.printed.rows
            ],
        )
        return table, [Pin(entry, is_first=True) for entry in self.entries if entry not in self.placed]

    def _heads(self, cells: Sequence[PrintedCell]) -> bool:
        """Whether these are the heads of the indicators."""
        return any(cell.text == self.form.indicator_columns[0].label for cell in cells)

    def _keys(self, cell: PrintedCell, shown: set[str], *, is_first: bool) -> list[_Key]:
        if is_first:
            return [(None, "indicators")]
        if cell.block == "indicators":
            columns = [field.removesuffix(".number") for field in cell.fields]
            return [(row, column) for row in cell.rows for column in columns]
        # A label gets the markers only where no cell shows its field by itself: the spending plan as a whole.
        return [(None, field) for field in cell.fields if not cell.is_label or field not in shown]

    def _with_pins(self, cell: PrintedCell, keys: Sequence[_Key]) -> ViewCell:
        entries = dict.fromkeys(entry for key in keys for entry in self.waiting.get(key, ()))
        pins = [Pin(entry, entry not in self.placed) for entry in entries]
        self.placed.update(entries)
        return ViewCell(cell, pins)

    def _key(self, finding: Finding) -> _Key:
        base, index, part = field_parts(finding.field)
        if finding.indicator is not None:
            return finding.indicator, base if base in self.form.columns else "name"
        if base == "spending_plan" and index is not None:
            return None, f"{base}.{index}.percent"
        if base == "funding" and index is not None and isinstance(self.sheet, SelfEvaluation):
            base = f"{base}.{self.sheet.funding[index].source}"
        return None, base if part is None else f"{base}.{part}"
