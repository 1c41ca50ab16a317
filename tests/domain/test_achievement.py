"""Whether what was reached meets what was promised."""

import pytest
from hypothesis import given
from tests.strategies import target_texts

from jiheng.domain.achievement import comparable, outcome
from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import Dimension

MET, MISSED, OVERSHOT, UNKNOWN = "met", "missed", "overshot", None


@pytest.mark.parametrize(
    ("target", "actual", "dimension", "result"),
    [
        ("≥200人次", "200人次", None, MET),
        ("≥200人次", "150人次", None, MISSED),
        ("≥200人次", "260人次", None, MET),
        ("≥200人次", "261人次", None, OVERSHOT),
        ("＞80分", "80分", None, MISSED),
        ("≤30万元", "29.6万元", None, MET),
        ("≤30万元", "30.1万元", None, MISSED),
        ("<3次", "3次", None, MISSED),
        ("=100%", "100%", None, MET),
        ("100%", "98%", None, MISSED),
        # Less is better for cost, for times and for zero, also where no sign says so.
        ("=72890元", "70000元", Dimension.COST, MET),
        ("72890元", "80000元", Dimension.COST, MISSED),
        ("30天", "25天", Dimension.TIMELINESS, MET),
        ("30天", "31天", Dimension.TIMELINESS, MISSED),
        ("100%", "98%", Dimension.TIMELINESS, MISSED),
        ("=0起", "0起", None, MET),
        ("0起", "1起", None, MISSED),
        # Ranges: neither below, nor far above.
        ("10-15个", "9个", None, MISSED),
        ("10-15个", "15个", None, MET),
        ("10-15个", "20个", None, OVERSHOT),
        ("10-15万元", "16万元", Dimension.COST, MISSED),
        # Units: the same, convertible, or printed only once.
        ("≥3亿元", "32000万元", None, MET),
        ("≤100万元", "998000元", None, MET),
        ("≥95%", "96.4", None, MET),
        ("≥95百分比", "90%", None, MISSED),
        ("≥10场", "12场次", None, MET),
        ("≥200", "150人", None, MISSED),
        ("≥95%", "0", None, MISSED),
        ("≤1%", "0.5", None, MET),
        # What cannot be compared is nobody's fault.
        ("≥10场", "8家", None, UNKNOWN),
        ("≥95%", "0.97", None, UNKNOWN),
        ("约50个", "48个", None, UNKNOWN),
        ("50个左右", "48个", None, UNKNOWN),
        ("≥200人次", "完成", None, UNKNOWN),
        ("≥200人次", "180-190人次", None, UNKNOWN),
        ("提升服务水平", "200人次", None, UNKNOWN),
        ("2025年底前完成", "2025年11月完成", None, UNKNOWN),
    ],
)
def test_what_was_reached_is_measured_by_the_target(target, actual, dimension, result):
    assert outcome(parse_target(target), parse_target(actual), dimension) == result


def test_blank_cell_is_not_compared():
    assert comparable(parse_target("≥200人次"), None) is None


@given(target_texts(), target_texts())
def test_any_two_cells_are_compared_or_not(target, actual):
    outcome(parse_target(target), parse_target(actual), Dimension.COST)
    outcome(parse_target(target), parse_target(actual), None)
