"""Tags that every template knows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict

__all__ = ["amount", "query", "register"]

register = template.Library()


@register.filter
def amount(value: Decimal | str | None) -> str:
    """An amount with two decimals and thousands marks; a dash where there is none."""
    return "—" if value in {None, ""} else f"{Decimal(str(value)):,.2f}"


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The filter in the address with some of it changed: ``<a href="{% query page=2 %}">``; None takes a part away."""
    parts: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parts.pop(name, None)
        else:
            parts[name] = str(value)
    return f"?{parts.urlencode()}"
