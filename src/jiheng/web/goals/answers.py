"""What the checks say, as the page of a sheet shows it at its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.domain.finding import Finding, Severity
from jiheng.reports.labels import field_label
from jiheng.rules.registry import RULES
from jiheng.web.goals.checking import MALFORMED, Other, check_goal, counts_of
from jiheng.web.goals.models import Goal
from jiheng.web.goals.paths import Cell, cell_label, cell_of, typed_path

__all__ = ["checked", "gathered", "other_tables"]

_Content = Mapping[str, Any]


def checked(goal: Goal, content: _Content | None = None, *, handed_in: bool = False) -> dict[str, Any]:
    """The findings, and how many of each severity; what could not be understood counts as an error.

    Args:
        goal: what is checked.
        content: instead of the working copy: what is being typed, or a version.
        handed_in: compare with what reviewers have in hand only (see `checking.check_goal`).

    Returns:
        ``findings``: each with ``rule``, ``severity``, ``label`` (of the field), ``path`` (of the typed text),
        ``indicator`` (its row from 1), ``list``, ``row`` (from 0) and ``column`` of a cell of any list, ``message``, ``remedy``, ``fix``, ``url`` of the rule's page,
        ``others``: the tables that it names, each with ``number``, ``name`` and ``url``; ``errors``, ``warnings``,
        ``infos``.
    """
    content = goal.content if content is None else content
    said = check_goal(goal, content, handed_in=handed_in)
    counts = counts_of(said.findings)
    return {
        "findings": [_entry(finding, content, said.named_by(finding)) for finding in said.findings],
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "infos": counts[Severity.INFO],
    }


def other_tables(others: Iterable[Other]) -> list[dict[str, Any]]:
    """The tables that a finding names, with what people call them and their addresses."""
    return [
        {
            "number": other.number,
            "name": other.name or _("（还没有名称）"),
            "url": reverse("goals:goal", args=[other.pk]),
        }
        for other in others
    ]


def gathered(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Findings in words that are the same but for the row, once each; ``rows`` are those rows."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for finding in findings:
        words = tuple(finding[name] for name in ("severity", "label", "message", "remedy"))
        group = groups.setdefault(words, {**finding, "rows": []})
        if finding["indicator"] is not None:
            group["rows"].append(finding["indicator"])
    return list(groups.values())


def _entry(finding: Finding, content: _Content, others: Iterable[Other]) -> dict[str, Any]:
    column = finding.field.partition(".")[0]
    fix = finding.fix
    path = typed_path(finding.field, content)
    is_row = finding.indicator is not None
    cell = Cell("indicators", (finding.indicator or 1) - 1, column) if is_row else cell_of(path)
    form = content.get("form")
    return {
        "rule": "" if finding.rule == MALFORMED else finding.rule,
        "severity": finding.severity.value,
        "indicator": finding.indicator,
        "list": cell.list if cell else "",
        "row": cell.row if cell else None,
        "column": cell.column if cell else "",
        "path": path,
        "label": field_label(finding.field, form=form, in_indicator=True)
        if is_row
        else cell_label(finding.field, form),
        "message": finding.message,
        "remedy": finding.remedy,
        "fix": {"field": fix.field, "before": fix.before, "after": fix.after} if fix else None,
        "url": reverse("goals:rule", args=[finding.rule]) if finding.rule in RULES else "",
        "others": other_tables(others),
    }
