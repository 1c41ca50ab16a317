"""Amounts: `Decimal`, stated in a currency unit, compared in 万元."""

from __future__ import annotations

import re
from decimal import Decimal

from jiheng.domain.text import to_half_width

__all__ = ["CURRENCY_UNITS", "TOLERANCE", "differs", "in_wan", "parse_amount"]

TOLERANCE = Decimal("0.005")
"""Amounts in 万元 that differ by no more than this are the same."""

CURRENCY_UNITS: dict[str, Decimal] = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "十万元": Decimal(10),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10_000),
    "亿": Decimal(10_000),
    "人民币元": Decimal("0.0001"),
    "元人民币": Decimal("0.0001"),
    "万元人民币": Decimal(1),
}
"""What one of the unit is in 万元."""

# At most 15 digits before the point: a longer one is no amount, and Decimal would overflow in reckoning with it.
_AMOUNT = re.compile(
    r"[¥￥]?\s*([+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,15})?)(?![0-9.,])\s*(\S*)"
)


def parse_amount(text: str, currency_unit: str | None = None) -> Decimal | None:
    """The amount that a cell states, in its own digits, without thousands separators.

    A unit behind the number is accepted only where it repeats `currency_unit`. None where `text` is no such amount.
    """
    match = _AMOUNT.fullmatch(to_half_width(text).strip())
    if match is None or (match[2] and match[2] != currency_unit):
        return None
    return Decimal(match[1].replace(",", ""))


def in_wan(amount: Decimal, currency_unit: str | None) -> Decimal | None:
    """`amount` in 万元; None where the unit is no currency unit."""
    rate = CURRENCY_UNITS.get(currency_unit or "")
    return None if rate is None else amount * rate


def differs(left: Decimal, right: Decimal) -> bool:
    """Whether two amounts in 万元 are more than the tolerance apart."""
    return abs(left - right) > TOLERANCE
