"""Rates and percentages as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from jiheng.web.results.models import DecisionAction
from jiheng.web.results.papers import rate_text

__all__ = ["action_label", "plain", "rate", "register"]

register = template.Library()


@register.filter
def rate(value: Decimal | None) -> str:
    """A rate of execution, 1 for all; a dash where there is none."""
    return rate_text(value) or "—"


@register.filter
def plain(value: Decimal | str) -> str:
    """A number without zeros at its end."""
    return f"{Decimal(value).normalize():f}"


@register.filter
def action_label(value: str) -> str:
    """What is decided, in words."""
    return str(DecisionAction(value).label) if value in DecisionAction.values else ""
