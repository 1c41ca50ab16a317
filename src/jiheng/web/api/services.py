"""Giving oneself tokens, and taking them away."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.api import policies
from jiheng.web.api.models import ApiToken
from jiheng.web.audit.services import record
from jiheng.web.ui.errors import Conflict

__all__ = ["LONGEST_DAYS", "MOST_TOKENS", "token_create", "token_of", "token_revoke"]

MOST_TOKENS = 20
LONGEST_DAYS = 366
_PREFIX = "jh_"
_BYTES = 32
_HINT = 8
_STEP = timedelta(minutes=1)  # between two writes of `last_used_at`; reading must not write each time


@transaction.atomic
def token_create(*, actor: User, name: str, scopes: Collection[str], days: int) -> tuple[ApiToken, str]:
    """A token and its secret, to be shown this one time.

    Args:
        actor: whose it is.
        name: what it is for.
        scopes: of those that `policies.scopes_for` gives the person, at least one.
        days: after which it is good for nothing any more, at most `LONGEST_DAYS`.

    Raises:
        PermissionDenied: `actor` may have none.
        ValidationError: no scope that the person can have, or a number that there is not.
        Conflict: there are too many already.
    """
    if not policies.may_have_tokens(actor):
        raise PermissionDenied
    chosen = [scope.value for scope in policies.scopes_for(actor) if scope in scopes]
    if not name.strip() or not chosen or not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(_("请写明用途，至少选一个权限，有效期最长 {days} 天").format(days=LONGEST_DAYS))
    now = timezone.now()
    if ApiToken.objects.filter(user=actor, revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
        raise Conflict("too-many-tokens", _("每人最多 {count} 个有效令牌，请先吊销不用的").format(count=MOST_TOKENS))
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    token = ApiToken.objects.create(
        user=actor, name=name.strip(), digest=_digest(secret), hint=secret[:_HINT], scopes=chosen,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    after = {"hint": token.hint, "scopes": chosen, "expires": token.expires_at}
    record("token.created", actor=actor, subject=token, after=after)
    return token, secret


@transaction.atomic
def token_revoke(*, token: ApiToken, actor: User) -> None:
    """Make a token good for nothing, at once; a second time changes nothing.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    if token.user_id != actor.pk:
        raise PermissionDenied
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("token.revoked", actor=actor, subject=token, before={"hint": token.hint, "scopes": token.scopes})


def token_of(secret: str) -> ApiToken | None:
    """The token of a secret with its owner, if it opens anything now; that it was used is noted."""
    token = ApiToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    if token is None or not policies.may_use(token):
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > _STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
