"""Tags that every template knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.http import QueryDict
from django.template.defaultfilters import date as django_date
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

from jiheng.web.ui.charts import Chart, ChartKind, Value, curve

__all__ = [
    "amount",
    "chart_rows",
    "day",
    "figure",
    "kept_query",
    "moment",
    "numbered_date",
    "options",
    "percent",
    "query",
    "register",
    "sparkline",
]

register = template.Library()

_NUMBERED = {
    "Y-m-d": "%Y-%m-%d", "m-d": "%m-%d",
    "Y-m-d H:i": "%Y-%m-%d %H:%M", "m-d H:i": "%m-%d %H:%M",
}  # fmt: skip
_FOUR_DIGITS = 1000  # before that year Python writes fewer


@register.filter
def amount(value: Decimal | str | None) -> str:
    """An amount with two decimals and thousands marks; a dash where there is none."""
    return "—" if value in {None, ""} else f"{Decimal(str(value)):,.2f}"


@register.filter
def percent(share: Decimal | None) -> str:
    """A share, 1 for all, in per cent with one decimal; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.1f}%"


@register.filter
def day(value: date | None) -> str:
    """A day of this year or thereabouts, as people say it: 11月3日, 3 Nov."""
    local = localtime(value) if isinstance(value, datetime) else value
    if local is None:
        return ""
    return date_format(local, "j M") if _is_english() else f"{local.month}月{local.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """The same with the hour."""
    return "" if value is None else f"{day(value)} {localtime(value):%H:%M}"


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter("date", expects_localtime=True)
def numbered_date(value: Any, pattern: str | None = None) -> str:
    """Django's `date`; dates of numbers alone, as all our lists have them, go a way ten times as short."""
    known = _NUMBERED.get(pattern or "")
    if known and isinstance(value, date) and value.year >= _FOUR_DIGITS:
        return value.strftime(known)
    return django_date(value, pattern)


@register.filter
def figure(value: Value, decimals: int = 0) -> str:
    """A number of a chart, with thousands marks; a dash where there is none."""
    return "—" if value is None else f"{value:,.{decimals}f}"


@register.filter
def chart_rows(chart: Chart) -> SafeString:
    """The rows of the table of a chart: of a hundred departments a template would make a slow page."""
    is_heat = chart.kind == ChartKind.HEAT

    def linked(text: str, link: str) -> str:
        return f'<a href="{escape(link)}">{escape(text)}</a>' if link else escape(text)

    def cell(value: Value, link: str, shade: int) -> str:
        text = linked(figure(value, chart.decimals), link if value else "")
        return f'<td class="number{f" shade-{shade}" if is_heat else ""}">{text}</td>'

    lines = (
        f'<tr><th scope="row">{linked(line.category, line.link)}</th>{"".join(cell(*each) for each in line.cells)}</tr>'
        for line in chart.lines
    )
    return mark_safe("\n".join(lines))  # noqa: S308 - every text and address is escaped above


@register.filter
def options(names: Iterable[tuple[str | int, str]], chosen: str | int | None = None) -> SafeString:
    """Codes (or keys) and names as ``<option>``: of thousands of organizations a template would make a slow page."""
    lines = (
        f'<option value="{escape(str(code))}"{" selected" if code == chosen else ""}>{escape(name)}</option>'
        for code, name in names
    )
    return mark_safe("".join(lines))  # noqa: S308 - both are escaped above


@register.simple_tag
def sparkline(values: Sequence[Value], label: str) -> SafeString:
    """A line as small as a word; `label` says in words what it shows. Nothing for less than two numbers."""
    points = curve(values)
    if not points:
        return SafeString("")
    return format_html(
        '<svg class="sparkline" viewBox="0 0 96 24" width="96" height="24" role="img" aria-label="{}">'
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>',
        label,
        points,
    )


@register.simple_tag(takes_context=True)
def kept_query(context: dict[str, Any], *but: str) -> SafeString:
    """The filter in the address as hidden fields of a form that changes `but`."""
    parts: QueryDict = context["request"].GET
    kept = [(name, value) for name, values in parts.lists() if name not in but for value in values]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)


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
