"""Tags of this area: ``{% load goals %}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from jiheng.domain.finding import Severity
from jiheng.reports.labels import SIGNS
from jiheng.rules.registry import RULES
from jiheng.web.goals.printed import ShownCell
from jiheng.web.goals.sheet_html import sheet_rows as html_of

__all__ = ["has_page", "is_table", "register", "sheet_rows", "sign", "tables_of"]

register = template.Library()


@register.filter
def is_table(block: object) -> bool:
    """Whether a part of an original is a table."""
    return isinstance(block, list)


@register.filter
def sign(severity: Severity) -> str:
    """The sign of a severity."""
    return SIGNS[severity]


@register.filter
def sheet_rows(rows: Sequence[Sequence[ShownCell]]) -> SafeString:
    """The rows of a printed sheet as HTML."""
    return html_of(rows)


@register.filter
def has_page(slug: str) -> bool:
    """Whether there is a page of that rule."""
    return slug in RULES


@register.filter
def tables_of(others: Mapping[str, Sequence[Mapping[str, Any]]], slug: str) -> Sequence[Mapping[str, Any]]:
    """The other tables that a rule names."""
    return others.get(slug, ())
