"""Digests of files, in hexadecimal."""

from __future__ import annotations

import hashlib

__all__ = ["sha256", "sm3"]


def sha256(data: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905)."""
    return hashlib.new("sm3", data).hexdigest()
