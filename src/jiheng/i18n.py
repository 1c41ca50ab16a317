"""What users read is Chinese in the source; a gettext catalogue turns it into English.

Messages are templates and values. They are translated and filled in last, when somebody reads them, so one
`Finding` can be shown in either language.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

__all__ = ["DOMAIN", "LANGUAGES", "LOCALE", "N_", "_", "language", "preferred_language", "use_language"]

DOMAIN = "jiheng"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "zh"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark `message` for the catalogue and return it unchanged."""
    return message


def _(message: str) -> str:
    """Return `message` in the language in use."""
    return _catalogue.gettext(message)


def language() -> str:
    """The language in use, `zh` or `en`."""
    return _language


def use_language(name: str) -> None:
    """Switch the language of every message shown from now on.

    Raises:
        ValueError: there is no catalogue for `name`.
    """
    global _catalogue, _language  # noqa: PLW0603 - one process talks to one person
    if name not in LANGUAGES:
        raise ValueError(name)
    _catalogue = (
        gettext.NullTranslations() if name == "zh" else gettext.translation(DOMAIN, LOCALE, [name], fallback=True)
    )
    _language = name


def preferred_language(environment: dict[str, str] | None = None) -> str:
    """`en` where the environment asks for English first, else `zh`: this is a tool for Chinese offices."""
    values = os.environ if environment is None else environment
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := values.get(name):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
