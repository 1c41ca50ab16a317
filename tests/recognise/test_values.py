"""Numbered lists, organizations and percentages as they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.domain.goals import Organization
from jiheng.recognise.values import (
    item_texts,
    parse_organization,
    parse_percent,
    parse_points,
    read_organization,
    split_items,
)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("  ", []),
        ("促进经济发展", ["促进经济发展"]),
        ("1.拨付预交款\n2.偿还债务\n3.稳定就业", ["拨付预交款", "偿还债务", "稳定就业"]),
        ("1、办会\n2.签约\n3．投产", ["办会", "签约", "投产"]),
        ("1. 解决遗留问题，维护稳定", ["解决遗留问题，维护稳定"]),
        ("（1）办会\n（2）签约", ["办会", "签约"]),
        ("①办会②签约", ["办会", "签约"]),
        ("①办会；②签约", ["办会；", "签约"]),
        ("目标1：办会\n目标2：签约", ["办会", "签约"]),
        ("目标1：办会。目标2：签约。", ["办会。", "签约。"]),
        ("一、办会\n二、签约", ["办会", "签约"]),
        ("（一）办会\n1.会场\n2.资料\n（二）签约", ["办会\n1.会场\n2.资料", "签约"]),
        ("1.办会；2.签约；3.投产", ["办会；", "签约；", "投产"]),
        ("1.营业收入增长1.5%。2.税收增长2.0%。", ["营业收入增长1.5%。", "税收增长2.0%。"]),
        ("1.投入1.5万元\n续行\n2.完工", ["投入1.5万元\n续行", "完工"]),
        ("1.招商。5.不接着数的不是条目", ["招商。5.不接着数的不是条目"]),
        ("全年完成以下工作：\n1.办会\n2.签约", ["全年完成以下工作：", "办会", "签约"]),
        ("2024年完成建设\n2025年投入使用", ["2024年完成建设\n2025年投入使用"]),
        ("1.5万元用于办会", ["1.5万元用于办会"]),
        ("1.\n2.签约", ["签约"]),
        ("1.办会\n1.签约", ["办会", "签约"]),
        ("9.甲\n10.乙\n11.丙", ["甲", "乙", "丙"]),
        ("九、甲\n十、乙\n十一、丙", ["甲", "乙", "丙"]),
    ],
)
def test_items_come_without_their_numbers(text, items):
    assert split_items(text) == items


@given(st.text(st.sampled_from("12.、（）()①②一十第目标：:。；\n 甲5")))
def test_splitting_is_total_and_keeps_every_word(text):
    assert "".join(split_items(text)).count("甲") == text.count("甲")


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("978001河北沙城经济开发区管理委员会", Organization("978001", "河北沙城经济开发区管理委员会")),
        ("219001-某局本级", Organization("219001", "某局本级")),
        ("301001 云溪管委会", Organization("301001", "云溪管委会")),
        ("３０１００１云溪管委会", Organization("301001", "云溪管委会")),
        ("云溪管委会", None),
        ("301001", None),
        ("12月底", None),
    ],
)
def test_organizations(text, organization):
    assert parse_organization(text) == organization


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("25%", "25"),
        ("25.00%", "25"),
        ("100", "100"),
        ("５０％", "50"),
        ("12.5 %", "12.5"),
        ("0%", "0"),
        ("四分之一", None),
        ("-5%", None),
        ("", None),
    ],
)
def test_percentages(text, percent):
    assert parse_percent(text) == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("[219]某局", Organization("219", "某局")),
        ("某局（331）", Organization("331", "某局")),
        ("某局-219001", Organization("219001", "某局")),
        ("某局本级", Organization(None, "某局本级")),
        ("301001", Organization(None, "301001")),
    ],
)
def test_organizations_behind_a_label(text, organization):
    assert read_organization(text) == organization


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("指标1：人数", ["人数"]),
        ("指标1：人数\n指标2：场次", ["人数", "场次"]),
        ("指标一、人数", ["人数"]),
        ("人数", ["人数"]),
        ("指标1：……", [""]),
        ("各项指标1：1", ["各项指标1：1"]),
    ],
)
def test_numbered_indicators(text, items):
    assert item_texts(text) == items


@pytest.mark.parametrize(
    ("text", "points"), [("10", "10"), ("9.82分", "9.82"), ("满分", None), ("", None), ("-1", None)]
)
def test_points(text, points):
    assert parse_points(text) == (None if points is None else Decimal(points))
