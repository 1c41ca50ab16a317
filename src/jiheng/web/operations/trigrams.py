"""The index behind the search of the public on PostgreSQL, where it was not to be had when the tables were made."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.utils import DatabaseError

from jiheng.errors import SiteError

__all__ = ["is_missing", "make"]

_INDEX = "disclosure_project_text"
_EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
_MAKE = f"CREATE INDEX IF NOT EXISTS {_INDEX} ON disclosure_publishedproject USING gin (text gin_trgm_ops)"


def is_missing() -> bool:
    """Whether the search works without its index: right, but slowly. SQLite needs none."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NULL", [_INDEX])
        return bool(cursor.fetchone()[0])


def make() -> None:
    """Make the index; nobody publishes meanwhile.

    Raises:
        SiteError: the extension pg_trgm is not installed on the server, or this user may not switch it on.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_EXTENSION)
            cursor.execute(_MAKE)
    except DatabaseError as error:
        raise SiteError("no-trigrams", reason=str(error).strip().partition("\n")[0]) from error
