"""All scores of a sheet, and their total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from jiheng.domain.scores.claims import Claim, ExecutionClaim, NotApplicable, ScoringRule
from jiheng.domain.scores.methods import indicator
from jiheng.domain.scores.score import Score, ScoreSheet
from jiheng.domain.scoring import execution_rate, execution_score, half_up
from jiheng.i18n import N_

__all__ = ["score_sheet", "sums_by_group"]

_ZERO = Decimal(0)

_EXECUTION = N_("预算执行率 = 全年执行数 ÷ 全年预算数，得分 = 执行率 × 分值，不超过分值")
_EXECUTION_SUM = N_("{weight} × {executed} ÷ {base} = {points}（执行率 {rate}）")
_NO_BASE = N_("没有全年预算数，不能计算执行率，请说明")
_NO_EXECUTED = N_("没有填写全年执行数")
_NOT_APPLIED = N_("本指标不适用：{reason}")
_MOVED = N_("分值 {weight} 已分给同一级的其他指标")
_SPREAD = N_("分值 {weight} 已按比例分给其余各项（含预算执行率）")
_GIVEN = N_("按规定给满分 {weight}")


def score_sheet(execution: ExecutionClaim, claims: Sequence[Claim], rule: ScoringRule | None = None) -> ScoreSheet:
    """Score everything.

    Args:
        execution: the money.
        claims: the indicators in printed order.
        rule: of the place and year.
    """
    chosen = rule or ScoringRule()
    of_money, weights = _weights(claims, chosen)
    money, rate = _execution(execution, of_money, chosen)
    scores = tuple(
        _not_applied(claim, weight, chosen) if claim.not_applicable else indicator(claim, weight, chosen)
        for claim, weight in zip(claims, weights, strict=True)
    )
    counted = [money, *(each for each, claim in zip(scores, claims, strict=True) if _counts(claim, chosen))]
    full = sum((each.weight for each in counted), _ZERO)
    known = [each.points for each in counted if each.points is not None]
    total = half_up(sum(known, _ZERO)) if len(known) == len(counted) else None
    return ScoreSheet(money, rate, scores, total, full)


def _counts(claim: Claim, rule: ScoringRule) -> bool:
    return not claim.not_applicable or rule.not_applicable is NotApplicable.FULL


def _weights(claims: Sequence[Claim], rule: ScoringRule) -> tuple[Decimal, list[Decimal]]:
    """The weight of the money and of each claim after what does not apply was moved; the sum stays."""
    money, weights = rule.execution_weight, [claim.weight or _ZERO for claim in claims]
    if not any(claim.not_applicable for claim in claims):
        return money, weights
    if rule.not_applicable is NotApplicable.REBASE:
        kept = [i for i, claim in enumerate(claims) if not claim.not_applicable]
        money, *raised = _raised([money, *(weights[i] for i in kept)], money + sum(weights, _ZERO))
        for i, weight in zip(kept, raised, strict=True):
            weights[i] = weight
    if rule.not_applicable is NotApplicable.REDISTRIBUTE:
        for group in {claim.group for claim in claims if claim.not_applicable}:
            mine = [i for i, claim in enumerate(claims) if claim.group == group]
            kept = [i for i in mine if not claims[i].not_applicable]
            raised = _raised([weights[i] for i in kept], sum((weights[i] for i in mine), _ZERO))
            for i, weight in zip(kept, raised, strict=True):
                weights[i] = weight
    return money, weights


def _raised(weights: list[Decimal], wanted: Decimal) -> list[Decimal]:
    """The weights in proportion, so that they add up to `wanted`; to the cent, none below zero."""
    base = sum(weights, _ZERO)
    if base <= 0:
        return weights
    # Rounded are the sums up to each of them, so that what rounding takes from one goes to the next.
    ends = [min(half_up(part * wanted / base), wanted) for part in accumulate(weights)]
    ends[-1] = wanted
    return [end - begin for begin, end in zip([_ZERO, *ends[:-1]], ends, strict=True)]


def _execution(claim: ExecutionClaim, weight: Decimal, rule: ScoringRule) -> tuple[Score, Decimal | None]:
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
    how = _MOVED if rule.not_applicable is NotApplicable.REDISTRIBUTE else _SPREAD
    return Score(_ZERO, _ZERO, _NOT_APPLIED, how, values)


def sums_by_group(claims: Iterable[Claim]) -> dict[str, Decimal]:
    """What the weights of each first level add up to, in printed order."""
    sums: dict[str, Decimal] = {}
    for claim in claims:
        sums[claim.group] = sums.get(claim.group, _ZERO) + (claim.weight or _ZERO)
    return sums
