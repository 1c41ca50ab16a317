"""Reports ↔ the domain; the only place that knows both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jiheng.domain.goals import Document, Source
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.domain.monitoring import (
    DeviationReason,
    MonitoredFunding,
    MonitoredIndicator,
    MonitoringReport,
    Possibility,
)
from jiheng.domain.self_evaluation import FundSource
from jiheng.domain.target import Target, parse_target
from jiheng.web.monitoring.content import amount_of
from jiheng.web.monitoring.judging import ACHIEVEMENTS
from jiheng.web.monitoring.models import Report
from jiheng.web.organizations.models import Kind, Organization

__all__ = ["FORM", "document_of", "rate_of", "reached", "table_of"]

FORM = "national-monitoring"
_SOURCE = Source("", "0" * 64, "json")
_CENT = Decimal("0.01")
_REASONS = frozenset(each.value for each in DeviationReason)
_Content = Mapping[str, Any]


def document_of(
    organization: Organization, year: int, reports: Iterable[tuple[Report, _Content]], title: str = ""
) -> Document:
    """The reports of an organization as one document, each with the content that is to be printed."""
    tables = tuple(table_of(report, content, number) for number, (report, content) in enumerate(reports, 1))
    return Document(year, _domain(organization), None, (), _SOURCE, title=title or None, monitoring=tables)


def table_of(report: Report, content: _Content, number: int = 1) -> MonitoringReport:
    """The official table of a report."""
    own, above = report.organization, report.organization.parent
    return MonitoringReport(
        number=number,
        form=FORM,
        organization=_domain(own),
        department=_domain(above if above and own.kind == Kind.UNIT else own),
        code=report.goal.code or None,
        name=report.goal.name or None,
        currency_unit="万元",
        through_month=report.round.through.month,
        funding=tuple(_funding(line) for line in content["funding"]),
        goals=tuple(content["goals"]),
        indicators=tuple(_indicator(row) for row in content["indicators"]),
        malformed=content["malformed"],
        details=_details(content),
    )


def rate_of(line: _Content) -> Decimal | None:
    """Spent of the budget as it is now, 1 for all; None where there is no budget or nothing was entered."""
    budget, spent = amount_of(line["adjusted"]), amount_of(line["executed"])
    return spent / budget if budget and budget > 0 and spent is not None else None


def reached(row: _Content) -> str:
    """What was reached, in words: what was written, else the verdict."""
    return row["actual"] or (ACHIEVEMENTS[row["achievement"]].value if row["achievement"] else "")


def _domain(organization: Organization) -> DomainOrganization:
    return DomainOrganization(organization.code, organization.name)


def _funding(line: _Content) -> MonitoredFunding:
    rate = rate_of(line)
    return MonitoredFunding(
        FundSource(line["source"]),
        _printed(amount_of(line["opening"])),
        _printed(amount_of(line["executed"])),
        None if rate is None else (rate * 100).quantize(_CENT, ROUND_HALF_UP),
        _printed(amount_of(line["expected"])),
    )


def _printed(amount: Decimal | None) -> Decimal | None:
    """With two decimals, as all papers print amounts; more where the office has them."""
    return None if amount is None else amount.quantize(_CENT) if amount == amount.quantize(_CENT) else amount


def _indicator(row: _Content) -> MonitoredIndicator:
    reasons = [word for word in row["reasons"].split("、") if word in _REASONS]
    explained = "；".join(filter(None, [row["finer"], row["explanation"]]))
    return MonitoredIndicator(
        level1=row["level1"] or None,
        level2=row["level2"] or None,
        name=row["name"] or None,
        target=_target(row["target"]),
        actual=_target(reached(row)),
        expected=_target(row["expected"]),
        reasons=tuple(DeviationReason(word) for word in reasons),
        explanation=explained or None,
        possibility=Possibility(row["possibility"]) if row["possibility"] else None,
        remark=row["remark"] or None,
    )


def _target(text: str) -> Target | None:
    return parse_target(text) if text else None


def _details(content: _Content) -> dict[str, str]:
    analysis = "\n".join(filter(None, [_adjustment(content["funding"][0]), content["analysis"]]))
    named = {
        "偏差或不能完成目标原因分析": analysis,
        "相关建议或举措": content["measures"],
        "填表人": content["filled_by"],
        "联系电话": content["phone"],
    }
    return {label: text for label, text in named.items() if text}


def _adjustment(total: _Content) -> str:
    """Why the rate is not executed by opening, where the budget was adjusted."""
    opening, adjusted = amount_of(total["opening"]), amount_of(total["adjusted"])
    if opening == adjusted or adjusted is None or total["executed"] is None:
        return ""
    # The form is Chinese in whatever language it is looked at.
    return f"全年预算由年初 {opening or 0:f} 万元调整为 {adjusted:f} 万元，执行率按调整后的预算计算。"
