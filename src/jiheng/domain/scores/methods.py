"""The ways in which one indicator earns its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jiheng.domain.achievement import comparable
from jiheng.domain.scores.claims import METHODS, Claim, Method, ScoringRule, Step
from jiheng.domain.scores.score import Score, plain
from jiheng.domain.scoring import ReverseFormula, half_up, indicator_score, overshoot_score, score_band
from jiheng.domain.target import Operator, TargetKind
from jiheng.i18n import N_

__all__ = ["indicator"]

_ZERO, _ONE = Decimal(0), Decimal(1)

_MORE = N_("正向指标：达到指标值得满分，否则得分 = 分值 × 完成值 ÷ 指标值")
_FULL = N_("完成值 {actual} 达到指标值 {target}，得满分 {weight}")
_SHARE = N_("{weight} × {actual} ÷ {target} = {points}")
_RATIO = N_("反向指标：不超过指标值得满分，超过的得分 = 分值 × 指标值 ÷ 完成值")
_RATIO_SUM = N_("{weight} × {target} ÷ {actual} = {points}")
_DISTANCE = N_("反向指标：不超过指标值得满分，超过的得分 = 分值 × [1 −（完成值 − 指标值）÷ 指标值]，超过一倍不得分")
_DISTANCE_SUM = N_("{weight} × [1 −（{actual} − {target}）÷ {target}] = {points}")
_KEPT = N_("完成值 {actual} 没有超过指标值 {target}，得满分 {weight}")
_ZERO_TARGET = N_("指标值为 0：没有发生得满分，发生了不得分")
_ZERO_SUM = N_("完成值 {actual}，得 {points}")
_EQUAL = N_("等于指标值得满分，不足或超出的按偏差比例扣分：得分 = 分值 ×（1 − |完成值 − 指标值| ÷ 指标值）")
_EQUAL_SUM = N_("{weight} ×（1 − |{actual} − {target}| ÷ {target}）= {points}")
_OVERSHOOT = N_("因指标值设定偏低而超额完成：超出 {allowed} 以上的部分按偏离程度扣分")
_OVERSHOOT_SUM = N_("{weight} × [1 −（{actual} ÷ {target} − 1 − {allowed}）] = {points}")
_DIRECT = N_("直接赋分：达到指标值得满分，否则不得分")
_FLOOR = N_("按完成比例赋分，完成不到指标值的 {floor} 不得分")
_BELOW_FLOOR = N_("完成 {actual} ÷ {target} = {share}，不到 {floor}，得 0")
_STEPS = N_("分档赋分：{steps}")
_STEPS_SUM = N_("完成值 {actual}，落在“{step}”，{weight} × {share} = {points}")
_BANDS = N_("定性指标：{achievement}，可得 {low}–{high} 分")
_BANDS_SUM = N_("在 {low}–{high} 之间评为 {points} 分")
_NO_WEIGHT = N_("没有填写分值")
_NO_ACTUAL = N_("没有填写完成值，不能得分")
_NO_TARGET = N_("没有指标值，不能计算")
_UNCOMPARABLE = N_("完成值“{actual}”与指标值“{target}”单位不同或不是数字，不能计算")
_NO_VERDICT = N_("请选择完成情况（达成、部分达成、未达成）并在分数段内评分")
_NO_POINTS = N_("请在 {low}–{high} 之间评分")
_OUT_OF_BAND = N_("{given} 分不在“{achievement}”的分数段 {low}–{high} 之内")


def indicator(claim: Claim, weight: Decimal, rule: ScoringRule) -> Score:
    """The score of an indicator that applies, out of `weight`."""
    if claim.weight is None:
        return Score(_ZERO, None, METHODS[Method.PROPORTION], "", {}, problem=_NO_WEIGHT)
    method = claim.method or _method_of(claim)
    if method is Method.BANDS:
        return _banded(claim, weight)
    values = {"weight": weight, "target": claim.target.raw if claim.target else "", "actual": ""}
    if claim.target is None:
        return Score(weight, None, METHODS[method], "", values, problem=_NO_TARGET)
    if claim.actual is None:
        return Score(weight, None, METHODS[method], "", values, needs_reason=True, problem=_NO_ACTUAL)
    values["actual"] = claim.actual.raw
    actual, bounds = comparable(claim.target, claim.actual), claim.target.bounds
    if actual is None or bounds is None:
        return Score(weight, None, METHODS[method], "", values, problem=_UNCOMPARABLE)
    case = _Case(weight, claim.target.operator, bounds, actual, claim, rule)
    return _HOW[method](case)


class _Case(NamedTuple):
    """A quantity to be scored; `bounds` of the target and `actual` are in the same unit."""

    weight: Decimal
    operator: Operator | None
    bounds: tuple[Decimal, Decimal]
    actual: Decimal
    claim: Claim
    rule: ScoringRule

    @property
    def is_ceiling(self) -> bool:
        return self.operator in {Operator.AT_MOST, Operator.LESS}

    @property
    def target(self) -> Decimal:
        """The end of a range that counts: the lower one as a floor, the upper one as a ceiling."""
        return self.bounds[1] if self.is_ceiling else self.bounds[0]

    @property
    def values(self) -> dict[str, Any]:
        return {"weight": self.weight, "target": plain(self.target), "actual": plain(self.actual)}

    @property
    def reached(self) -> bool:
        if self.operator is Operator.LESS:
            return self.actual < self.target
        if self.operator is Operator.MORE:
            return self.actual > self.target
        if self.is_ceiling or (self.operator is Operator.EQUAL and self.target == 0):
            return self.actual <= self.target
        return self.actual >= self.target

    @property
    def far_beyond(self) -> bool:
        """Exceeded by so much that the target's height has to be explained."""
        return (
            not self.is_ceiling
            and self.bounds[1] > 0
            and self.actual > self.bounds[1] * (1 + self.rule.overshoot_allowed)
        )


