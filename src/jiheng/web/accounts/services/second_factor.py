"""Codes of an authenticator app as a second factor; whoever wants one sets it up for themselves."""

from __future__ import annotations

import hashlib
import secrets
import time

from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts import policies
from jiheng.web.accounts.models import SecondFactor, User
from jiheng.web.accounts.seals import opened, resealed, sealed
from jiheng.web.accounts.totp import step_of
from jiheng.web.audit.services import record

__all__ = ["reseal", "second_factor_accepts", "second_factor_confirm", "second_factor_remove"]

_RECOVERY_CODES = 8


@transaction.atomic
def second_factor_confirm(*, actor: User, secret: str, code: str) -> list[str]:
    """Begin to ask for codes, once the app has shown a right one; the recovery codes, to be shown this one time.

    Raises:
        ValidationError: the code is wrong.
    """
    step = step_of(secret, code, time.time())
    if step is None:
        raise ValidationError({"code": _("验证码不对，请核对手机时间后再输入当前显示的 6 位数字")})
    recovery = [secrets.token_hex(5) for _each in range(_RECOVERY_CODES)]
    values = {"secret": sealed(secret), "last_step": step, "recovery": [_digest(each) for each in recovery]}
    SecondFactor.objects.update_or_create(user=actor, defaults=values)
    record("account.second-factor-added", actor=actor, subject=actor)
    return recovery


@transaction.atomic
def second_factor_remove(*, person: User, actor: User | None, password: str = "") -> bool:
    """Ask for codes no longer: one's own with the password, that of somebody who lost the telephone by the security administrator.

    `actor` is None for whoever sits at the server itself.

    Returns:
        Whether there was one.

    Raises:
        PermissionDenied: `actor` is neither.
        ValidationError: the password is wrong.
    """
    if actor is not None and actor.pk == person.pk:
        if not check_password(password, actor.password):
            raise ValidationError({"password": _("密码不对")})
    elif actor is not None and not policies.may_give_roles(actor):
        raise PermissionDenied
    if not SecondFactor.objects.filter(user=person).delete()[0]:
        return False
    record("account.second-factor-removed", actor=actor, subject=person)
    return True


def second_factor_accepts(user: User, code: str) -> bool:
    """Whether `code` is right and was not used before; it is used up by this."""
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None:
        return False
    secret = opened(factor.secret)
    step = step_of(secret, code, time.time()) if secret else None
    if step is not None:  # one conditional UPDATE: of two people with the same code one gets in
        return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))
    return _used_up(factor.pk, _digest("".join(code.split()).lower()))


@transaction.atomic
def reseal() -> tuple[int, int]:
    """Seal all secrets by the present key of the site; how many there are, and how many no known key opens."""
    factors = list(SecondFactor.objects.select_for_update().only("secret"))
    lost = 0
    for factor in factors:
        made = resealed(factor.secret)
        if made is None:
            lost += 1
        else:
            SecondFactor.objects.filter(pk=factor.pk).update(secret=made)
    return len(factors), lost


@transaction.atomic
def _used_up(key: int, digest: str) -> bool:
    factor = SecondFactor.objects.select_for_update().get(pk=key)
    if digest not in factor.recovery:
        return False
    factor.recovery = [each for each in factor.recovery if each != digest]
    factor.save(update_fields=["recovery"])
    record("account.recovery-code-used", actor=factor.user, subject=factor.user, after={"left": len(factor.recovery)})
    return True


def _digest(code: str) -> str:
    # 40 random bits behind the lock-out need no slow hash.
    return hashlib.sha256(code.encode()).hexdigest()
