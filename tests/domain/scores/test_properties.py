"""What holds for every sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiheng.domain.scores import Claim, ExecutionClaim, Method, NotApplicable, ScoringRule, score_sheet
from jiheng.domain.scoring import Achievement, ReverseFormula
from jiheng.domain.target import Operator, Target, TargetKind, parse_target

_NUMBERS = st.decimals(0, 100_000, places=2)
_WEIGHTS = st.decimals("0.01", 100, places=3)
_RULES = st.builds(
    ScoringRule,
    reverse=st.sampled_from(ReverseFormula),
    strict_equal=st.booleans(),
    not_applicable=st.sampled_from(NotApplicable),
)
_QUANTITIES = st.sampled_from([Method.PROPORTION, Method.FLOOR, Method.DIRECT, Method.STEPS])


def _number(value: Decimal) -> Target:
    return parse_target(f"{value}个")


def _target(operator: Operator | None, value: Decimal) -> Target:
    return Target(f"{value}个", TargetKind.QUANTITATIVE, operator, str(value), "个")


_CLAIMS = st.builds(
    lambda group, weight, operator, target, actual, method, off, low: Claim(
        group, weight, _target(operator, target), _number(actual), not_applicable="无" if off else "",
        method=method, target_was_low=low,
    ),
    st.sampled_from(["产出指标", "效益指标"]), _WEIGHTS, st.sampled_from([*Operator, None]), _NUMBERS, _NUMBERS,
    _QUANTITIES, st.booleans(), st.booleans(),
)  # fmt: skip


@given(st.lists(_CLAIMS, max_size=8), _RULES, _NUMBERS, _NUMBERS)
def test_scores_stay_within_their_weights_and_add_up(
    claims: list[Claim], rule: ScoringRule, budget: Decimal, spent: Decimal
) -> None:
    sheet = score_sheet(ExecutionClaim(budget, budget, spent), claims, rule)
    for score in (sheet.execution, *sheet.indicators):
        assert score.points is None or 0 <= score.points <= score.weight
    if sheet.total is not None:
        shown = sum((each.points or Decimal(0) for each in (sheet.execution, *sheet.indicators)), Decimal(0))
        assert abs(sheet.total - shown) <= Decimal("0.005")  # weights of three decimals


@given(st.lists(_CLAIMS, min_size=1, max_size=8))
def test_a_sheet_without_some_indicators_counts_as_much(claims: list[Claim]) -> None:
    rule = ScoringRule(not_applicable=NotApplicable.REBASE)
    sheet = score_sheet(ExecutionClaim(None, None, None), claims, rule)
    before = rule.execution_weight + sum((claim.weight or Decimal(0) for claim in claims), Decimal(0))
    assert sheet.full == before
    assert all(score.weight >= 0 for score in (sheet.execution, *sheet.indicators))


@given(st.lists(_CLAIMS, min_size=1, max_size=8))
def test_moving_weights_loses_none(claims: list[Claim]) -> None:
    sheet = score_sheet(ExecutionClaim(None, None, None), claims)
    for group in {claim.group for claim in claims}:
        mine = [(claim, score) for claim, score in zip(claims, sheet.indicators, strict=True) if claim.group == group]
        if any(not claim.not_applicable for claim, _score in mine):
            before = sum((claim.weight or Decimal(0) for claim, _score in mine), Decimal(0))
            assert sum((score.weight for _claim, score in mine), Decimal(0)) == before


@given(
    _WEIGHTS,
    st.sampled_from([Operator.AT_LEAST, Operator.MORE, None]),
    _NUMBERS,
    st.tuples(_NUMBERS, _NUMBERS).map(sorted),
    st.tuples(_QUANTITIES, _RULES),
)
def test_a_worse_result_never_earns_more(
    weight: Decimal, operator: Any, target: Decimal, actuals: list[Decimal], how: tuple[Method, ScoringRule]
) -> None:
    worse, better = (_points(weight, _target(operator, target), actual, how) for actual in actuals)
    assert worse <= better


@given(
    _WEIGHTS,
    st.sampled_from([Operator.AT_MOST, Operator.LESS]),
    _NUMBERS,
    st.tuples(_NUMBERS, _NUMBERS).map(sorted),
    st.tuples(st.just(Method.PROPORTION), _RULES),
)
def test_a_higher_cost_never_earns_more(
    weight: Decimal, operator: Any, target: Decimal, actuals: list[Decimal], how: tuple[Method, ScoringRule]
) -> None:
    lower, higher = (_points(weight, _target(operator, target), actual, how) for actual in actuals)
    assert higher <= lower


def _points(weight: Decimal, target: Target, actual: Decimal, how: tuple[Method, ScoringRule]) -> Decimal:
    claim = Claim("产出指标", weight, target, _number(actual), method=how[0])
    points = score_sheet(ExecutionClaim(None, None, None), [claim], how[1]).indicators[0].points
    assert points is not None
    return points


@given(_WEIGHTS, st.sampled_from(Achievement), st.decimals(-5, 110, places=2))
def test_a_verdict_binds_its_points(weight: Decimal, achievement: Achievement, given_points: Decimal) -> None:
    claim = Claim("效益指标", weight, parse_target("明显改善"), None, achievement, given_points)
    score = score_sheet(ExecutionClaim(None, None, None), [claim]).indicators[0]
    assert score.points is None or 0 <= score.points <= weight
    assert (score.points is None) == bool(score.problem)
