"""Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import chinese_numeral

from jiheng.domain.numerals import CHINESE_DIGITS, chinese_to_int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0), ("〇", 0), ("一", 1), ("两", 2), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99),
        ("一百", 100), ("两百", 200), ("一百零五", 105), ("一百五", 150), ("一百一十", 110), ("三百六十五", 365),
        ("一千", 1000), ("两千五", 2500), ("两千零五", 2005), ("一千零五十", 1050), ("九千九百九十九", 9999),
        ("一万", 10_000), ("十万", 100_000), ("一万五", 15_000), ("一万五千", 15_000), ("一万零五", 10_005),
        ("三百二十万", 3_200_000), ("一亿", 10**8), ("一亿三千万", 130_000_000), ("一万亿", 10**12),
        ("二〇二四", 2024), ("二零二一", 2021), ("二○一九", 2019), ("一〇八", 108),
    ],
)  # fmt: skip
def test_numeral_is_read(text, value):
    assert chinese_to_int(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "三五", "两三", "二三十", "五六百", "十几", "数十", "百", "千", "万", "百千", "十百", "一百二百", "一百零", "一百零零五",
        "一亿亿", "一万二万", "三个", "3", "一 二", "一" * 5000, "九" * 25,
    ],
)  # fmt: skip
def test_what_is_no_numeral_is_no_number(text):
    assert chinese_to_int(text) is None


@given(st.integers(1, 10**12 - 1))
def test_numeral_written_with_care_is_read_back(value):
    assert chinese_to_int(chinese_numeral(value)) == value


@given(st.text(CHINESE_DIGITS))
def test_any_text_of_digits_gives_a_number_or_none(text):
    value = chinese_to_int(text)
    assert value is None or value >= 0
