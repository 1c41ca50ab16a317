"""How a message prints the budget beside an amount that a cell states."""

from __future__ import annotations

from decimal import Decimal

from jiheng.domain.money import CURRENCY_UNITS

__all__ = ["print_amount"]


def print_amount(wan: Decimal, currency_unit: str) -> str:
    """`wan` (in 万元) in `currency_unit`, without idle zeros: ``188.75万元``."""
    return f"{(wan / CURRENCY_UNITS[currency_unit]).normalize():f}{currency_unit}"
