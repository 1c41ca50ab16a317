"""Scores of self-evaluations, checked on published tables and on constructed ones."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.domain.scoring import (
    Achievement,
    Grade,
    ReverseFormula,
    execution_rate,
    execution_score,
    grade,
    half_up,
    indicator_score,
    overshoot_score,
    score_band,
)
from jiheng.domain.target import Operator


def number(text):
    return None if text is None else Decimal(text)


# Opening, adjusted, executed → rate in per cent, score out of 10. All but the last block are from published tables.
EXECUTION = [
    ("250000.00", "250000.00", "215457.60", "86.18", "8.62"),  # Shanghai Putuo 2022, settlement centre
    ("20000", "20000", "9034", "45.17", "4.52"),  # Shanghai Putuo 2022, aid fund
    ("43.2", "43.2", "37.24", "86.20", "8.62"),  # Langfang 2019, heating
    ("0", "0", "0", None, None),  # Chizhou Guichi 2022, the total line as printed
    ("90", "90", "89.974", "99.97", "10.00"),  # the same, the line below it
    ("238.93", "251.89", "251.89", "100.00", "10.00"),  # Qingshen 2023: the base is the adjusted budget
    ("0", "3.36", "3.36", "100.00", "10.00"),  # Daying 2023: a project added in mid-year
    ("7.29", "7.29", "7.29", "100.00", "10.00"),  # Lijiang 2020
    ("100", "100", "76", "76.00", "7.60"),  # Chongqing 2021, a whole department at 76 %
    ("50", None, "43", "86.00", "8.60"),  # adjusted left blank: the opening budget is the base
    ("50", "40", "44", "110.00", "10.00"),  # more than all earns no more than all
    ("50", "0", "0", None, None),  # adjusted to nothing is not blank
    ("50", "50", None, None, None),
    (None, None, "5", None, None),
    ("50", "50", "-1", "-2.00", "0.00"),  # money that came back
    ("3", "3", "0.0015", "0.05", "0.01"),  # 0.005 is rounded up
]


@pytest.mark.parametrize(("opening", "adjusted", "executed", "percent", "score"), EXECUTION)
def test_execution_is_scored_by_the_adjusted_budget(opening, adjusted, executed, percent, score):
    rate = execution_rate(number(opening), number(adjusted), number(executed))
    assert (None if rate is None else half_up(rate * 100)) == number(percent)
    assert execution_score(rate) == number(score)


# Sign, target, actual, weight → score.
INDICATORS = [
    (">=", "200", "150", "15", "11.25"),
    (">=", "200", "200", "15", "15"),
    (">=", "200", "260", "15", "15"),
    (">", "80", "80", "10", "10"),
    (None, "3", "1", "10", "3.33"),
    ("=", "72890", "72890", "10", "10"),  # Lijiang 2020: met, and yet scored 9
    ("=", "100", "90", "20", "18.00"),
    ("=", "100", "120", "20", "20"),
    (">=", "43.2", "37.24", "10", "8.62"),  # Langfang 2019: scored 9
    ("=", "0", "0", "10", "10"),
    ("=", "0", "2", "10", "0"),
    (">=", "0", "0", "10", "10"),
    (">=", "100", "-5", "10", "0"),
    (">=", "-5", "-6", "10", "0"),
    ("<=", "0", "1", "10", "0"),
    ("<=", "30", "29.6", "90", "90"),
]


@pytest.mark.parametrize(("sign", "target", "actual", "weight", "score"), INDICATORS)
def test_indicator_is_scored_by_the_share_that_is_reached(sign, target, actual, weight, score):
    operator = None if sign is None else Operator(sign)
    assert indicator_score(number(weight), operator, number(target), number(actual)) == number(score)


@pytest.mark.parametrize(
    ("target", "actual", "weight", "ratio", "distance"),
    [
        ("100", "125", "10", "8.00", "7.50"),
        ("100", "110", "10", "9.09", "9.00"),
        ("100", "200", "10", "5.00", "0"),
        ("100", "250", "10", "4.00", "0"),
        ("100", "100", "10", "10", "10"),
    ],
)
def test_broken_ceiling_costs_what_the_formula_in_use_says(target, actual, weight, ratio, distance):
    for operator in (Operator.AT_MOST, Operator.LESS):
        values = (number(weight), operator, number(target), number(actual))
        assert indicator_score(*values) == number(ratio)
        assert indicator_score(*values, reverse=ReverseFormula.DISTANCE) == number(distance)


@pytest.mark.parametrize(
    ("weight", "target", "actual", "score"),
    [
        ("20", "50", "80", "14.00"),
        ("20", "50", "65", "20"),  # 130 % is no sign yet
        ("20", "50", "65.5", "19.80"),
        ("20", "50", "200", "0"),
        ("20", "50", "40", "16.00"),
        ("20", "0", "40", "20"),
    ],
)
def test_target_set_too_low_costs_what_is_beyond_130_per_cent(weight, target, actual, score):
    assert overshoot_score(number(weight), number(target), number(actual)) == number(score)


@pytest.mark.parametrize(
    ("weight", "achievement", "low", "high"),
    [
        ("10", Achievement.REACHED, "8.00", "10"),
        ("10", Achievement.PARTLY, "6.00", "7.99"),
        ("10", Achievement.MISSED, "0", "5.99"),
        ("22.5", Achievement.REACHED, "18.00", "22.5"),
        ("0.01", Achievement.PARTLY, "0.01", "0.01"),
        ("0", Achievement.MISSED, "0", "0"),
    ],
)
def test_verdict_on_a_qualitative_indicator_allows_a_band_of_scores(weight, achievement, low, high):
    assert score_band(number(weight), achievement) == (number(low), number(high))


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("89.5", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_grade_has_no_gap_and_no_overlap(total, name):
    assert grade(number(total)) is Grade(name)


WEIGHTS = st.decimals("0", "100", places=2)
AMOUNTS = st.decimals("-1000000", "1000000", places=4)
SIGNS = st.none() | st.sampled_from(Operator)
PAIRS = st.tuples(AMOUNTS, AMOUNTS).map(sorted)
FORMULAS = st.sampled_from(ReverseFormula)


@given(WEIGHTS, SIGNS, AMOUNTS, AMOUNTS, FORMULAS)
def test_score_never_leaves_zero_to_weight(weight, operator, target, actual, formula):
    assert 0 <= indicator_score(weight, operator, target, actual, reverse=formula) <= weight
    assert 0 <= overshoot_score(weight, target, actual) <= weight


@given(WEIGHTS, SIGNS, AMOUNTS, PAIRS, FORMULAS)
def test_who_comes_nearer_to_the_target_never_scores_less(weight, operator, target, actuals, formula):
    low, high = (indicator_score(weight, operator, target, actual, reverse=formula) for actual in actuals)
    less_is_better = operator in {Operator.AT_MOST, Operator.LESS} or (operator is Operator.EQUAL and target == 0)
    assert low >= high if less_is_better else low <= high


@given(WEIGHTS, st.decimals("0.01", "1000000", places=2), PAIRS)
def test_who_spends_more_of_the_budget_never_scores_less(weight, base, amounts):
    low, high = (execution_score(execution_rate(None, base, spent), weight) for spent in amounts)
    assert 0 <= low <= high <= weight


@given(WEIGHTS)
def test_bands_follow_each_other_without_overlap(weight):
    missed, partly, reached = (score_band(weight, Achievement(name)) for name in reversed(Achievement))
    assert missed.low == 0
    assert reached.high == weight
    for below, above in ((missed, partly), (partly, reached)):
        assert below.low <= below.high <= above.low or weight < 1


@given(st.decimals("0", "100", places=2), st.decimals("0", "100", places=2))
def test_higher_total_never_has_a_worse_grade(one, other):
    low, high = (list(Grade).index(grade(total)) for total in sorted((one, other)))
    assert low >= high
