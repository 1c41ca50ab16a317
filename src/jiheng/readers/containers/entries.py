"""What is in a container: entries with names that lead nowhere, and how much they may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["MOST_EXPANDED", "MOST_TOGETHER", "Entry", "Keys", "Opener", "decoded", "path_of", "refused"]

MOST_TOGETHER = 1024 * MEGABYTE
"""What all documents of one archive, with those in the archives inside it, may expand to; a bomb holds far more."""
MOST_EXPANDED = 256 * MEGABYTE
"""What an archive may expand to that can only be expanded whole."""


class Entry(NamedTuple):
    """A file in a container.

    Attributes:
        name: as the container gives it, folders included.
        size: what it expands to, as the container says.
        load: gives the content, at most one byte more than a document may have, or raises `UnreadableSourceError`.
        error: why it cannot be read, known beforehand.
    """

    name: str
    size: int
    load: Callable[[], bytes]
    error: UnreadableSourceError | None = None


class Keys(NamedTuple):
    """What it takes to open a container: limits, the passwords to try, and what the container is called."""

    limits: Limits
    passwords: tuple[str, ...] = ()
    name: str = ""


Opener = Callable[[bytes, Keys], Sequence[Entry]]


def refused(name: str, code: str) -> Entry:
    """An entry that is not read."""
    return Entry(name, 0, bytes, UnreadableSourceError(code))


def decoded(name: bytes) -> str:
    """A name whose encoding nothing tells: Chinese Windows writes GBK, other systems UTF-8."""
    for codec in ("utf-8", "gb18030"):
        try:
            return name.decode(codec)
        except UnicodeError:
            continue
    return name.decode("latin-1")


def path_of(name: str) -> PurePosixPath:
    """The path below the container; it never leads out of the folder that it is put in."""
    parts = PureWindowsPath(name.replace("\0", ""))  # it knows both kinds of slashes, and drives
    below = parts.parts[1:] if parts.anchor else parts.parts
    return PurePosixPath(*(part for part in below if part != ".."))
