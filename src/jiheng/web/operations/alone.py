"""Of several processes that would make an installation ready at the same moment, one does it and the others wait."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.utils import DatabaseError

from jiheng.errors import SiteError

__all__ = ["alone"]

_FILE = "lock"
_NUMBER = 0x6A69_6865_6E67  # of the lock, among all that others may take in the same PostgreSQL database
_PAUSE = 0.2  # seconds between two tries
_BEHIND = 1 << 20  # Windows locks bytes, and nobody reads what is locked: one far behind the text


@contextmanager
def alone(home: Path, *, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Nobody else gets in while the context lasts; the lock ends with the process, however that ends.

    Args:
        home: the folder of the installation; the embedded database is locked by a file in it.
        on_wait: called once if somebody else is inside, with their process number (empty where it is not known).

    Raises:
        SiteError: the database cannot be opened.
    """
    inside = _in_postgres(on_wait) if connection.vendor == "postgresql" else _in_folder(home / _FILE, on_wait)
    with inside:
        yield


@contextmanager
def _in_postgres(on_wait: Callable[[str], None]) -> Iterator[None]:
    # A connection of its own: the work inside may close the other one, and the lock would be gone with it.
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
            (is_mine,) = cursor.fetchone()
            if not is_mine:
                on_wait("")
                cursor.execute("SELECT pg_advisory_lock(%s)", [_NUMBER])
    except DatabaseError as error:
        own.close()
        raise SiteError("database-unreachable", reason=str(error).strip().partition("\n")[0]) from error
    try:
        yield
    finally:
        own.close()


@contextmanager
def _in_folder(path: Path, on_wait: Callable[[str], None]) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        has_told = False
        while not _try(descriptor):
            if not has_told:
                on_wait(_said(descriptor))
                has_told = True
            time.sleep(_PAUSE)
        os.truncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _said(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    number = os.read(descriptor, 20).strip()
    return number.decode("ascii") if number.isdigit() else ""


if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        os.lseek(descriptor, _BEHIND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a disk that knows no locks; the embedded database would not be safe on it either
            return True
        return True
