"""Run rules over a document."""

from __future__ import annotations

from collections.abc import Iterable

from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document
from jiheng.rules.base import DocumentRule, Rule, SelfEvaluationRule, SheetRule
from jiheng.rules.view import DocumentView

__all__ = ["run_rules"]


def run_rules(document: Document, rules: Iterable[type[Rule]]) -> list[Finding]:
    """The findings of `rules`, by table, then by row, then in the order of the rules."""
    view = DocumentView(document)
    findings: list[Finding] = []
    for rule in rules:
        checker = rule()
        if isinstance(checker, SheetRule):
            for sheet in view.sheets:
                findings.extend(checker.check(sheet))
        elif isinstance(checker, SelfEvaluationRule):
            for table in view.self_evaluations:
                findings.extend(checker.check(table))
        elif isinstance(checker, DocumentRule):
            findings.extend(checker.check(view))
    findings.sort(key=lambda finding: (finding.project or 0, finding.indicator or 0))
    return findings
