"""The self-evaluations of every third project of the year that is over, most of them approved, and their window."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from jiheng.domain.finding import Severity
from jiheng.domain.self_evaluation import FundSource
from jiheng.domain.target import parse_target
from jiheng.regulations import Regulation
from jiheng.web.organizations.models import Cycle
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.services import default_chain
from jiheng.web.self_evaluation.checking import counts_of, findings_of
from jiheng.web.self_evaluation.content import project_content
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation, SelfEvaluationVersion, Window
from jiheng.web.self_evaluation.paper import SUBJECT
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.submissions.digests import digest_of
from jiheng.web.submissions.models import State
from papers import BUDGET, blank_sheet, blank_unit, plain, text_of, with_names
from places import Places
from reviews import Paper, add_review, steps_of
from rows import Approved, Rows
from ways import MONTHS, Way, amount_of, way_of

__all__ = ["Result", "SelfEvaluations"]

_EVERY = 3
_STATES = (*(State.APPROVED,) * 8, State.SUBMITTED, State.DRAFT)
_SEVERITIES = {"errors": Severity.ERROR, "warnings": Severity.WARNING, "infos": Severity.INFO}
_TEXTS = {
    "actual_goals": "年度任务按计划推进，主要指标完成情况见下表。", "execution_reason": "年底有尾款未到付款节点，明年一季度支付。",
    "problems": "指标设定与业务台账衔接不够，个别数据年底才汇总。", "improvements": "按季度登记完成情况，按历史数据测算目标。",
}  # fmt: skip
_REASON = "采购比计划晚，实际少于计划；已排入明年一季度工作安排。"


class Result(NamedTuple):
    """What a self-evaluation came to."""

    total: Decimal | None
    grade: str
    rate: Decimal | None


class _Made(NamedTuple):
    text: str
    result: Result
    counts: dict[str, int]


class SelfEvaluations:
    """Of one year."""

    def __init__(self, rows: Rows, places: Places, year: int) -> None:
        self._rows, self._year, now = rows, year, rows.now
        default_chain(subject=SUBJECT)
        self._steps = steps_of(SUBJECT)
        rows.add(
            Window, cycle_id=Cycle.objects.get(year=year).pk, opens_at=now - timedelta(days=30),
            due_at=now + timedelta(days=30), changed_by_id=places.office,
        )  # fmt: skip

    def add(self, approved: Approved) -> Result | None:
        """The self-evaluation of a project, if it has one; gives what it came to if it is approved."""
        if approved.year != self._year or approved.number % _EVERY:
            return None
        rows, unit, way = self._rows, approved.unit, way_of(approved.number)
        made = _made(self._year, way)
        state = _STATES[approved.number // _EVERY % len(_STATES)]
        content = with_names(made.text, approved)
        content["funding"] = _funding(Decimal(approved.project.amount), way)
        result = made.result._asdict()
        key = rows.add(
            SelfEvaluation, goal_id=approved.goal, goal_version_id=approved.version, kind=Kind.PROJECT, state=state,
            organization_id=unit.organization.pk, year=self._year, name=approved.project.name, content=content,
            created_by_id=unit.preparer, changed_by_id=unit.preparer, **result, **made.counts,
        )  # fmt: skip
        if state == State.DRAFT:
            return None
        is_approved, digest, handed_in = state == State.APPROVED, digest_of(content), rows.moment()
        rows.add(
            SelfEvaluationVersion, item_id=key, number=1, content=content, digest=digest, submitted_at=handed_in,
            submitted_by_id=unit.preparer, is_approved=is_approved, approved_at=rows.now if is_approved else None,
            **result,
        )  # fmt: skip
        paper = Paper(SUBJECT, key, 1, digest, self._year, approved.project.name, unit, handed_in, made.counts)
        at = len(self._steps) if is_approved else approved.number // 30 % len(self._steps)
        add_review(rows, paper, self._steps, state, at)
        return made.result if is_approved else None


@lru_cache(maxsize=20)
def _made(year: int, way: Way) -> _Made:
    regulation = regulation_of(year)
    content = project_content(blank_sheet(year), blank_unit(), regulation, {})
    content |= {**_TEXTS, "funding": _funding(BUDGET, way)}
    share = Decimal(way.done[MONTHS - 1]) / 100
    for row in content["indicators"]:
        row["actual"] = _actual(row["target"], share)
    _explain(content, regulation)
    reckoned = reckon(content, regulation)
    found = counts_of(findings_of(content, reckoned, regulation, kind=Kind.PROJECT, year=year))
    counts = {name: found[severity] for name, severity in _SEVERITIES.items()}
    assert not counts["errors"], year  # or it could not have been handed in
    return _Made(text_of(content), Result(reckoned.total, reckoned.grade, reckoned.rate), counts)


def _explain(content: dict[str, Any], regulation: Regulation) -> None:
    sheet = reckon(content, regulation).sheet
    for row, score in zip(content["indicators"], sheet.indicators, strict=True):
        row["reason"] = _REASON if score.needs_reason else ""


def _funding(budget: Decimal, way: Way) -> list[dict[str, Any]]:
    spent = amount_of(budget, way.spent[-1])
    return [
        {
            "source": FundSource.FISCAL.value,
            "opening": plain(budget),
            "adjusted": plain(budget),
            "executed": plain(spent),
        }
    ]


def _actual(text: str, share: Decimal) -> str:
    """Ratios and limits as promised; of what is counted as much as was done."""
    target = parse_target(text)
    assert target.bounds is not None  # the document has numbers alone
    number, unit = target.bounds[0], target.unit or ""
    if unit == "%" or text.startswith("≤"):
        return f"{number:f}{unit}"
    return f"{(number * share).quantize(Decimal(1), ROUND_HALF_UP):f}{unit}"
