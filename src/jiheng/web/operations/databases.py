"""The whole content of the database out and in, in the manner of each."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from jiheng.errors import SiteError
from jiheng.web.disclosure.text_index.postgres import FUNCTION

__all__ = ["Fingerprint", "dump", "file_holds", "file_name", "holds", "load"]

_VERSIONS = "SELECT id, digest FROM goals_version ORDER BY id"
_LOG = "SELECT number, digest FROM audit_entry ORDER BY number DESC LIMIT 1"
_LOG_AT = "SELECT number, digest FROM audit_entry WHERE number = {}"


class Fingerprint(NamedTuple):
    """What must be the same after a backup was put back.

    Attributes:
        versions: how many were ever submitted; content: SHA-256 over the digests of all of them.
        entries: how long the log is; log: digest of its last entry.
    """

    versions: int
    content: str
    entries: int
    log: str


def file_name() -> str:
    """What the database is called in a backup."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def holds(said: Fingerprint) -> bool:
    """Whether the database has everything that `said` is of; people may have added to it since."""
    with transaction.atomic(), connection.cursor() as cursor:
        return _fingerprint(cursor, said) == said


def file_holds(stored: Path, said: Fingerprint) -> bool:
    """The same of a database in a backup, as far as it can be seen before it is put back."""
    if connection.vendor != "sqlite":
        return True
    try:
        with closing(sqlite3.connect(stored)) as opened, closing(opened.cursor()) as cursor:
            return _fingerprint(cursor) == said
    except sqlite3.Error:
        return False


def dump(target: Path) -> Fingerprint:
    """Write the content of one moment to the file `target`; the fingerprint is of the same moment.

    Raises:
        SiteError: the database cannot be read, or its tool is missing.
    """
    try:
        return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgres(target)
    except (DatabaseError, sqlite3.Error) as error:
        raise SiteError("database-unreachable", reason=str(error).strip().partition("\n")[0]) from error


def load(source: Path) -> None:
    """Replace the content of the database by that of the file `source`, in one transaction.

    Raises:
        SiteError: the database refuses, or its tool is missing.
    """
    if connection.vendor == "postgresql":
        _load_postgres(source)
        return
    try:
        with closing(sqlite3.connect(source)) as stored:
            connection.ensure_connection()
            stored.backup(connection.connection)
    except (DatabaseError, sqlite3.Error) as error:
        raise SiteError("database-unreachable", reason=str(error)) from error


def _load_postgres(source: Path) -> None:
    # All tables go, also those that only a newer version has: they would hold on to the others, and be in the way of
    # the upgrade that makes them again. So does the function of the search's index, which the copy brings along.
    names = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    connection.close()
    with tempfile.TemporaryDirectory(prefix="jiheng-restore-") as made:
        script = Path(made) / "database.sql"
        _call("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        gone = [f"DROP FUNCTION IF EXISTS {FUNCTION} CASCADE", *([f"DROP TABLE {names} CASCADE"] if names else [])]
        _call("psql", *options, *(f"--command={each}" for each in gone), f"--file={script}")


def _dump_sqlite(target: Path) -> Fingerprint:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        # In one go: it holds nobody up, and a copy in steps would begin again with each write of somebody else.
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        with closing(copy.cursor()) as cursor:
            return _fingerprint(cursor)


def _dump_postgres(target: Path) -> Fingerprint:
    with transaction.atomic(), connection.cursor() as cursor:
        # pg_dump looks at the very moment that this transaction sees.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        said = _fingerprint(cursor)
        _call(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"
        )
    return said


def _fingerprint(cursor: Any, upto: Fingerprint | None = None) -> Fingerprint:
    """The fingerprint of what the cursor sees; of no more than there was when `upto` was made."""
    seal, versions = sha256(), 0
    cursor.execute(_VERSIONS)
    for key, digest in islice(_rows(cursor), upto.versions if upto else None):
        seal.update(f"{key} {digest}\n".encode())
        versions += 1
    cursor.execute(_LOG_AT.format(int(upto.entries)) if upto else _LOG)
    number, digest = cursor.fetchone() or (0, "")
    return Fingerprint(versions, seal.hexdigest(), number, digest)


def _rows(cursor: Any) -> Iterable[Any]:
    while found := cursor.fetchmany(5000):
        yield from found


def _call(tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise SiteError("no-tool", tool=tool)
    done = subprocess.run(  # noqa: S603 - the tool of the database, with options of our own
        [program, *arguments], env=os.environ | _parameters(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise SiteError("tool-failed", tool=tool, reason=said[0] if said else f"exit {done.returncode}")


def _parameters() -> dict[str, str]:
    """Where the database is, as its tools read it from the environment: passwords do not belong in a list of processes."""
    known = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {name: str(known.get(key) or "") for name, key in names.items()}
    found |= {f"PG{name.upper()}": str(value) for name, value in known.get("OPTIONS", {}).items()}
    return {name: value for name, value in found.items() if value}
