"""What is reckoned: leaf values from the data, spreads of scores, the frame's weights, credit codes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import Dimension
from jiheng.regulations import Measure, evaluation_frames
from jiheng.web.evaluation.credit_codes import is_credit_code
from jiheng.web.evaluation.leaves import leaves_of, merged_levels, normal_rows, points_of, problems_of, too_long
from jiheng.web.evaluation.measures import Facts, Reached, measured
from jiheng.web.evaluation.spread import spread

_FRAME = leaves_of(evaluation_frames()["project-2020"])


def _reached(dimension, target, actual, name="指标"):
    return Reached(name, dimension, parse_target(target), parse_target(actual) if actual else None)


# ── Values from the data ──────────────────────────────────────────────────────────────────────────────────────────────


def test_execution_is_reckoned_of_what_arrived_not_of_the_budget():
    found = measured(Facts(adjusted=Decimal(20), arrived=Decimal(12), spent=Decimal("9.034")))
    arrival, execution = found[Measure.ARRIVAL_RATE], found[Measure.EXECUTION_RATE]
    assert arrival.sentence == "实际到位 12.00 ÷ 预算资金 20.00 ＝ 60.00%"
    assert arrival.points(Decimal(3)) == Decimal("1.80")
    assert execution.sentence == "实际支出 9.03 ÷ 实际到位 12.00 ＝ 75.28%（以到位资金为分母）"
    assert execution.points(Decimal(5)) == Decimal("3.76")


@pytest.mark.parametrize("facts", [Facts(), Facts(adjusted=Decimal(0)), Facts(Decimal(5), Decimal(0), Decimal(1))])
def test_without_money_there_is_no_rate_but_a_sentence(facts):
    execution = measured(facts)[Measure.EXECUTION_RATE]
    assert execution.value is None
    assert execution.points(Decimal(5)) is None
    assert "到位资金" in execution.sentence


@pytest.mark.parametrize(
    ("dimension", "measure", "indicators", "value"),
    [
        (Dimension.QUANTITY, Measure.COMPLETION_RATE, [("≥10次", "8次")], "0.8"),
        (Dimension.QUANTITY, Measure.COMPLETION_RATE, [("≥10次", "15次"), ("≥4个", "2个")], "0.75"),  # no more than all
        (Dimension.QUANTITY, Measure.COMPLETION_RATE, [("≥10次", "8次"), ("提升水平", "已提升")], "0.8"),
        (Dimension.QUALITY, Measure.QUALITY_RATE, [("≥95%", "71.25%")], "0.75"),
        (Dimension.TIMELINESS, Measure.TIMELINESS, [("2027年10月底前", "2027年9月30日")], "1"),
        (Dimension.TIMELINESS, Measure.TIMELINESS, [("2027年10月底前", "2027年11月5日")], "0"),
        (Dimension.TIMELINESS, Measure.TIMELINESS, [("≤30天", "40天")], "0.75"),
        (Dimension.COST, Measure.COST_SAVING, [("≤15万元", "13.5万元")], "0.1"),
        (Dimension.COST, Measure.COST_SAVING, [("≤15万元", "18万元")], "-0.2"),
        (Dimension.SOCIAL, Measure.BENEFIT_RATE, [("≥100人", "100人")], "1"),
        (Dimension.SATISFACTION, Measure.SATISFACTION, [("≥90%", "81%")], "0.9"),
    ],
)  # fmt: skip
def test_indicators_become_a_value(dimension, measure, indicators, value):
    facts = Facts(indicators=[_reached(dimension, target, actual) for target, actual in indicators])
    assert measured(facts)[measure].value == Decimal(value)


def test_saving_earns_everything_and_overspending_loses_its_share():
    cost = lambda actual: measured(Facts(indicators=[_reached(Dimension.COST, "≤10万元", actual)]))  # noqa: E731
    assert cost("6万元")[Measure.COST_SAVING].points(Decimal(7)) == 7
    assert cost("12万元")[Measure.COST_SAVING].points(Decimal(7)) == Decimal("5.60")
    assert cost("30万元")[Measure.COST_SAVING].points(Decimal(7)) == 0


def test_the_sentence_names_what_could_not_be_compared():
    rows = [_reached(Dimension.QUANTITY, "≥10次", "8次", "接待"), _reached(Dimension.QUANTITY, "≥5个", None)]
    said = measured(Facts(indicators=rows))[Measure.COMPLETION_RATE].sentence
    assert "接待：8次，指标值 ≥10次，完成 80.00%" in said
    assert "另有 1 个不能比较" in said


_AMOUNTS = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)


@given(_AMOUNTS, _AMOUNTS, _AMOUNTS, st.decimals(min_value="0.01", max_value=100, places=2))
def test_proposed_points_stay_between_nothing_and_the_weight(adjusted, arrived, spent, weight):
    for each in measured(Facts(adjusted, arrived, spent)).values():
        points = each.points(weight)
        assert points is None or 0 <= points <= weight


# ── Spread ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_spread_has_its_middle_and_its_ends():
    found = spread({1: Decimal(4), 2: Decimal(3), 3: Decimal("3.5"), 4: Decimal("3.4")}, Decimal(5))
    assert (found.least, found.median, found.most) == (3, Decimal("3.45"), 4)
    assert not found.outliers


def test_whoever_stands_alone_is_marked():
    found = spread({1: Decimal(9), 2: Decimal(9), 3: Decimal(5)}, Decimal(10))
    assert found.outliers == {3}


def test_half_a_point_of_two_is_no_disagreement():
    assert not spread({1: Decimal(2), 2: Decimal(2), 3: Decimal("1.5")}, Decimal(2)).outliers
    assert spread({1: Decimal(2), 2: Decimal(2), 3: Decimal("0.5")}, Decimal(2)).outliers == {3}


def test_two_do_not_outvote_each_other():
    assert not spread({1: Decimal(10), 2: Decimal(0)}, Decimal(10)).outliers
    assert spread({}, Decimal(10)).median is None


# ── The frame ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_template_is_in_order():
    assert problems_of(_FRAME) == []
    assert [span["level1"] for span in merged_levels(_FRAME) if span["level1"]] == [6, 5, 4, 2]


def test_what_is_wrong_with_a_frame_is_said_in_sentences():
    lighter = [{**row, "weight": "1"} if row["level1"] == "效益" else row for row in _FRAME]
    said = problems_of(lighter)
    assert "分值合计 72，应为 100" in said
    assert "产出、效益的分值合计 37，应不低于 60" in said
    assert problems_of([{**_FRAME[0], "weight": "100"}]) == []  # a frame of its own without these levels
    assert problems_of([]) == ["评价指标体系还是空的"]
    twice = [{**_FRAME[0], "weight": "50"}, {**_FRAME[0], "weight": "50"}]
    assert problems_of(twice) == ["三级指标重复：立项依据充分性"]


@pytest.mark.parametrize("weight", ["", "0", "-1", "101", "NaN", "Infinity", "1e2", "0.001", "十", "1" * 400])
def test_a_weight_that_is_none_is_named(weight):
    said = problems_of([{**_FRAME[0], "weight": weight}])
    assert any("第 1 行的分值" in sentence for sentence in said)


@pytest.mark.parametrize("text", ["", "-0.01", "5.01", "NaN", "sNaN", "1.001", "五", "1" * 500, None])
def test_a_score_outside_its_weight_is_none(text):
    assert points_of(text, Decimal(5)) is None


def test_rows_keep_their_ids_and_stand_by_level():
    rows = [_FRAME[0], _FRAME[-1], {**_FRAME[1], "id": ""}, dict.fromkeys(_FRAME[0], "")]
    made = normal_rows(rows)
    assert [row["name"] for row in made] == [_FRAME[0]["name"], _FRAME[1]["name"], _FRAME[-1]["name"]]
    assert len({row["id"] for row in made}) == 3
    assert made[0]["id"] == _FRAME[0]["id"]
    assert normal_rows(made) == made


def test_hostile_rows_become_plain_texts():
    rows = [{"name": "=cmd|'/c calc'!A1\0", "level1": "x" * 9999, "measure": "drop table", "id": "<b>"}]
    made = normal_rows(rows)
    assert made[0]["measure"] == ""
    assert made[0]["id"] == "n1"
    assert made[0]["name"] == "=cmd|'/c calc'!A1"
    assert list(too_long(rows)) == ["row-0-level1"]


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91350100M000100Y43", True),  # the example of GB 32100
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("91350100I000100Y43", False),  # I, O, S, V, Z are not used
        ("91350100m000100y43", False),
        ("", False),
    ],
)
def test_credit_codes_are_checked_to_the_last_sign(code, valid):
    assert is_credit_code(code) is valid
