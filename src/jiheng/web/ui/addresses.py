"""Addresses of pages. A page has dozens of links, each of which costs Django a search through its patterns: they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import urls
from django.utils.translation import get_language

__all__ = ["reverse"]

_KEPT = 8192


def reverse(name: str, *, args: Iterable[object] = ()) -> str:
    """The address of a page by its name, as Django's own function says it.

    Raises:
        NoReverseMatch: there is no such page.
    """
    # Where the site is mounted and, of public pages, the language are part of an address.
    return _found(name, (urls.get_script_prefix(), get_language()), *map(str, args))


@lru_cache(_KEPT)
def _found(name: str, _where: tuple[str, str | None], *args: str) -> str:
    return urls.reverse(name, args=args)
