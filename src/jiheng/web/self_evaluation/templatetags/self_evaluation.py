"""Tags of this area: ``{% load self_evaluation %}``."""

from __future__ import annotations

from decimal import Decimal

from django import template

__all__ = ["per_cent", "register"]

register = template.Library()


@register.filter
def per_cent(share: Decimal | None) -> str:
    """A share of 1 in per cent with two decimals; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.2f}%"
