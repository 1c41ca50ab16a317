"""Amounts of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import texts

from jiheng.domain.money import CURRENCY_UNITS, differs, in_wan, parse_amount


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("1245.99", "万元", "1245.99"),
        ("10.00", "万元", "10.00"),
        ("0", "万元", "0"),
        (" 8,935.00 ", "万元", "8935.00"),
        ("１，２４５．９９", "万元", "1245.99"),
        ("-3.5", "万元", "-3.5"),
        ("￥12.5", "元", "12.5"),
        ("18.60万元", "万元", "18.60"),
        ("18.60 万元", "万元", "18.60"),
        ("123456789012345.67", "元", "123456789012345.67"),
        # What is no amount, or one in another unit than the form's, is None and becomes a note.
        ("18.60万元", "元", None),
        ("18.60万元", None, None),
        ("", "万元", None),
        ("无", "万元", None),
        ("/", "万元", None),
        ("约50", "万元", None),
        ("50左右", "万元", None),
        ("1,24", "万元", None),
        ("1,2345", "万元", None),
        ("1.2.3", "万元", None),
        ("10+5", "万元", None),
        ("1e5", "万元", None),
        ("٣", "万元", None),
        ("9" * 5000, "万元", None),
    ],
)
def test_amount_keeps_its_own_digits(text, unit, amount):
    parsed = parse_amount(text, unit)
    assert (None if parsed is None else str(parsed)) == amount


@pytest.mark.parametrize(
    ("amount", "unit", "wan"),
    [("100000", "元", "10"), ("10", "万元", "10"), ("10", "万", "10"), ("1.5", "亿元", "15000"), ("30", "千元", "3")],
)
def test_amount_is_compared_in_wan(amount, unit, wan):
    assert in_wan(Decimal(amount), unit) == Decimal(wan)


@pytest.mark.parametrize("unit", [None, "", "个", "%", "美元"])
def test_amount_in_no_currency_unit_is_not_compared(unit):
    assert in_wan(Decimal(1), unit) is None


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("10", "10.00", False),
        ("10", "10.005", False),
        ("10.005", "10", False),
        ("10", "10.0051", True),
        ("188.75", "188.76", True),
    ],
)
def test_amounts_within_the_tolerance_are_the_same(left, right, apart):
    assert differs(Decimal(left), Decimal(right)) is apart


@given(texts(), st.sampled_from([None, *CURRENCY_UNITS]))
def test_any_text_is_an_amount_that_can_be_reckoned_with_or_none(text, unit):
    amount = parse_amount(text, unit)
    if amount is not None:
        in_wan(amount, unit)


@given(st.decimals("0", "999999999999.99", places=2), st.sampled_from(list(CURRENCY_UNITS)))
def test_amount_written_with_separators_is_read_back(amount, unit):
    assert parse_amount(f"{amount:,}{unit}", unit) == amount
