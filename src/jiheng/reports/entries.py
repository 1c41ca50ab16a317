"""What the numbered list beside or below a printed table says, one entry for every marker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jiheng.domain.finding import Fix, Severity
from jiheng.domain.text import normalise
from jiheng.i18n import _
from jiheng.reports.groups import Group
from jiheng.reports.labels import number_ranges, place_text

__all__ = ["Detail", "Entry", "numbered_entries"]


class Detail(NamedTuple):
    """One cell of an entry that is about several: which row, what stands there or is said of it, what to do."""

    label: str
    text: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What one rule says of one column.

    Attributes:
        id: unique in the report.
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


def numbered_entries(section_id: str, groups: Sequence[Group], source_format: str) -> tuple[Entry, ...]:
    """An entry for every group of one table, numbered from 1; `section_id` is that of the table in the report."""
    return tuple(_entry(section_id, number, group, source_format) for number, group in enumerate(groups, 1))


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
