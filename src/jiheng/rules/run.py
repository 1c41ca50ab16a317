"""Run rules over a document."""

from __future__ import annotations

from collections.abc import Iterable

from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document
from jiheng.forms import load_form
from jiheng.rules.base import DocumentRule, Rule, SheetRule
from jiheng.rules.view import DocumentView, SheetView

__all__ = ["run_rules"]


def run_rules(document: Document, rules: Iterable[type[Rule]]) -> list[Finding]:
    """The findings of `rules`, by table, then by row, then in the order of the rules."""
    sheets = [SheetView(sheet, load_form(sheet.form).columns) for sheet in document.sheets]
    view = DocumentView(document, sheets)
    findings: list[Finding] = []
    for rule in rules:
        checker = rule()
        if isinstance(checker, SheetRule):
            for sheet in sheets:
                findings.extend(checker.check(sheet))
        elif isinstance(checker, DocumentRule):
            findings.extend(checker.check(view))
    position = {sheet.number: n for n, sheet in enumerate(document.sheets)}
    findings.sort(key=lambda f: (-1 if f.project is None else position[f.project], f.indicator or 0))
    return findings
