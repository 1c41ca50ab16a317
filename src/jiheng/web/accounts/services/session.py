"""Signing in, signing out, and one's own password."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import check_password, make_password, verify_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import SecondFactor, User
from jiheng.web.accounts.services.attempts import ATTEMPTS, LOCKED_FOR, judged, refuse_locked_address
from jiheng.web.accounts.services.second_factor import second_factor_accepts
from jiheng.web.audit.services import record

__all__ = [
    "BY_PROVIDER",
    "language_choose",
    "password_change",
    "sign_in",
    "sign_in_by_provider",
    "sign_in_with_code",
    "sign_out",
]

BY_PROVIDER = "by_provider"
"""Key in the session of whoever came through the identity provider: their password here, if any, is of no concern."""

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PENDING = "second_factor"
_PENDING_FOR = 300  # seconds between the password and the code


def sign_in(request: HttpRequest, *, login: str, password: str) -> User | None:
    """Begin a session; None if a code of the second factor has to follow.

    Raises:
        ValidationError: login and password do not belong together, or login or address are locked; wording, time and
            lock are the same whether there is such a login or not, so that nobody learns which there are.
    """
    refuse_locked_address()
    user = User.objects.filter(login__iexact=login).first()
    right = _is_password_of(user, password)
    needs_code = SecondFactor.objects.filter(user=user).exists()
    # Whoever still has to give a code keeps the count: else the password would buy any number of guesses at the code.
    if not judged(user, login=login, right=right, forget=not needs_code) or user is None:
        raise ValidationError(_wrong())
    if needs_code:
        request.session.cycle_key()
        request.session[_PENDING] = [user.pk, int(time.time())]
        return None
    return _begin(request, user)


def sign_in_with_code(request: HttpRequest, *, code: str) -> User:
    """Finish signing in with a code of the second factor, or with one of the recovery codes.

    Raises:
        LookupError: there was no password before it, or too long ago.
        ValidationError: the code is wrong or was used before, or the account is locked.
    """
    refuse_locked_address()
    key, since = request.session.get(_PENDING, (None, 0))
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or time.time() - since > _PENDING_FOR:
        raise LookupError("no password before the code")
    if not judged(user, login=user.login, right=second_factor_accepts(user, code), forget=True):
        raise ValidationError(_("验证码不对或已经用过，请等下一个验证码再试"))
    return _begin(request, user, by="code")


def sign_in_by_provider(request: HttpRequest, *, login: str) -> User:
    """Begin a session for the person whom the identity provider calls `login`.

    Raises:
        ValidationError: there is no such person here; nobody is created.
    """
    user = User.objects.filter(login__iexact=login, is_active=True).first() if login else None
    if user is None:
        record("account.refused", actor=None, title=login, after={"by": "openid-connect"})
        raise ValidationError(
            _("统一身份认证的账号“{login}”没有在本系统登记或已停用，请联系系统管理员").format(login=login)
        )
    _begin(request, user, by="openid-connect")
    request.session[BY_PROVIDER] = True
    return user


def language_choose(*, actor: User, language: str) -> None:
    """Let a person have pages and findings in `language` from now on.

    Raises:
        ValidationError: the site does not speak it.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("没有这种语言"))
    User.objects.filter(pk=actor.pk).update(language=language)


def sign_out(request: HttpRequest) -> None:
    """End the session."""
    if isinstance(request.user, User):
        record("account.signed-out", actor=request.user, subject=request.user)
    end_session(request)


def password_change(request: HttpRequest, *, actor: User, old: str, new: str) -> None:
    """Give oneself another password; sessions elsewhere end, this one goes on.

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
    with transaction.atomic():
        actor.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record("account.password-changed", actor=actor, subject=actor)
    update_session_auth_hash(request, actor)


def _begin(request: HttpRequest, user: User, by: str = "password") -> User:
    start_session(request, user, backend=_BACKEND)
    for name in (_PENDING, BY_PROVIDER):
        request.session.pop(name, None)
    record("account.signed-in", actor=user, subject=user, after={"by": by})
    return user


def _is_password_of(user: User | None, password: str) -> bool:
    """Whether it is; as slow for a login that nobody has as for any other."""
    if user is None:
        make_password(password)
        return False
    right, is_quick = verify_password(password, user.password)
    if is_quick and not right:  # a first password is hashed less thoroughly; nobody must see from outside who has one
        make_password(password)
    return right and user.is_active


def _wrong() -> str:
    minutes = int(LOCKED_FOR.total_seconds()) // 60
    return _("账号或密码不对。连续错 {count} 次将锁定 {minutes} 分钟").format(count=ATTEMPTS, minutes=minutes)
