"""A private PostgreSQL server for the tests, gone when they end, and databases in it."""

from __future__ import annotations

import atexit
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

__all__ = ["new_database", "start"]

_PEOPLE = ("postgres", "nobody")  # PostgreSQL does not run as root
_SETTINGS = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""Nobody else reaches it, and nothing of it has to outlive the machine."""


def start(**settings: str) -> str:
    """Start a server that listens on a socket in its own folder; the address of its first database.

    `settings` are those of the server, beside what suits tests.
    """
    folder = Path(tempfile.mkdtemp(prefix="jiheng-pg-"))
    options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder}
    if os.geteuid() == 0:
        person = _somebody()
        os.chown(folder, person.pw_uid, person.pw_gid)
        options |= {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    data = folder / "data"
    subprocess.run(
        [_program("initdb"), "--username=jiheng", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D", data],
        check=True,
        **options,
    )
    wanted = _SETTINGS | {"unix_socket_directories": str(folder)} | settings
    options_text = " ".join(f"-c {name}='{value}'" for name, value in wanted.items())
    control = [_program("pg_ctl"), "-D", data, "-w", "-s"]
    subprocess.run([*control, "-l", folder / "log", "-o", options_text, "start"], check=True, **options)

    def stop() -> None:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **options)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://jiheng@/postgres?host={quote(str(folder), safe='')}"


@contextmanager
def new_database(address: str, *, template: str = "template0", locale: str = "C.UTF-8") -> Iterator[str]:
    """An empty database on the server of `address`, while the context lasts; its own address."""
    import psycopg

    name = f"jiheng_{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' LOCALE '{locale}'")
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _somebody() -> pwd.struct_passwd:
    for name in _PEOPLE:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no user to run PostgreSQL as")


def _program(name: str) -> str:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")]))
    if found is None:
        raise RuntimeError(f"{name} is not installed; leave JIHENG_TEST_POSTGRES unset or install PostgreSQL")
    return found
