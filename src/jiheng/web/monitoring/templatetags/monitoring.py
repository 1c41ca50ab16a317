"""Filters of the pages of monitoring."""

from __future__ import annotations

from decimal import Decimal

from django import template

from jiheng.domain.lights import Colour
from jiheng.web.monitoring.shown import SIGNS

register = template.Library()

__all__ = ["light_sign", "per_cent", "register"]


@register.filter
def light_sign(colour: str) -> str:
    """The sign of a colour."""
    return SIGNS[Colour(colour)]


@register.filter
def per_cent(share: Decimal | None) -> str:
    """A share of 1 as a number of per cent with one decimal; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.1f}"
