"""Amounts and percentages in the source's own digits."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["amount_text", "percent_text"]


def amount_text(amount: Decimal | None) -> str | None:
    """An amount in the source's own digits, never with an exponent."""
    return None if amount is None else format(amount, "f")


def percent_text(percent: Decimal | None) -> str | None:
    """A percentage without idle zeros: ``25.00`` → ``25``."""
    if percent is None:
        return None
    digits = format(percent, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
