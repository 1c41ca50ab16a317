"""One-time codes of an authenticator app (RFC 6238): six digits that change every 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

__all__ = ["STEP", "address", "code_at", "new_secret", "step_of"]

STEP = 30
"""Seconds for which a code holds."""

_DIGITS = 6
_DRIFT = 1  # steps that a telephone's clock may be off
_SECRET_BYTES = 20


def new_secret() -> str:
    """A fresh secret, in base32 as apps take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def code_at(secret: str, step: int) -> str:
    """The code of the `step`-th period of 30 seconds since 1970."""
    # SHA-1 is what every authenticator app knows; in HMAC it is not weakened by the collisions that are known of it.
    seal = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = seal[-1] & 0x0F
    number = int.from_bytes(seal[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def step_of(secret: str, code: str, at: float) -> int | None:
    """The period to which `code` belongs, around the time `at` in seconds since 1970; None for a wrong code."""
    now = int(at) // STEP
    given = "".join(code.split())
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if given.isascii() and hmac.compare_digest(code_at(secret, step), given):
            return step
    return None


def address(secret: str, login: str, issuer: str) -> str:
    """What the square picture says to an authenticator app."""
    label = quote(f"{issuer}:{login}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
