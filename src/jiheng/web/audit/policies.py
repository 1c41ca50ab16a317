"""Who may read the log."""

from __future__ import annotations

from jiheng.web.accounts.models import Office, User

__all__ = ["may_read"]


def may_read(actor: User) -> bool:
    """The audit administrator alone."""
    return actor.is_active and actor.office == Office.AUDIT
