"""Findings in the order of reading: by table, and what one rule says of several rows of a table told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document
from jiheng.domain.text import normalise
from jiheng.i18n import _
from jiheng.reports.cells import Sheet, cell_text, field_parts
from jiheng.reports.labels import field_label, number_ranges

__all__ = ["Group", "TableFindings", "by_table"]


@dataclass(frozen=True, slots=True)
class Group:
    """What one rule says of one column of one table; `sheet` is None for the document as a whole."""

    sheet: Sheet | None
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """What the findings have in common, each of them says."""
        return self.findings[0]

    @property
    def rule(self) -> str:
        """The slug."""
        return self.first.rule

    @property
    def severity(self) -> Severity:
        """The same for all."""
        return self.first.severity

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows concerned; empty where the findings are no row's."""
        return [finding.indicator for finding in self.findings if finding.indicator is not None]

    @property
    def message(self) -> str | None:
        """What all say, None where they differ by more than the cell that each quotes."""
        return self._shared([(finding.template, finding.message) for finding in self.findings])

    @property
    def remedy(self) -> str | None:
        """What all advise, None where they differ by more than the cell that each quotes."""
        return self._shared([(finding.remedy_template, finding.remedy) for finding in self.findings])

    def _shared(self, texts: list[tuple[str, str]]) -> str | None:
        exact = {text for _template, text in texts}
        if len(exact) == 1:
            return exact.pop()
        templates = {template for template, _text in texts}
        values = self.first.values
        varying = [name for name in values if any(each.values.get(name) != values[name] for each in self.findings)]
        if len(templates) > 1 or not all(self._quotes(each, name) for each in self.findings for name in varying):
            return None
        return _(templates.pop()).format(**values | dict.fromkeys(varying, "…"))

    def _quotes(self, finding: Finding, name: str) -> bool:
        # Rules quote a cell whole, in part, or cut short with a sign.
        value = finding.values.get(name)
        quoted = normalise(value.removesuffix("…")) if isinstance(value, str) else ""
        return bool(quoted) and quoted in normalise(self.cell(finding) or "")

    @property
    def label(self) -> str:
        """Which rows, which column: ``指标 1–7 · 指标值``."""
        form = None if self.sheet is None else self.sheet.form
        label = field_label(self.first.field, form=form, in_indicator=bool(self.rows))
        if not self.rows:
            return label
        return f"{_('指标 {numbers}').format(numbers=number_ranges(self.rows))} · {label}"

    def cell(self, finding: Finding) -> str | None:
        """What stands in the cell of `finding` (see `cell_text`)."""
        return None if self.sheet is None else cell_text(self.sheet, finding.indicator, finding.field)

    def values(self) -> list[tuple[list[int], str]]:
        """Row numbers → what stands in their cells, equal texts together; nothing where all are blank."""
        rows: dict[str, list[int]] = {}
        for finding in self.findings:
            if finding.indicator is not None and (text := self.cell(finding)) is not None:
                rows.setdefault(text, []).append(finding.indicator)
        return [(numbers, text) for text, numbers in rows.items()] if any(rows) else []


@dataclass(frozen=True, slots=True)
class TableFindings:
    """One table and what was found in it; `sheet` is None for the document as a whole."""

    sheet: Sheet | None
    groups: tuple[Group, ...]


def by_table(document: Document, findings: Iterable[Finding]) -> list[TableFindings]:
    """Every table that has findings, in order, the document as a whole first."""
    sheets: dict[int, Sheet] = {sheet.number: sheet for sheet in document.sheets}
    sheets |= {table.number: table for table in document.self_evaluations}
    tables: dict[int | None, dict[tuple[object, ...], list[Finding]]] = {}
    for finding in findings:
        base, _index, part = field_parts(finding.field)
        key = (finding.rule, finding.severity, base, part, finding.indicator is None)
        tables.setdefault(finding.project, {}).setdefault(key, []).append(finding)
    ordered = sorted(tables, key=lambda number: -1 if number is None else number)
    return [
        TableFindings(
            sheet := None if number is None else sheets.get(number),
            tuple(
                Group(sheet, tuple(group))
                for group in sorted(tables[number].values(), key=lambda group: group[0].indicator or 0)
            ),
        )
        for number in ordered
    ]
