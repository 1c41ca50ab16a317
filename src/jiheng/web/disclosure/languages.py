"""The language of a public page is in its address, so that anybody on the way may keep the page: ``/en/public/…``."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, reverse, translate_url
from django.utils.translation import get_language, get_language_info, override

__all__ = ["address_in", "address_of", "in_languages", "language_of", "other_languages"]

_OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class LanguagePrefix:
    """The beginning of an address: nothing for the usual language, ``en/`` for another one.

    What Django's ``i18n_patterns`` does, but for some addresses only: the office's pages speak the language that a
    person chose.
    """

    def __init__(self) -> None:
        """No parts of the address are converted."""
        self.converters: dict[str, Any] = {}

    @property
    def language_prefix(self) -> str:
        """For addresses that are made while a language is active."""
        code = get_language()
        return f"{code}/" if code in _OTHERS else ""

    @property
    def regex(self) -> re.Pattern[str]:
        """The same; Django keeps what it makes of it by language."""
        return re.compile(re.escape(self.language_prefix))

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]]:
        """The rest of an address in whatever language."""
        found = next((code for code in _OTHERS if path.startswith(f"{code}/")), "")
        return (path.removeprefix(f"{found}/") if found else path), (), {}

    def check(self) -> list[Any]:
        """Nothing can be wrong with it."""
        return []

    def describe(self) -> str:
        """For Django's messages."""
        return f"'{self}'"

    def __str__(self) -> str:
        """As an address begins."""
        return self.language_prefix


def in_languages(*patterns: URLPattern | URLResolver) -> URLResolver:
    """The addresses in every language of the site."""
    return URLResolver(LanguagePrefix(), list(patterns))  # type: ignore[arg-type] # one like Django's own


def language_of(request: HttpRequest) -> str:
    """The language that the address of a public page says."""
    first = request.path_info.lstrip("/").partition("/")[0]
    return first if first in _OTHERS else settings.LANGUAGE_CODE


def address_in(request: HttpRequest, code: str) -> str:
    """The same page in another language."""
    return translate_url(request.get_full_path(), code)


def address_of(name: str, code: str) -> str:
    """The address of a page without arguments, in a language."""
    with override(code):
        return reverse(name)


def other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, own name and address of this page in every language but the one it is in."""
    here = language_of(request)
    # Said aloud where the browser's language would decide otherwise: at the front door.
    asked = "" if request.GET else "?language={}"
    return [
        (code, get_language_info(code)["name_local"], address_in(request, code) + asked.format(code))
        for code, _name in settings.LANGUAGES
        if code != here
    ]
