"""What results mean for the next budget (绩效评价结果应用): a proposal per project, decided by people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from jiheng.domain.lights.light import percent
from jiheng.domain.scoring import Grade
from jiheng.i18n import N_, _

__all__ = ["Action", "Proposal", "ProposalRule", "Results", "propose", "reason_text"]


class Action(StrEnum):
    """What may be proposed."""

    REWARD = "reward"
    """优先保障, with more money where `percent` says so."""
    KEEP = "keep"
    """继续安排."""
    CUT = "cut"
    """压减."""
    MERGE = "merge"
    """整合."""
    STOP = "stop"
    """取消."""

    @property
    def label(self) -> str:
        """The word of the official opinion."""
        return _(_ACTIONS[self])


_ACTIONS = {
    Action.REWARD: N_("优先保障"),
    Action.KEEP: N_("继续安排"),
    Action.CUT: N_("压减预算"),
    Action.MERGE: N_("整合归并"),
    Action.STOP: N_("取消安排"),
}


class Results(NamedTuple):
    """What is known of a project at the end of the year.

    Attributes:
        grade, score: of the evaluation by finance, else by the department, else of the self-evaluation; source: which.
        rate: of execution, 1 for all.
        open_problems, overdue_problems: of rectification.
        similar: how many other projects of the unit promise the same.
    """

    grade: Grade | None = None
    score: Decimal | None = None
    source: str = ""
    rate: Decimal | None = None
    open_problems: int = 0
    overdue_problems: int = 0
    similar: int = 0


class ProposalRule(NamedTuple):
    """A line of the rules: all conditions that are given have to hold; the first line that fits is taken.

    Attributes:
        percent: of the money, for CUT and REWARD.
        grades: any of them; empty for all, also for a project without a grade.
        rate_below, rate_from: bounds of the execution rate, 1 for all.
        open_from, overdue_from, similar_from: at least so many.
    """

    action: Action
    percent: Decimal = Decimal(0)
    grades: tuple[Grade, ...] = ()
    rate_below: Decimal | None = None
    rate_from: Decimal | None = None
    open_from: int = 0
    overdue_from: int = 0
    similar_from: int = 0


class Proposal(NamedTuple):
    """What is proposed, and the sentences that say why: templates with `values`."""

    action: Action
    percent: Decimal
    reasons: tuple[tuple[str, dict[str, Any]], ...]

    @property
    def reason(self) -> str:
        """Why, in the language in use."""
        return reason_text(self.reasons)

    @property
    def stored(self) -> list[list[Any]]:
        """The reasons as JSON, for `reason_text` to be read in any language."""
        return [[template, {name: str(value) for name, value in values.items()}] for template, values in self.reasons]


def reason_text(reasons: Iterable[Sequence[Any]]) -> str:
    """Templates with their values as one sentence, in the language in use."""
    return _("；").join(_(template).format(**values) for template, values in reasons)


_GRADED = N_("{source}得分 {score}，等级为{grade}")
_NOT_GRADED = N_("没有评价结果")
_LOW_RATE, _RATE = N_("预算执行率只有 {rate}"), N_("预算执行率 {rate}")
_OPEN, _OVERDUE = N_("还有 {count} 个问题没有整改到位"), N_("有 {count} 个问题逾期未整改")
_SIMILAR = N_("本单位另有 {count} 个项目的目标与它基本相同")
_NO_RULE = N_("没有需要调整的情况")


def propose(results: Results, rules: Iterable[ProposalRule]) -> Proposal:
    """The first rule that fits; without one the project is kept."""
    for rule in rules:
        if _fits(rule, results):
            return Proposal(rule.action, rule.percent, _reasons(rule, results))
    return Proposal(Action.KEEP, Decimal(0), ((_NO_RULE, {}),))


def _fits(rule: ProposalRule, results: Results) -> bool:
    if rule.grades and results.grade not in rule.grades:
        return False
    if rule.rate_below is not None and (results.rate is None or results.rate >= rule.rate_below):
        return False
    if rule.rate_from is not None and (results.rate is None or results.rate < rule.rate_from):
        return False
    enough = results.open_problems >= rule.open_from and results.overdue_problems >= rule.overdue_from
    return enough and results.similar >= rule.similar_from


def _reasons(rule: ProposalRule, results: Results) -> tuple[tuple[str, dict[str, Any]], ...]:
    said: list[tuple[str, dict[str, Any]]] = []
    if rule.grades and results.grade is not None:
        said.append((_GRADED, {"source": results.source, "score": results.score, "grade": results.grade.value}))
    if results.rate is not None and (rule.rate_below is not None or rule.rate_from is not None):
        low = rule.rate_below is not None
        said.append((_LOW_RATE if low else _RATE, {"rate": percent(results.rate)}))
    if rule.overdue_from:
        said.append((_OVERDUE, {"count": results.overdue_problems}))
    elif rule.open_from:
        said.append((_OPEN, {"count": results.open_problems}))
    if rule.similar_from:
        said.append((_SIMILAR, {"count": results.similar}))
    if said:
        return tuple(said)
    return ((_NO_RULE, {}),) if results.grade is not None else ((_NOT_GRADED, {}),)
