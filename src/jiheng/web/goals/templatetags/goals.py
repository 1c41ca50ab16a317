"""Tags of this area: ``{% load goals %}``."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext as _

from jiheng.domain.finding import Severity
from jiheng.reports.labels import SIGNS, field_label

__all__ = ["anchor_label", "is_table", "register", "sign"]

register = template.Library()
_ROW = re.compile(r"indicators\[(\d{1,4})\]\.?(.*)")


@register.filter
def is_table(block: object) -> bool:
    """Whether a part of an original is a table."""
    return isinstance(block, list)


@register.filter
def sign(severity: Severity) -> str:
    """The sign of a severity."""
    return SIGNS[severity]


@register.filter
def anchor_label(anchor: str) -> str:
    """What people call the cell at a path."""
    if match := _ROW.fullmatch(anchor):
        column = field_label(match[2] or "name", in_indicator=True)
        return _("指标 {number} · {column}").format(number=int(match[1]) + 1, column=column)
    return field_label(anchor)
