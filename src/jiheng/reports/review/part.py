"""What there is to review: the tables of all documents, each with its entries, its counts and what was waived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jiheng.domain.finding import Severity
from jiheng.domain.goals import GoalSheet
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.reports.cells import Sheet
from jiheng.reports.entries import Entry, numbered_entries
from jiheng.reports.groups import Group, TableFindings, by_table
from jiheng.reports.results import CheckedDocument
from jiheng.reports.review.grid import counts
from jiheng.writers.compose import tables_of

__all__ = ["Part", "parts_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """One table under review, or (without a sheet) the document as a whole.

    Attributes:
        key: unique in the paper, ASCII.
        waived: findings that are accepted, each a group of its own: each has its own reason.
        rules: slugs of the rules that were run, None: all.
    """

    key: str
    sheet: Sheet | None
    entries: tuple[Entry, ...]
    waived: tuple[Group, ...]
    rules: frozenset[str] | None

    @property
    def counts(self) -> dict[Severity, int]:
        """The findings that count, by severity."""
        return counts(finding for entry in self.entries for finding in entry.group.findings)


def parts_of(checked: CheckedDocument, number: int) -> Iterator[Part]:
    """The parts of the `number`-th document: its tables in their order, last the document as a whole if need be."""
    document = checked.document
    found = _by_number(by_table(document, checked.counted))
    waived = _by_number(by_table(document, checked.waived))
    tables = [table for table in tables_of(document) if isinstance(table, GoalSheet | SelfEvaluation)]
    for sheet in (*tables, None):
        position = None if sheet is None else sheet.number
        key = f"d{number}-{position or 'all'}"
        entries = numbered_entries(key, found.get(position, ()), document.source.format)
        accepted = tuple(_single(waived.get(position, ())))
        if sheet or entries or accepted:
            yield Part(key, sheet, entries, accepted, checked.rules)


def _by_number(tables: Iterable[TableFindings]) -> dict[int | None, list[Group]]:
    groups: dict[int | None, list[Group]] = {}
    for table in tables:  # what is said of a table that is not printed here is said of the document
        groups.setdefault(None if table.sheet is None else table.sheet.number, []).extend(table.groups)
    return groups


def _single(groups: Iterable[Group]) -> Iterator[Group]:
    for group in groups:
        yield from (Group(group.sheet, (finding,)) for finding in group.findings)
