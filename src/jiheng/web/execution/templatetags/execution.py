"""Tags of the pages of money."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template

__all__ = ["bar", "exact", "rate", "register"]

register = template.Library()
_TENTH = Decimal("0.1")
_CENTS = 2


@register.filter
def rate(value: Decimal | None) -> str:
    """A share of 1 as per cent with one decimal."""
    return "—" if value is None else f"{(100 * value).quantize(_TENTH, ROUND_HALF_UP)}%"


@register.filter
def bar(value: Decimal | None) -> int:
    """How long the bar of a share is, from 0 to 100."""
    return int(100 * max(Decimal(0), min(value or Decimal(0), Decimal(1))))


@register.filter
def exact(value: Decimal | str | None) -> str:
    """An amount in 万元 with thousands marks and all decimals that say something, two at least."""
    if value in {None, ""}:
        return "—"
    text = f"{Decimal(str(value)):,f}"
    whole, _point, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(_CENTS, '0')}"
