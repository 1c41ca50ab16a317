"""A self-evaluation as its form prints it, with the findings and what changed at the cells: for reviewers and readers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string

from jiheng.domain.finding import Finding
from jiheng.domain.self_evaluation import SelfEvaluation as Table
from jiheng.reports.entries import Entry, numbered_entries
from jiheng.reports.groups import by_table
from jiheng.reports.placement import place
from jiheng.web.goals.differences import Change
from jiheng.web.goals.printed import ShownCell
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.anchors import anchor_label
from jiheng.web.self_evaluation.checking import findings_of
from jiheng.web.self_evaluation.mapping import document_of_tables, table_of
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion
from jiheng.web.self_evaluation.reckoning import Reckoned, reckon
from jiheng.web.self_evaluation.scored import ShownScore, shown_scores
from jiheng.writers.form_table import PrintedCell

__all__ = ["Shown", "rendered", "shown"]

_Content = Mapping[str, Any]


class Shown(NamedTuple):
    """The printed form.

    Attributes:
        scores: of the money and of each row, with rule and arithmetic.
        changes: to an earlier version; others: tables that findings name, none here.
    """

    widths: tuple[int, ...]
    rows: list[list[ShownCell]]
    entries: tuple[Entry, ...]
    changes: list[Change]
    scores: list[ShownScore]
    reckoned: Reckoned
    others: Mapping[str, Any] = MappingProxyType({})


def shown(item: SelfEvaluation, content: _Content, earlier: _Content | None = None) -> Shown:
    """The content as it is printed; `earlier`: what it is compared with."""
    regulation = regulation_of(item.year)
    reckoned = reckon(content, regulation)
    findings = findings_of(content, reckoned, regulation, kind=item.kind, year=item.year)
    table = table_of(content, reckoned)
    entries = _entries(table, findings, item.year)
    placement = place(table, entries)
    cells = {_anchor(cell.printed): cell.printed.text for row in placement.rows for cell in row}
    changes = _changes(content, cells, earlier, item) if earlier is not None else []
    by_anchor = {change.anchor: change for change in changes}
    rows = [
        [ShownCell(cell.printed, anchor := _anchor(cell.printed), cell.entries, by_anchor.get(anchor)) for cell in row]
        for row in placement.rows
    ]
    return Shown(placement.table.widths, rows, entries, changes, shown_scores(content, reckoned), reckoned)


def rendered(version: SelfEvaluationVersion, request: HttpRequest) -> str:
    """The middle of the review page."""
    item = version.item
    before = item.versions.filter(number__lt=version.number).order_by("-number").first()
    context = {
        "item": item, "version": version, "earlier": before,
        "shown": shown(item, version.content, before.content if before else None),
    }  # fmt: skip
    return render_to_string("self_evaluation/_review.html", context, request=request)


def _entries(table: Table, findings: tuple[Finding, ...], year: int) -> tuple[Entry, ...]:
    document = document_of_tables([table], table.organization, year)
    groups = [group for each in by_table(document, findings) for group in each.groups]
    return numbered_entries("self_evaluation", groups, "json")


def _changes(content: _Content, cells: Mapping[str, str], earlier: _Content, item: SelfEvaluation) -> list[Change]:
    regulation = regulation_of(item.year)
    table = table_of(earlier, reckon(earlier, regulation), form=content["form"])
    old = {_anchor(cell.printed): cell.printed.text for row in place(table, ()).rows for cell in row}
    return [
        Change(anchor, anchor_label(content, anchor), old.get(anchor, ""), text)
        for anchor, text in cells.items()
        if anchor and old.get(anchor, "") != text
    ]


def _anchor(cell: PrintedCell) -> str:
    if cell.is_label or not cell.fields:
        return ""
    field = cell.fields[0]
    if cell.block and cell.row is not None:
        return f"{cell.block}[{cell.row - 1}].{field.partition('.')[0]}"
    return field
