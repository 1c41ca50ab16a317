"""What the checks say, as the page of a sheet shows it at its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.domain.finding import Finding, Severity
from jiheng.reports.labels import field_label
from jiheng.rules.registry import RULES
from jiheng.web.goals.selectors import findings_of
from jiheng.web.organizations.models import Organization

__all__ = ["checked", "gathered", "malformed_of"]

_PLAN = re.compile(r"spending_plan\[(\d+)\]")
_ROW = re.compile(r"indicators\[(\d+)\]\.(\w+)")
_Content = Mapping[str, Any]


def checked(content: _Content, *, organization: Organization, year: int, kind: str) -> dict[str, Any]:
    """The findings, and how many of each severity; what could not be understood counts as an error.

    Returns:
        ``findings``: each with ``rule``, ``severity``, ``label`` (of the field), ``path`` (of the typed text),
        ``indicator`` (row from 1) and ``column``, ``message``, ``remedy``, ``fix``, ``url`` of the rule's page;
        ``errors``, ``warnings``, ``infos``.
    """
    found = findings_of(content, organization=organization, year=year, kind=kind)
    entries = [
        *(_unreadable(path, text, content) for path, text in malformed_of(content).items()),
        *(_entry(finding, content) for finding in found),
    ]
    counts = {severity: sum(entry["severity"] == severity.value for entry in entries) for severity in Severity}
    return {
        "findings": entries,
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "infos": counts[Severity.INFO],
    }


def gathered(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Findings in words that are the same but for the row, once each; ``rows`` are those rows."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for finding in findings:
        words = tuple(finding[name] for name in ("severity", "label", "message", "remedy"))
        group = groups.setdefault(words, {**finding, "rows": []})
        if finding["indicator"] is not None:
            group["rows"].append(finding["indicator"])
    return list(groups.values())


def malformed_of(content: _Content) -> dict[str, str]:
    """Path of each field that is not blank but could not be understood → what stands there."""
    return dict(content.get("malformed") or {})


def _entry(finding: Finding, content: _Content) -> dict[str, Any]:
    column = finding.field.partition(".")[0]
    fix = finding.fix
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "indicator": finding.indicator,
        "column": column if finding.indicator is not None else "",
        "path": _typed_path(finding.field, content),
        "label": field_label(finding.field, form=content.get("form"), in_indicator=finding.indicator is not None),
        "message": finding.message,
        "remedy": finding.remedy,
        "fix": {"field": fix.field, "before": fix.before, "after": fix.after} if fix else None,
        "url": reverse("goals:rule", args=[finding.rule]) if finding.rule in RULES else "",
    }


def _unreadable(path: str, text: str, content: _Content) -> dict[str, Any]:
    row = _ROW.fullmatch(path)
    return {
        "rule": "",
        "severity": Severity.ERROR.value,
        "indicator": int(row[1]) + 1 if row else None,
        "column": row[2] if row else "",
        "path": _typed_path(path, content),
        "label": field_label(row[2] if row else path, form=content.get("form"), in_indicator=row is not None),
        "message": _("“{text}”不是数，不能计算").format(text=text[:30]),
        "remedy": _("请只填数字，如 14.00"),
        "fix": None,
        "url": "",
    }


def _typed_path(field: str, content: _Content) -> str:
    """Where the text of a field is typed; a step of the spending plan is known by its month there."""
    if match := _PLAN.match(field):
        steps = content.get("spending_plan") or []
        index = int(match[1])
        return f"spending_plan.{steps[index]['month']}" if index < len(steps) else "spending_plan"
    return field
