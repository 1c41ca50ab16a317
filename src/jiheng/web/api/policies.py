"""Who may have tokens."""

from __future__ import annotations

from jiheng.web.api.models import ApiToken
from jiheng.web.organizations.policies import Actor

__all__ = ["may_have_tokens", "may_use"]


def may_have_tokens(actor: Actor) -> bool:
    """Everybody but the three administrators: they take no part in the business that the API is for."""
    return actor.is_authenticated and actor.is_active and not actor.office


def may_use(token: ApiToken) -> bool:
    """Whether the token opens anything now; not while its owner has not chosen a password of their own."""
    return token.is_valid and may_have_tokens(token.user) and not token.user.must_change_password
