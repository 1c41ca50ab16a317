"""All scores of a sheet, and their total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from jiheng.domain.scores.claims import Claim, ExecutionClaim, NotApplicable, ScoringRule
from jiheng.domain.scores.methods import indicator
from jiheng.domain.scores.score import Score, ScoreSheet
from jiheng.domain.scoring import execution_rate, execution_score, half_up
from jiheng.i18n import N_

__all__ = ["score_sheet", "sums_by_group"]

_ZERO, _ONE = Decimal(0), Decimal(1)

_EXECUTION = N_("预算执行率 = 全年执行数 ÷ 全年预算数，得分 = 执行率 × 分值，不超过分值")
_EXECUTION_SUM = N_("{weight} × {executed} ÷ {base} = {points}（执行率 {rate}）")
_NO_BASE = N_("没有全年预算数，不能计算执行率，请说明")
_NO_EXECUTED = N_("没有填写全年执行数")
_NOT_APPLIED = N_("本指标不适用：{reason}")
_MOVED = N_("分值 {weight} 已分给同一级的其他指标")
_LEFT_OUT = N_("不计入总分，总分按其余分值折算为满分")
_GIVEN = N_("按规定给满分 {weight}")


def score_sheet(execution: ExecutionClaim, claims: Sequence[Claim], rule: ScoringRule | None = None) -> ScoreSheet:
    """Score everything.

    Args:
        execution: the money.
        claims: the indicators in printed order.
        rule: of the place and year.
    """
    chosen = rule or ScoringRule()
    money, rate = _execution(execution, chosen)
    weights = _weights(claims, chosen)
    scores = tuple(
        _not_applied(claim, weight, chosen) if claim.not_applicable else indicator(claim, weight, chosen)
        for claim, weight in zip(claims, weights, strict=True)
    )
    counted = [money, *(each for each, claim in zip(scores, claims, strict=True) if _counts(claim, chosen))]
    full = sum((each.weight for each in counted), _ZERO)
    total = (
        None if any(each.points is None for each in counted) else sum((each.points or _ZERO for each in counted), _ZERO)
    )
    factor = _factor(claims, chosen, full)
    return ScoreSheet(money, rate, scores, None if total is None else half_up(total * factor), full, factor)


def _counts(claim: Claim, rule: ScoringRule) -> bool:
    return not claim.not_applicable or rule.not_applicable is NotApplicable.FULL


def _factor(claims: Sequence[Claim], rule: ScoringRule, full: Decimal) -> Decimal:
    if rule.not_applicable is not NotApplicable.REBASE or full <= 0:
        return _ONE
    left_out = sum((claim.weight or _ZERO for claim in claims if claim.not_applicable), _ZERO)
    return (full + left_out) / full


def _weights(claims: Sequence[Claim], rule: ScoringRule) -> list[Decimal]:
    """The weight of each claim after what does not apply was moved; the sum stays, to the cent."""
    weights = [claim.weight or _ZERO for claim in claims]
    if rule.not_applicable is not NotApplicable.REDISTRIBUTE:
        return weights
    for group in {claim.group for claim in claims if claim.not_applicable}:
        lost = [i for i, claim in enumerate(claims) if claim.group == group and claim.not_applicable]
        kept = [i for i, claim in enumerate(claims) if claim.group == group and not claim.not_applicable]
        base = sum((weights[i] for i in kept), _ZERO)
        if base <= 0:
            continue
        moved = sum((weights[i] for i in lost), _ZERO)
        wanted = base + moved
        for i in kept:
            weights[i] = half_up(weights[i] * wanted / base)
        weights[kept[-1]] += wanted - sum((weights[i] for i in kept), _ZERO)
    return weights


def _execution(claim: ExecutionClaim, rule: ScoringRule) -> tuple[Score, Decimal | None]:
    weight = rule.execution_weight
    rate = execution_rate(claim.opening, claim.adjusted, claim.executed)
    points = execution_score(None if rate is None else max(rate, _ZERO), weight)
    base = claim.opening if claim.adjusted is None else claim.adjusted
    values: dict[str, Any] = {"weight": weight, "executed": claim.executed, "base": base, "points": points}
    if rate is None or points is None:
        problem = _NO_EXECUTED if claim.executed is None else _NO_BASE
        return Score(weight, None, _EXECUTION, "", values, needs_reason=True, problem=problem), None
    values["rate"] = f"{half_up(rate * 100)}%"
    return Score(weight, points, _EXECUTION, _EXECUTION_SUM, values, needs_reason=rate < rule.reason_below), rate


def _not_applied(claim: Claim, weight: Decimal, rule: ScoringRule) -> Score:
    values = {"reason": claim.not_applicable, "weight": weight}
    if rule.not_applicable is NotApplicable.FULL:
        return Score(weight, weight, _NOT_APPLIED, _GIVEN, values)
    how = _MOVED if rule.not_applicable is NotApplicable.REDISTRIBUTE else _LEFT_OUT
    return Score(_ZERO, _ZERO, _NOT_APPLIED, how, values)


def sums_by_group(claims: Iterable[Claim]) -> dict[str, Decimal]:
    """What the weights of each first level add up to, in printed order."""
    sums: dict[str, Decimal] = {}
    for claim in claims:
        sums[claim.group] = sums.get(claim.group, _ZERO) + (claim.weight or _ZERO)
    return sums
