"""Who may have tokens, and for what."""

from __future__ import annotations

from jiheng.web.accounts.models import Office, User
from jiheng.web.api.models import ApiToken, Scope
from jiheng.web.organizations.policies import Actor, manages_any_year

__all__ = ["may_have_tokens", "may_use", "scopes_for"]

_BUSINESS = (Scope.READ, Scope.WRITE, Scope.REVIEW, Scope.PUBLISH)


def may_have_tokens(actor: Actor) -> bool:
    """Everybody who can sign in."""
    return actor.is_authenticated and actor.is_active


def scopes_for(actor: Actor) -> list[Scope]:
    """What a token of `actor` can be good for: an administrator has no part in the business, the others none in the log."""
    if not isinstance(actor, User) or not may_have_tokens(actor):
        return []
    if actor.office:
        return [Scope.READ, Scope.AUDIT if actor.office == Office.AUDIT else Scope.MANAGE]
    return [*_BUSINESS, Scope.MANAGE] if manages_any_year(actor) else [*_BUSINESS]


def may_use(token: ApiToken) -> bool:
    """Whether the token opens anything now; not while its owner has not chosen a password of their own."""
    return token.is_valid and may_have_tokens(token.user) and not token.user.must_change_password
