"""What the checks and the scores say, as the page of the editor shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.scores import NotApplicable
from jiheng.domain.scores.score import plain
from jiheng.regulations import Regulation
from jiheng.rules.registry import RULES
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.anchors import anchor_label
from jiheng.web.self_evaluation.checking import counts_of, findings_of
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.reckoning import Reckoned, reckon
from jiheng.web.self_evaluation.scored import score_answer, shown_scores

__all__ = ["answer", "findings_answer"]

_Content = Mapping[str, Any]


def answer(item: SelfEvaluation, content: _Content) -> dict[str, Any]:
    """Scores, sums and findings of a content.

    Returns:
        ``scores`` (the money first, see `scored.score_answer`), ``total`` and ``grade`` (empty while there is none),
        ``rate``, ``groups`` (name, weight, proposed, ok), ``weight`` (of all indicators), ``expected`` (what they should
        weigh), ``findings``, ``errors``, ``warnings``, ``infos``.
    """
    regulation = regulation_of(item.year)
    reckoned = reckon(content, regulation)
    findings = findings_of(content, reckoned, regulation, kind=item.kind, year=item.year)
    counts = counts_of(findings)
    expected = Decimal(100) - regulation.scoring.execution_weight
    return {
        "scores": [score_answer(each) for each in shown_scores(content, reckoned)],
        "total": "" if reckoned.total is None else plain(reckoned.total),
        "grade": reckoned.grade,
        "rate": "" if reckoned.rate is None else f"{reckoned.rate * 100:.2f}%",
        "groups": _groups(reckoned),
        "weight": plain(reckoned.weight),
        "expected": plain(expected),
        "isWhole": reckoned.weight == expected,
        "note": _note(content, regulation),
        "findings": findings_answer(findings, content),
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "infos": counts[Severity.INFO],
    }


def findings_answer(findings: Iterable[Finding], content: _Content) -> list[dict[str, Any]]:
    """Findings with the cell that each is about and its address in words."""
    return [_finding(finding, content) for finding in findings]


def _finding(finding: Finding, content: _Content) -> dict[str, Any]:
    row = None if finding.indicator is None else finding.indicator - 1
    column = finding.field.partition(".")[0] if row is not None else finding.field
    anchor = f"indicators[{row}].{column}" if row is not None else column
    return {
        "rule": finding.rule if finding.rule in RULES else "",
        "severity": finding.severity.value,
        "row": row,
        "column": column,
        "label": anchor_label(content, anchor),
        "message": finding.message,
        "remedy": finding.remedy,
        "url": reverse("goals:rule", args=[finding.rule]) if finding.rule in RULES else "",
    }


def _groups(reckoned: Reckoned) -> list[dict[str, Any]]:
    return [
        {
            "name": group.name,
            "weight": plain(group.weight),
            "proposed": "" if group.proposed is None else plain(group.proposed),
            "ok": group.proposed is None or group.weight == group.proposed,
        }
        for group in reckoned.groups
    ]


def _note(content: _Content, regulation: Regulation) -> str:
    """That weights were moved over the whole sheet, where indicators do not apply and the place counts so."""
    is_rebased = regulation.scoring.not_applicable is NotApplicable.REBASE
    if not is_rebased or not any(row.get("is_void") for row in content.get("indicators") or []):
        return ""
    return _("不适用指标的分值已按比例分给其余各项（含预算执行率），各项按调整后的分值计分")