def _method_of(claim: Claim) -> Method:
    if claim.steps:
        return Method.STEPS
    quantitative = claim.target is not None and claim.target.kind is TargetKind.QUANTITATIVE
    return Method.PROPORTION if quantitative or claim.target is None else Method.BANDS


def _proportion(case: _Case) -> Score:
    points = indicator_score(case.weight, case.operator, case.target, case.actual, reverse=case.rule.reverse)
    values = {**case.values, "points": points}
    if case.operator is Operator.EQUAL and case.target == 0:
        return Score(case.weight, points, _ZERO_TARGET, _ZERO_SUM, values, points < case.weight)
    if case.is_ceiling:
        by_ratio = case.rule.reverse is ReverseFormula.RATIO
        rule, sum_ = (_RATIO, _RATIO_SUM) if by_ratio else (_DISTANCE, _DISTANCE_SUM)
        return Score(case.weight, points, rule, _KEPT if case.reached else sum_, values, not case.reached)
    if case.operator is Operator.EQUAL and case.rule.strict_equal and case.actual > case.target > 0:
        return _equal(case)
    if case.far_beyond and case.claim.target_was_low:
        return _overshoot(case)
    return Score(
        case.weight, points, _MORE, _FULL if case.reached else _SHARE, values, not case.reached or case.far_beyond
    )


def _equal(case: _Case) -> Score:
    deviation = abs(case.actual - case.target) / case.target
    points = half_up(case.weight * max(_ZERO, _ONE - deviation))
    return Score(case.weight, points, _EQUAL, _EQUAL_SUM, {**case.values, "points": points}, deviation > 0)


def _overshoot(case: _Case) -> Score:
    allowed = case.rule.overshoot_allowed
    points = overshoot_score(case.weight, case.bounds[1], case.actual, allowed=allowed)
    values = {**case.values, "target": plain(case.bounds[1]), "points": points, "allowed": f"{plain(allowed * 100)}%"}
    return Score(case.weight, points, _OVERSHOOT, _OVERSHOOT_SUM, values, True)


def _direct(case: _Case) -> Score:
    points = case.weight if case.reached else _ZERO
    return Score(
        case.weight, points, _DIRECT, _ZERO_SUM, {**case.values, "points": points}, not case.reached or case.far_beyond
    )


def _floored(case: _Case) -> Score:
    floor = case.rule.floor if case.claim.floor is None else case.claim.floor
    scored = _proportion(case)
    share = (scored.points or _ZERO) / case.weight if case.weight else _ONE
    values = {**scored.values, "floor": f"{plain(floor * 100)}%", "share": f"{half_up(share * 100)}%"}
    if share < floor:
        return Score(case.weight, _ZERO, _FLOOR, _BELOW_FLOOR, values, True)
    return scored._replace(rule=_FLOOR, values=values)


def _stepped(case: _Case) -> Score:
    steps = sorted(case.claim.steps or case.rule.satisfaction_steps, reverse=True)
    unit = (case.claim.target.unit if case.claim.target else None) or ""
    found = next((each for each in steps if case.actual >= each.least), Step(_ZERO, _ZERO))
    points = min(case.weight, half_up(case.weight * found.share))
    values = {
        **case.values,
        "points": points,
        "share": f"{plain(found.share * 100)}%",
        "step": f"≥{plain(found.least)}{unit}",
        "steps": "，".join(f"≥{plain(each.least)}{unit} {plain(each.share * 100)}%" for each in steps),
    }
    return Score(case.weight, points, _STEPS, _STEPS_SUM, values, points < case.weight)


_HOW: Mapping[Method, Callable[[_Case], Score]] = {
    Method.PROPORTION: _proportion,
    Method.FLOOR: _floored,
    Method.DIRECT: _direct,
    Method.STEPS: _stepped,
}


def _banded(claim: Claim, weight: Decimal) -> Score:
    """A verdict in words; of a deadline, which is kept or not, all or nothing."""
    if claim.achievement is None:
        return Score(weight, None, METHODS[Method.BANDS], "", {}, problem=_NO_VERDICT)
    low, high = score_band(weight, claim.achievement)
    values = {"weight": weight, "low": low, "high": high, "achievement": claim.achievement.value}
    if claim.given is None:
        return Score(weight, None, _BANDS, "", values, problem=_NO_POINTS)
    values["given"] = values["points"] = claim.given
    if not low <= claim.given <= high:
        return Score(weight, None, _BANDS, "", values, needs_reason=True, problem=_OUT_OF_BAND)
    return Score(weight, claim.given, _BANDS, _BANDS_SUM, values, claim.given < weight)
