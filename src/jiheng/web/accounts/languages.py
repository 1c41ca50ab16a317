"""One language for one reader: that of the pages (Django's) and that of findings and errors (the core's) go together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.utils import translation

from jiheng.i18n import in_language
from jiheng.web.accounts.models import User

__all__ = ["core_language", "speaking", "speaking_to"]


def core_language(code: str | None) -> str:
    """Django's ``zh-hans`` and ``en`` as the core calls them."""
    return "en" if (code or "").lower().startswith("en") else "zh"


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything in the language `code` (one of ``settings.LANGUAGES``) while the context lasts, in this thread only."""
    with translation.override(code), in_language(core_language(code)):
        yield


def speaking_to(person: User) -> AbstractContextManager[None]:
    """The same in the language of `person`, for work that is done without a request of theirs; Chinese where they chose none."""
    return speaking(person.language or settings.LANGUAGE_CODE)
