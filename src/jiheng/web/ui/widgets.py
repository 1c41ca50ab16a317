"""Fields of forms as HTML by functions: Django's templates for them cost ten times as much, and a filter has a hundred.

What comes out is what Django's own templates say but for blank lines; a widget that is not here is left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

__all__ = ["WidgetRenderer"]

_Widget = Mapping[str, Any]


class WidgetRenderer(DjangoTemplates):
    """Django's renderer, with the common widgets made by functions."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of one widget, or of whatever else forms are made of."""
        draw = _WIDGETS.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _attributes(widget: _Widget) -> SafeString:
    parts = []
    for name, value in widget["attrs"].items():
        if value is True:
            parts.append(f" {conditional_escape(name)}")
        elif value is not False:
            parts.append(f' {conditional_escape(name)}="{_text(value)}"')
    return mark_safe("".join(parts))  # noqa: S308 - of escaped parts


def _text(value: Any) -> str:
    """Numbers stand in HTML as they are, not as a language writes them."""
    return conditional_escape(value if hasattr(value, "__html__") else str(value))


def _input(widget: _Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_text(value)}"'
    return mark_safe(  # noqa: S308 - of escaped parts
        f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{said}{_attributes(widget)}>'
    )


def _textarea(widget: _Widget) -> str:
    # The first line break after the tag is not part of the text.
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or ""
    )


def _select(widget: _Widget) -> str:
    parts = []
    for name, options, _number in widget["optgroups"]:
        if name:
            parts.append(f'<optgroup label="{_text(name)}">')
        parts += [
            f'<option value="{_text(each["value"])}"{_attributes(each)}>{_text(each["label"])}</option>'
            for each in options
        ]
        if name:
            parts.append("</optgroup>")
    inner = mark_safe("".join(parts))  # noqa: S308 - of escaped parts
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget), inner)


def _choices(widget: _Widget) -> str:
    """Round or square boxes, each with its words."""
    parts = ["<div"]
    parts += [f' {name}="{_text(widget["attrs"][name])}"' for name in ("id", "class") if widget["attrs"].get(name)]
    parts.append(">")
    for name, options, _number in widget["optgroups"]:
        if name:
            parts.append(f"<div><label>{_text(name)}</label>")
        parts += [f"<div>{_option(each)}</div>" for each in options]
        if name:
            parts.append("</div>")
    return mark_safe("".join([*parts, "</div>"]))  # noqa: S308 - of escaped parts


def _option(widget: _Widget) -> str:
    drawn = _input(widget)
    if not widget.get("wrap_label"):
        return drawn
    aim = f' for="{_text(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    return f"<label{aim}>{drawn} {_text(widget['label'])}</label>"


_PLACE = "django/forms/widgets/"
_INPUTS = (
    "checkbox",
    "date",
    "datetime",
    "email",
    "file",
    "hidden",
    "number",
    "password",
    "search",
    "tel",
    "text",
    "url",
)
_WIDGETS: dict[str, Callable[[_Widget], str]] = {
    **{f"{_PLACE}{name}.html": _input for name in _INPUTS},
    f"{_PLACE}textarea.html": _textarea,
    f"{_PLACE}select.html": _select,
    f"{_PLACE}radio.html": _choices,
    f"{_PLACE}checkbox_select.html": _choices,
    f"{_PLACE}radio_option.html": _option,
    f"{_PLACE}checkbox_option.html": _option,
}
