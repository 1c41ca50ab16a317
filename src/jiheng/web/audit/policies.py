"""Who may read the log."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from jiheng.web.accounts.models import Office, User

__all__ = ["may_read"]


def may_read(actor: User | AnonymousUser) -> bool:
    """The audit administrator alone."""
    return isinstance(actor, User) and actor.is_active and actor.office == Office.AUDIT
