"""The addresses of the site as its resolver has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

__all__ = ["ADDRESSES", "anything"]

# The operations of the API have tests of their own; without a provider set up there is nothing behind the others.
_ELSEWHERE = ("openid_connect", "api-unknown")


def _walk(
    patterns: list[Any], prefix: str = "", above: dict[str, str] | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api-v1":
                inner = f"{pattern.namespace}:" if pattern.namespace else prefix
                yield from _walk(pattern.url_patterns, inner, {**(above or {}), **_kinds(pattern)})
        elif isinstance(pattern, URLPattern) and not str(pattern.name).startswith(_ELSEWHERE):
            yield f"{prefix}{pattern.name}", {**(above or {}), **_kinds(pattern)}


def _kinds(pattern: Any) -> dict[str, str]:
    return {name: type(each).__name__ for name, each in pattern.pattern.converters.items()}


ADDRESSES = dict(_walk(get_resolver().url_patterns))
"""Name → the kinds of its arguments (``IntConverter`` …) by name."""


def anything(name: str, number: int = 1, text: str = "x") -> dict[str, Any]:
    """Arguments of the right kind for an address, of nothing in particular."""
    return {key: number if kind == "IntConverter" else text for key, kind in ADDRESSES[name].items()}
