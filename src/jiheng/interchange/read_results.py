"""Self-evaluation and monitoring tables from the JSON that `write_results` makes."""

from __future__ import annotations

from jiheng.domain.goals import Organization
from jiheng.domain.monitoring import (
    DeviationReason,
    MonitoredFunding,
    MonitoredIndicator,
    MonitoringReport,
    Possibility,
)
from jiheng.domain.self_evaluation import EvaluatedTask, FundingLine, FundSource, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import Target, parse_target
from jiheng.interchange.checked import Checked

__all__ = ["monitoring_from_json", "organization_from_json", "self_evaluation_from_json", "target_from_json"]

_MOST = 10**9


def organization_from_json(data: Checked) -> Organization:
    """A unit."""
    return Organization(data.get("code").text(), data.get("name").text())


def target_from_json(data: Checked) -> Target:
    """A target. Only its text counts: the other keys are what the text says, for programs that cannot tell."""
    return parse_target(data.get("raw").words())


def self_evaluation_from_json(data: Checked) -> SelfEvaluation:
    """One self-evaluation table."""
    return SelfEvaluation(
        number=data.get("number").integer(1, _MOST),
        form=data.get("form").words(),
        organization=data.get("organization").optional(organization_from_json),
        department=data.get("department").optional(organization_from_json),
        code=data.get("code").text(),
        name=data.get("name").text(),
        currency_unit=data.get("currency_unit").text(),
        funding=data.get("funding").each(_funding),
        expected_goals=data.get("expected_goals").text(),
        actual_goals=data.get("actual_goals").text(),
        indicators=data.get("indicators").each(_scored),
        total_weight=data.get("total_weight").number(),
        total_score=data.get("total_score").number(),
        malformed=data.get("malformed").mapping(),
        title=data.get("title").text(),
        process=data.get("process").text(),
        conclusion=data.get("conclusion").text(),
        problems=data.get("problems").text(),
        improvements=data.get("improvements").text(),
        grade=data.get("grade").text(),
        details=data.get("details").mapping(),
        tasks=data.get("tasks").each(_task),
    )


def _funding(data: Checked) -> FundingLine:
    return FundingLine(
        data.get("source").choice(FundSource),
        data.get("opening").number(),
        data.get("adjusted").number(),
        data.get("executed").number(),
        data.get("weight").number(),
        data.get("rate").number(),
        data.get("score").number(),
        data.get("reason").text(),
    )


def _scored(data: Checked) -> ScoredIndicator:
    return ScoredIndicator(
        data.get("level1").text(),
        data.get("level2").text(),
        data.get("name").text(),
        data.get("target").optional(target_from_json),
        data.get("actual").optional(target_from_json),
        data.get("weight").number(),
        data.get("score").number(),
        data.get("reason").text(),
    )


def _task(data: Checked) -> EvaluatedTask:
    return EvaluatedTask(
        data.get("name").text(),
        data.get("content").text(),
        data.get("budget").number(),
        data.get("executed").number(),
        data.get("completion").text(),
    )


def monitoring_from_json(data: Checked) -> MonitoringReport:
    """One monitoring table."""
    return MonitoringReport(
        number=data.get("number").integer(1, _MOST),
        form=data.get("form").words(),
        organization=data.get("organization").optional(organization_from_json),
        department=data.get("department").optional(organization_from_json),
        code=data.get("code").text(),
        name=data.get("name").text(),
        currency_unit=data.get("currency_unit").text(),
        through_month=data.get("through_month").optional(lambda month: month.integer(1, 12)),
        funding=data.get("funding").each(_monitored_funding),
        goals=data.get("goals").each(Checked.words),
        indicators=data.get("indicators").each(_monitored),
        malformed=data.get("malformed").mapping(),
        title=data.get("title").text(),
        details=data.get("details").mapping(),
    )


def _monitored_funding(data: Checked) -> MonitoredFunding:
    return MonitoredFunding(
        data.get("source").choice(FundSource),
        data.get("opening").number(),
        data.get("executed").number(),
        data.get("rate").number(),
        data.get("expected").number(),
    )


def _monitored(data: Checked) -> MonitoredIndicator:
    return MonitoredIndicator(
        level1=data.get("level1").text(),
        level2=data.get("level2").text(),
        name=data.get("name").text(),
        target=data.get("target").optional(target_from_json),
        actual=data.get("actual").optional(target_from_json),
        expected=data.get("expected").optional(target_from_json),
        reasons=data.get("reasons").each(lambda reason: reason.choice(DeviationReason)),
        explanation=data.get("explanation").text(),
        possibility=data.get("possibility").optional(lambda word: word.choice(Possibility)),
        remark=data.get("remark").text(),
    )
