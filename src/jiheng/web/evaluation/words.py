"""What people write in their own words: nothing that cannot be printed, not nothing, and not without end."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

__all__ = ["LONG", "cleaned", "written"]

LONG = 2000
"""Characters of a reason."""


def cleaned(text: object) -> str:
    """The text without what cannot be printed, and without blanks at its ends."""
    known = str(text or "").replace("\r\n", "\n")
    return "".join(sign for sign in known if sign in "\n\t" or sign.isprintable()).strip()


def written(text: object, field: str, *, missing: str = "", most: int = LONG) -> str:
    """What was written, cleaned.

    Raises:
        ValidationError: at `field`: nothing was, where `missing` says what is wanted, or more than `most` characters.
    """
    clean = cleaned(text)
    if missing and not clean:
        raise ValidationError({field: missing})
    if len(clean) > most:
        raise ValidationError({field: _("内容超过 {count} 字，请精简").format(count=most)})
    return clean
