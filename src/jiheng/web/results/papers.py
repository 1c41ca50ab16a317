"""The paper of this area: the table of opinions (结果应用意见表), in the language of the office."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings

from jiheng.domain.lights.light import percent as percent_of
from jiheng.web.accounts.languages import speaking
from jiheng.web.organizations.models import Organization
from jiheng.web.results.facts import results_from_json
from jiheng.web.results.models import Decision
from jiheng.writers.report import Paragraph, Report, Section, Table

__all__ = ["opinions", "percent_text", "rate_text"]

_HEADER = ("单位", "项目", "得分、等级", "执行率", "本年预算", "应用意见", "下年预算", "理由", "单位意见")
_WIDTHS = (3, 4, 2, 2, 2, 2, 2, 4, 3)


def opinions(decisions: Iterable[Decision], organization: Organization, year: int) -> Report:
    """The table of what was decided, made by `organization`; amounts in 万元."""
    known = list(decisions)
    with speaking(settings.LANGUAGE_CODE):
        rows = tuple(_row(each) for each in known)
    base = sum((each.base or Decimal(0) for each in known), Decimal(0))
    following = sum((each.amount or Decimal(0) for each in known), Decimal(0))
    said = (
        f"共 {len(known)} 个项目，{year} 年预算 {base:,.2f} 万元，{year + 1} 年建议安排 {following:,.2f} 万元"
        "（整合归并的项目另行测算）。"
    )
    table = Table(_HEADER, rows or (("—",) * len(_HEADER),), _WIDTHS, merged=1)
    return Report(
        f"{year}年度绩效结果应用意见表",
        organization.name,
        (Section("总体情况", 1, (Paragraph(said),)), Section("应用意见（金额单位：万元）", 1, (table,))),
    )


def _row(decision: Decision) -> tuple[str, ...]:
    results = results_from_json(decision.results)
    grade = f"{results.score} {results.grade.value}" if results.grade else "—"
    return (
        decision.organization.name,
        decision.goal.name,
        grade,
        rate_text(results.rate) or "—",
        _money(decision.base),
        percent_text(str(decision.get_action_display()), decision.percent),
        _money(decision.amount),
        decision.why,
        decision.view or "—",
    )


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


def percent_text(label: str, percent: Decimal) -> str:
    """An action with its percentage: 压减预算 20%."""
    return f"{label} {percent.normalize():f}%" if percent else label


def rate_text(rate: Decimal | None) -> str:
    """A rate of execution as people write it; empty where there is none."""
    return "" if rate is None else percent_of(rate)
