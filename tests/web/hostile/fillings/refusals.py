"""What a page says of what somebody typed."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.forms import BaseForm, BaseFormSet
from django.test.utils import ContextList
from lxml import html

__all__ = ["refusal_of"]


def refusal_of(response: Any) -> dict[str, list[str]]:
    """Field → what is said there; under an empty name what is said of the whole. Empty where everything was taken."""
    said: dict[str, list[str]] = {}
    if response.headers.get("Content-Type", "").startswith("application/json"):
        answer = response.json()
        if response.status_code >= 400:
            said = {name: [text] for name, text in answer.get("fields", {}).items()}
            said.setdefault("", [answer["message"]])
        return said
    for form in _forms(response.context):
        for name, texts in form.errors.items():
            hidden = name in form.fields and form[name].is_hidden  # nobody types there, nobody is told
            said.setdefault("" if name == "__all__" else form.add_prefix(name), []).extend([] if hidden else texts)
    for message in get_messages(response.wsgi_request):
        if message.level_tag in {"error", "warning"}:
            said.setdefault("", []).append(str(message))
    if response.status_code >= 400:
        said.setdefault("", [])
        said |= {name: [] for name in _marked(response) if name not in said}
    return said


def _marked(response: Any) -> list[str]:
    """Fields that the page marks as wrong where it says above them what it is."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html") and response.content
    if not is_page:
        return []
    page = html.document_fromstring(response.content, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    return [str(name) for name in page.xpath("//@name[../@aria-invalid='true']")]


def _forms(context: Any) -> list[BaseForm]:
    layers = context if context is None or isinstance(context, ContextList) else [context]  # of one template alone
    values = [value for layer in layers or () for part in layer for value in dict(part).values()]
    forms = [value for value in values if isinstance(value, BaseForm)]
    sets = [value for value in values if isinstance(value, BaseFormSet)]
    found = [*forms, *(form for each in sets for form in each)]
    return list({id(form): form for form in found if form.is_bound}.values())
