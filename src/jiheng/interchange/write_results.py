"""Self-evaluation and monitoring tables in the shapes of `jiheng.interchange.results_shapes`."""

from __future__ import annotations

from collections.abc import Mapping

from jiheng.domain.goals import Organization
from jiheng.domain.monitoring import MonitoredFunding, MonitoredIndicator, MonitoringReport
from jiheng.domain.self_evaluation import FundingLine, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import Target
from jiheng.interchange.results_shapes import (
    FundingJson,
    MeasuredIndicatorJson,
    MonitoredFundingJson,
    MonitoredIndicatorJson,
    MonitoringJson,
    ResultsHeadJson,
    ScoredIndicatorJson,
    SelfEvaluationJson,
)
from jiheng.interchange.shared_shapes import MalformedJson, OrganizationJson, TargetJson
from jiheng.interchange.texts import amount_text, percent_text

__all__ = ["malformed_json", "monitoring_json", "organization_json", "self_evaluation_json", "target_json"]


def organization_json(organization: Organization | None) -> OrganizationJson | None:
    """A unit."""
    return None if organization is None else {"code": organization.code, "name": organization.name}


def target_json(target: Target | None) -> TargetJson | None:
    """A target, or the value that was reached."""
    if target is None:
        return None
    return {
        "raw": target.raw,
        "kind": target.kind.value,
        "operator": None if target.operator is None else target.operator.value,
        "number": target.number,
        "unit": target.unit,
    }


def malformed_json(malformed: Mapping[str, str]) -> MalformedJson:
    """The key of what could not be understood, where there is any."""
    return {"malformed": dict(malformed)} if malformed else {}


def _head(table: SelfEvaluation | MonitoringReport) -> ResultsHeadJson:
    return {
        "number": table.number,
        "form": table.form,
        "title": table.title,
        "organization": organization_json(table.organization),
        "department": organization_json(table.department),
        "code": table.code,
        "name": table.name,
        "currency_unit": table.currency_unit,
    }


def _measured(indicator: ScoredIndicator | MonitoredIndicator) -> MeasuredIndicatorJson:
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "target": target_json(indicator.target),
        "actual": target_json(indicator.actual),
    }


def self_evaluation_json(table: SelfEvaluation) -> SelfEvaluationJson:
    """One self-evaluation table."""
    return {
        **_head(table),
        "funding": [_funding(line) for line in table.funding],
        "expected_goals": table.expected_goals,
        "actual_goals": table.actual_goals,
        "indicators": [_scored(indicator) for indicator in table.indicators],
        "total_weight": amount_text(table.total_weight),
        "total_score": amount_text(table.total_score),
        "grade": table.grade,
        "process": table.process,
        "conclusion": table.conclusion,
        "problems": table.problems,
        "improvements": table.improvements,
        "details": dict(table.details),
        "tasks": [
            {
                "name": task.name,
                "content": task.content,
                "budget": amount_text(task.budget),
                "executed": amount_text(task.executed),
                "completion": task.completion,
            }
            for task in table.tasks
        ],
        **malformed_json(table.malformed),
    }


def _funding(line: FundingLine) -> FundingJson:
    return {
        "source": line.source.value,
        "opening": amount_text(line.opening),
        "adjusted": amount_text(line.adjusted),
        "executed": amount_text(line.executed),
        "weight": amount_text(line.weight),
        "rate": percent_text(line.rate),
        "score": amount_text(line.score),
        "reason": line.reason,
    }


def _scored(indicator: ScoredIndicator) -> ScoredIndicatorJson:
    return {
        **_measured(indicator),
        "weight": amount_text(indicator.weight),
        "score": amount_text(indicator.score),
        "reason": indicator.reason,
    }


def monitoring_json(table: MonitoringReport) -> MonitoringJson:
    """One monitoring table."""
    return {
        **_head(table),
        "through_month": table.through_month,
        "funding": [_monitored_funding(line) for line in table.funding],
        "goals": list(table.goals),
        "indicators": [_monitored(indicator) for indicator in table.indicators],
        "details": dict(table.details),
        **malformed_json(table.malformed),
    }


def _monitored_funding(line: MonitoredFunding) -> MonitoredFundingJson:
    return {
        "source": line.source.value,
        "opening": amount_text(line.opening),
        "executed": amount_text(line.executed),
        "rate": percent_text(line.rate),
        "expected": amount_text(line.expected),
    }


def _monitored(indicator: MonitoredIndicator) -> MonitoredIndicatorJson:
    return {
        **_measured(indicator),
        "expected": target_json(indicator.expected),
        "reasons": [reason.value for reason in indicator.reasons],
        "explanation": indicator.explanation,
        "possibility": None if indicator.possibility is None else indicator.possibility.value,
        "remark": indicator.remark,
    }
