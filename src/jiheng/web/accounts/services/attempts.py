"""Wrong passwords are counted of each login, whether there is such an account or not, and of each address.

The counts are in the database: all processes of the server share them, and a restart forgets none. What is said and
what is counted for a login that nobody has is the same as for one that somebody has, so that nobody learns which there are.
"""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import Attempts, User
from jiheng.web.audit.middleware import origin
from jiheng.web.audit.services import record

__all__ = ["ADDRESS_ATTEMPTS", "ATTEMPTS", "LOCKED_FOR", "judged", "refuse_locked_address"]

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)
ADDRESS_ATTEMPTS = 100
"""Wrong passwords from one address within `LOCKED_FOR`; a whole office may come from one address."""

_KEPT = timedelta(days=1)


def refuse_locked_address() -> None:
    """Let nobody try whose address gave too many wrong passwords.

    Raises:
        ValidationError: this one did.
    """
    row = Attempts.objects.filter(key=_address_key(), locked_until__gt=timezone.now()).first()
    if row and row.locked_until:
        until = timezone.localtime(row.locked_until).strftime("%H:%M")
        raise ValidationError(_("从这个地址输错密码的次数太多，请在 {time} 之后再试").format(time=until))


@transaction.atomic
def judged(user: User | None, *, login: str, right: bool, forget: bool) -> bool:
    """Count an attempt. Guesses are judged one after the other: many at once are no way round the lock.

    Args:
        user: whose login was given; None where there is none.
        login: as it was typed.
        right: whether what was given is right.
        forget: whether a right answer ends the count.

    Raises:
        ValidationError: the login is locked.
    """
    row = _row_of(user, login)
    if row.locked_until and row.locked_until > timezone.now():
        until = timezone.localtime(row.locked_until).strftime("%H:%M")
        raise ValidationError(
            _("这个账号因多次输错已锁定，请在 {time} 之后再试，或请安全管理员解锁").format(time=until)
        )
    if right:
        if forget:
            row.failed_attempts, row.locked_until = 0, None
            row.save(update_fields=["failed_attempts", "locked_until"])
        return True
    is_locked = _count(row, ATTEMPTS)
    # Every row is held before the first line of the log is written: in one order, so that no two wait for each other.
    address_is_locked = _count_address()
    if is_locked:
        record("account.locked", actor=None, subject=user, title=login if user is None else "")
    if address_is_locked:
        record("address.locked", actor=None, title=origin.get().address)
    return False


_KEY = 80  # characters of a key


def _row_of(user: User | None, login: str) -> User | Attempts:
    if user is not None:
        return User.objects.select_for_update().get(pk=user.pk)
    return _row(f"login {login.lower()}"[:_KEY])  # some capitals become two letters


def _row(key: str) -> Attempts:
    now = timezone.now()
    found, is_new = Attempts.objects.get_or_create(key=key, defaults={"since": now})
    if is_new:
        Attempts.objects.filter(since__lt=now - _KEPT).delete()
    return Attempts.objects.select_for_update().get(pk=found.pk)


def _count(row: User | Attempts, most: int) -> bool:
    """One more; whether that locks."""
    failed = row.failed_attempts + 1
    is_locked = failed >= most
    row.failed_attempts = 0 if is_locked else failed
    row.locked_until = timezone.now() + LOCKED_FOR if is_locked else None
    row.save(update_fields=["failed_attempts", "locked_until"])
    return is_locked


def _count_address() -> bool:
    if not (key := _address_key()):
        return False
    row = _row(key)
    if row.since < timezone.now() - LOCKED_FOR:
        row.failed_attempts, row.since = 0, timezone.now()
        row.save(update_fields=["since"])
    return _count(row, ADDRESS_ATTEMPTS)


def _address_key() -> str:
    # A proxy that the settings do not know of lends its own address to everybody: they must not lock out each other.
    address = origin.get().address
    return f"address {address}" if address and not ip_address(address).is_loopback else ""
