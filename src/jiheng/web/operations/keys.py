"""The secret key of an installation: changed, taken along in a backup, brought to another machine."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from jiheng.errors import SiteError
from jiheng.web.accounts.models import SecondFactor
from jiheng.web.accounts.seals import opened
from jiheng.web.accounts.services import reseal
from jiheng.web.config.home import change_key, earlier_keys, forget_earlier_key, secret_key

__all__ = ["Renewal", "adopt", "locked", "lost_factors", "read_passphrase", "renew", "unlocked"]

_SHORTEST = 12  # characters of a passphrase
_SALT = 16
_COST = {"length": 32, "n": 1 << 15, "r": 8, "p": 1}  # 32 MB and a tenth of a second for each guess


class Renewal(NamedTuple):
    """What became of the key.

    Attributes:
        is_new: a new one was made; not so where the environment gives it.
        factors: second factors sealed by it; lost: those that no known key opens.
    """

    is_new: bool
    factors: int
    lost: int


def renew(home: Path) -> Renewal:
    """Change the key and seal again what the earlier one sealed; that one is kept only if somebody's factor was lost.

    Raises:
        OSError: the folder cannot be written to.
    """
    # The earlier key stays in reach until everything is sealed anew: whenever this is broken off, nothing is lost.
    is_new = change_key(home)
    _take_up(home)
    factors, lost = reseal()
    if is_new and not lost:
        forget_earlier_key(home)
    return Renewal(is_new, factors - lost, lost)


def adopt(home: Path, key: str) -> None:
    """Go on with the key of the installation that a backup came from.

    Raises:
        OSError: the folder cannot be written to.
    """
    if key != secret_key(home):
        change_key(home, key)
        _take_up(home)


def lost_factors() -> int:
    """How many second factors no known key opens."""
    return sum(opened(text) is None for text in SecondFactor.objects.values_list("secret", flat=True))


def read_passphrase(path: Path) -> str:
    """The first line of a file.

    Raises:
        OSError: it cannot be read.
        SiteError: it is too short to keep a secret.
    """
    said = path.read_text(encoding="utf-8", errors="replace").partition("\n")[0].strip()
    if len(said) < _SHORTEST:
        raise SiteError("passphrase-short", path=path, least=_SHORTEST)
    return said


def locked(passphrase: str) -> dict[str, str]:
    """The key in a form that opens with the passphrase alone, for a manifest."""
    salt = secrets.token_bytes(_SALT)
    text = _lock(salt, passphrase).encrypt(settings.SECRET_KEY.encode()).decode("ascii")
    return {"salt": urlsafe_b64encode(salt).decode("ascii"), "text": text}


def unlocked(stored: dict[str, Any], passphrase: str) -> str | None:
    """The key of a manifest; None for a wrong passphrase.

    Raises:
        ValueError: it is not what `locked` made.
    """
    try:
        salt, text = urlsafe_b64decode(stored["salt"]), stored["text"].encode("ascii")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("secret_key") from error
    try:
        return _lock(salt, passphrase).decrypt(text).decode()
    except InvalidToken:
        return None


def _lock(salt: bytes, passphrase: str) -> Fernet:
    return Fernet(urlsafe_b64encode(Scrypt(salt=salt, **_COST).derive(passphrase.encode())))


def _take_up(home: Path) -> None:
    # This process began with what is now the earlier key.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secret_key(home), earlier_keys(home)
