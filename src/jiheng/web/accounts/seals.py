"""Secrets that the site has to read again, kept so that the database alone does not give them away.

They are sealed (AES-128-CBC with HMAC-SHA-256, Fernet) by a key that is derived from the secret key of the site. What
an earlier key sealed is opened as long as that key is still known (``SECRET_KEY_FALLBACKS``).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["opened", "resealed", "sealed"]

_PURPOSE = b"jiheng: second factors"
_LENGTH = 32


def sealed(secret: str) -> str:
    """`secret` in a form that may be stored; ASCII, a hundred characters longer."""
    return _seal().encrypt(secret.encode()).decode("ascii")


def opened(stored: str) -> str | None:
    """What was sealed; None where the key for it is not known (any more), or `stored` was tampered with."""
    try:
        return _seal().decrypt(stored.encode()).decode()
    except InvalidToken:
        return None


def resealed(stored: str) -> str | None:
    """The same secret sealed by the present key; None as with `opened`."""
    try:
        return _seal().rotate(stored.encode()).decode("ascii")
    except InvalidToken:
        return None


def _seal() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _fernet(key: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=_LENGTH, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(urlsafe_b64encode(made))
