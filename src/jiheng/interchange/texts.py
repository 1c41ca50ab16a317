"""How amounts, percentages and paths are written for programs."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["amount_text", "percent_text", "shown_path"]


def amount_text(amount: Decimal | None) -> str | None:
    """An amount in the source's own digits, never with an exponent."""
    return None if amount is None else format(amount, "f")


def percent_text(percent: Decimal | None) -> str | None:
    """A percentage without idle zeros: ``25.00`` → ``25``."""
    if percent is None:
        return None
    digits = format(percent, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def shown_path(path: str) -> str:
    """`path` as text that any encoder takes: what is no character in the name on disk becomes a question mark."""
    return path.encode("utf-8", "replace").decode("utf-8")
