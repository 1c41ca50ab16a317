"""Where an installation keeps what is its own: the database, uploaded files, the secret key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["change_key", "database", "earlier_keys", "forget_earlier_key", "home", "secret_key"]

_KEY, _OLD_KEY = "secret-key", "secret-key.old"
_KEY_LENGTH = 50  # random bytes


def home() -> Path:
    """The folder of this installation: ``JIHENG_HOME``, else ``jiheng-data`` in the working folder."""
    return Path(os.environ.get("JIHENG_HOME") or "jiheng-data").absolute()


def secret_key(folder: Path) -> str:
    """The key that signs sessions: ``JIHENG_SECRET_KEY``, else one made once and kept in a file for the owner's eyes."""
    if given := os.environ.get("JIHENG_SECRET_KEY"):
        return given
    path = folder / _KEY
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _write(path, secrets.token_urlsafe(_KEY_LENGTH), keep=True)
    return path.read_text(encoding="ascii").strip()


def earlier_keys(folder: Path) -> list[str]:
    """What the key was before it was changed: ``JIHENG_SECRET_KEY_OLD`` and the file beside the key."""
    path = folder / _OLD_KEY
    kept = path.read_text(encoding="ascii").strip() if path.exists() else ""
    return [key for key in (os.environ.get("JIHENG_SECRET_KEY_OLD"), kept) if key]


def change_key(folder: Path, key: str = "") -> bool:
    """Make `key` (or a new one) the key of this installation, and the present one the earlier one.

    Returns:
        False where the key is given by the environment and so stays; `key` is then kept as the earlier one.

    Raises:
        OSError: the folder cannot be written to.
    """
    if os.environ.get("JIHENG_SECRET_KEY"):
        if key:
            _write(folder / _OLD_KEY, key)
        return False
    _write(folder / _OLD_KEY, secret_key(folder))
    _write(folder / _KEY, key or secrets.token_urlsafe(_KEY_LENGTH))
    return True


def forget_earlier_key(folder: Path) -> None:
    """What it signed or sealed is good for nothing from now on."""
    (folder / _OLD_KEY).unlink(missing_ok=True)


def _write(path: Path, key: str, *, keep: bool = False) -> None:
    """Write a file that is never seen half written, for the owner's eyes; with `keep`, unless somebody else was first."""
    made = path.with_name(f".{path.name}-{os.getpid()}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(key)
    if not keep:
        made.replace(path)
        return
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:  # a disk without links
        if not path.exists():
            made.replace(path)
    made.unlink(missing_ok=True)


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
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
                # The search of the public looks through much of the file: it need not be copied piece by piece.
                "PRAGMA mmap_size=1073741824;",
                "cached_statements": 500,  # the pages have some hundred; the usual 128 are made ready again and again
            },
            "CONN_MAX_AGE": 600,  # what a connection has read it keeps in its cache
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
