"""Where an installation keeps what is its own: the database, uploaded files, the secret key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["database", "home", "secret_key"]

_KEY_LENGTH = 50


def home() -> Path:
    """The folder of this installation: ``JIHENG_HOME``, else ``jiheng-data`` in the working folder."""
    return Path(os.environ.get("JIHENG_HOME") or "jiheng-data").absolute()


def secret_key(folder: Path) -> str:
    """The key that signs sessions: ``JIHENG_SECRET_KEY``, else one made once and kept in a file for the owner's eyes."""
    if given := os.environ.get("JIHENG_SECRET_KEY"):
        return given
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(_KEY_LENGTH))
    return path.read_text(encoding="ascii")


def database(folder: Path) -> dict[str, Any]:
    """Django's settings for the database: ``JIHENG_DATABASE_URL``, else SQLite in `folder`.

    Raises:
        ValueError: the address names no PostgreSQL database.
    """
    address = os.environ.get("JIHENG_DATABASE_URL")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "jiheng.sqlite3",
            "OPTIONS": {
                # Writers wait in line from the start of a transaction; what was confirmed is on the disk.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("JIHENG_DATABASE_URL: postgresql://user:password@host:port/database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
