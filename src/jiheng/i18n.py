"""What users read is Chinese in the source; a gettext catalogue turns it into English.

Messages are templates and values. They are translated and filled in last, when somebody reads them, so one
`Finding` can be shown in either language. A command speaks one language from its start to its end (`use_language`); a
server that talks to several people at once chooses for each of them (`in_language`).
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["DOMAIN", "LANGUAGES", "LOCALE", "N_", "_", "in_language", "language", "preferred_language", "use_language"]

DOMAIN = "jiheng"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")


class _Spoken(NamedTuple):
    name: str
    catalogue: gettext.NullTranslations


_usual = _Spoken("zh", gettext.NullTranslations())
_own: ContextVar[_Spoken | None] = ContextVar("language", default=None)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark `message` for the catalogue and return it unchanged."""
    return message


def _(message: str) -> str:
    """Return `message` in the language in use."""
    return (_own.get() or _usual).catalogue.gettext(message)


def language() -> str:
    """The language in use, `zh` or `en`."""
    return (_own.get() or _usual).name


def use_language(name: str) -> None:
    """Choose the language of the whole process, for every message shown from now on outside of `in_language`.

    Raises:
        ValueError: there is no catalogue for `name`.
    """
    global _usual  # noqa: PLW0603 - the process has one
    _usual = _spoken(name)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Choose the language of what this thread (or asynchronous task) does while the context lasts; of no other one's.

    Raises:
        ValueError: there is no catalogue for `name`.
    """
    token = _own.set(_spoken(name))
    try:
        yield
    finally:
        _own.reset(token)


def preferred_language(environment: dict[str, str] | None = None) -> str:
    """`en` where the environment asks for English first, else `zh`: this is a tool for Chinese offices."""
    values = os.environ if environment is None else environment
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := values.get(name):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


@cache
def _spoken(name: str) -> _Spoken:
    if name not in LANGUAGES:
        raise ValueError(name)
    if name == "zh":
        return _Spoken(name, gettext.NullTranslations())
    return _Spoken(name, gettext.translation(DOMAIN, LOCALE, [name], fallback=True))
