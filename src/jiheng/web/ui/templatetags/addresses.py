"""The tag `url` of Django, with addresses that are kept once they were found."""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from jiheng.web.ui.addresses import reverse

__all__ = ["register", "url"]

register = template.Library()


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """What Django's tag says, in its own words and with its own errors."""
    node = parsed(parser, token)
    return node if node.kwargs else _Address(node.view_name, node.args, node.kwargs, node.asvar)


class _Address(URLNode):
    def render(self, context: Context) -> str:
        """Of a page that is named by its place; with `as` an unknown one is empty."""
        try:
            found = reverse(self.view_name.resolve(context), args=[each.resolve(context) for each in self.args])
        except NoReverseMatch:
            if not self.asvar:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found
