"""Signing in and passwords."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record

__all__ = ["ATTEMPTS", "LOCKED_FOR", "password_change", "sign_in", "sign_out"]

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, *, login: str, password: str) -> User:
    """Begin a session.

    Raises:
        ValidationError: login and password do not belong together, or the account is locked; one wording for all but
            the lock, so that nobody learns which logins there are.
    """
    user = _checked(login, password)
    if user is None:
        raise ValidationError(
            _("账号或密码不对。连续错 {count} 次将锁定 {minutes} 分钟").format(count=ATTEMPTS, minutes=15)
        )
    start_session(request, user, backend=_BACKEND)
    record("account.signed-in", actor=user, subject=user)
    return user


@transaction.atomic
def _checked(login: str, password: str) -> User | None:
    user = User.objects.select_for_update().filter(login__iexact=login).first()
    if user is None:
        make_password(password)  # as slow as a comparison
        return None
    if user.locked_until and user.locked_until > timezone.now():
        raise ValidationError(
            _("这个账号因多次输错密码已锁定，请在 {time} 之后再试，或请安全管理员解锁").format(
                time=timezone.localtime(user.locked_until).strftime("%H:%M")
            )
        )
    if user.is_active and check_password(password, user.password):
        User.objects.filter(pk=user.pk).update(failed_attempts=0, locked_until=None)
        return user
    failed = user.failed_attempts + 1
    locked = timezone.now() + LOCKED_FOR if failed >= ATTEMPTS else None
    User.objects.filter(pk=user.pk).update(failed_attempts=0 if locked else failed, locked_until=locked)
    if locked:
        record("account.locked", actor=None, subject=user)
    return None


def sign_out(request: HttpRequest) -> None:
    """End the session."""
    if isinstance(request.user, User):
        record("account.signed-out", actor=request.user, subject=request.user)
    end_session(request)


@transaction.atomic
def password_change(*, actor: User, old: str, new: str) -> None:
    """Give oneself another password.

    Raises:
        ValidationError: the old one is wrong, or the new one is too weak or the same.
    """
    if not check_password(old, actor.password):
        raise ValidationError({"old": _("原密码不对")})
    if old == new:
        raise ValidationError({"new": _("新密码不能与原密码相同")})
    try:
        validate_password(new, actor)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from error
    actor.set_password(new)
    actor.must_change_password = False
    actor.password_changed_at = timezone.now()
    actor.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record("account.password-changed", actor=actor, subject=actor)
