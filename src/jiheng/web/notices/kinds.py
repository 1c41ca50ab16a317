"""What a notice can be about. Each area registers its kinds in its `apps.py`, so that people choose which are mailed."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["Kind", "Mailing", "kind_of", "kinds", "register_kind"]


class Mailing(models.TextChoices):
    """When a notice is mailed."""

    IMMEDIATE = "immediate", _("立即发邮件")
    DAILY = "daily", _("每天汇总一封")
    NEVER = "never", _("不发邮件")


class Kind(NamedTuple):
    """A kind of notice.

    Attributes:
        name: in code: ``review.returned``; label: in words, lazily translated.
        mail_default: where a person chose nothing; what is never mailed cannot be chosen otherwise.
    """

    name: str
    label: str | Promise
    mail_default: Mailing


_KINDS: dict[str, Kind] = {}


def register_kind(name: str, label: str | Promise, mail_default: Mailing) -> None:
    """Add a kind; the same name again replaces it."""
    _KINDS[name] = Kind(name, label, mail_default)


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises:
        LookupError: nobody registered it.
    """
    return _KINDS[name]


def kinds() -> list[Kind]:
    """All kinds, as they were registered."""
    return list(_KINDS.values())
