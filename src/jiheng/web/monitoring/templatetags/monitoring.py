"""Tags of the pages of monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiheng.domain.lights import Colour
from jiheng.web.monitoring.shown import SIGNS, ShownLight
from jiheng.web.ui.addresses import reverse

register = template.Library()

__all__ = ["light_sign", "light_why", "per_cent", "register"]


@register.filter
def light_sign(colour: str) -> str:
    """The sign of a colour."""
    return SIGNS[Colour(colour)]


@register.simple_tag(takes_context=True)
def light_why(context: Mapping[str, Any], light: ShownLight) -> SafeString:
    """A light with its sentence and rule to unfold; by a function, since a report has one in each row."""
    rule = format_html('<p class="quiet">{}{}</p>', _("规则："), light.rule) if light.rule else ""
    link = format_html('<p><a href="{}#lights">{}</a></p>', reverse("regulation:rules"), _("这条规则"))
    return format_html(
        '<details class="light-why"><summary><span class="light light-{}">{} {}</span></summary><p>{}</p>{}{}</details>',
        light.colour, light.sign, light.label, light.sentence, rule, link if context["user"].is_authenticated else "",
    )  # fmt: skip


@register.filter
def per_cent(share: Decimal | None) -> str:
    """A share of 1 as a number of per cent with one decimal; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.1f}"
