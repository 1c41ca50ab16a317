"""What is in a file that somebody brought: itself, or the documents of an archive or a mail. Nothing here knows Django.

It is looked into in a process of its own, and what is locked is opened there: a password goes no further.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import PurePath, PurePosixPath
from typing import Any, NamedTuple

from jiheng.engine import SUFFIXES, contents
from jiheng.errors import JihengError, UnreadableSourceError
from jiheng.readers.containers import SUFFIXES as CONTAINER_SUFFIXES
from jiheng.readers.detect import CONTAINERS, detect
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.locked import parted, unlock, with_passwords

__all__ = ["DOCUMENTS", "MOST", "Brought", "is_container", "open_file"]

DOCUMENTS = SUFFIXES | CONTAINER_SUFFIXES | {".json"}
"""How documents are called that goals may stand in."""
MOST = 50
"""Documents of one container."""

_MOST_TOGETHER = 64 * MEGABYTE
_LIMITS = Limits(memory=1024 * MEGABYTE, cpu_seconds=30, wall_seconds=45)


class Brought(NamedTuple):
    """A document that was in a file, or the file itself.

    Attributes:
        path: folders and containers that lead to it, and its name; empty of the file itself.
        data: without a lock; sha256: of the content as it was brought.
        error: why there is no content.
    """

    path: tuple[str, ...]
    data: bytes
    sha256: str
    error: JihengError | None = None


def is_container(name: str, data: bytes) -> bool:
    """Whether it is looked into; an office file is a zip, too, and only its name says that it is meant as one."""
    return PurePath(name).suffix.lower() in CONTAINER_SUFFIXES or detect(data) in CONTAINERS


def open_file(
    name: str, data: bytes, passwords: Sequence[str], *, most: int, suffixes: Collection[str] = DOCUMENTS
) -> list[Brought]:
    """The documents in a file.

    Args:
        name: what the file is called.
        data: its content.
        passwords: to try where something is locked.
        most: bytes of one document.
        suffixes: what is called otherwise in a container is left there.

    Raises:
        UnreadableSourceError: it cannot be opened, holds no document, or too much.
    """
    asked = [name, " ".join(suffixes), *passwords]
    found = run_isolated(_open_here, with_passwords(data, asked), _LIMITS._replace(file_size=most))
    return [_brought(*each) for each in found]


def _brought(path: tuple[str, ...], data: bytes, digest: str, problem: tuple[str, dict[str, Any]] | None) -> Brought:
    return Brought(path, data, digest, UnreadableSourceError(problem[0], **problem[1]) if problem else None)


def _open_here(request: bytes, limits: Limits) -> list[tuple[Any, ...]]:
    """In the child: path, content, digest, and code and values of the reason why there is none."""
    data, (name, wanted, *passwords) = parted(request)
    suffixes = frozenset(wanted.split())
    if not is_container(name, data):
        return [_opened((), data, passwords, limits)]
    found: list[tuple[Any, ...]] = []
    size = 0
    for member in contents(data, name=name, passwords=passwords, limits=limits):
        if not (member.error or _is_meant(member.path, suffixes)):
            continue
        if len(found) == MOST:
            raise UnreadableSourceError("too-many-documents", limit=MOST)
        try:
            if member.error:
                raise member.error
            entry = _opened(member.path.parts, member.load(), passwords, limits)
        except UnreadableSourceError as error:
            entry = (member.path.parts, b"", "", (error.code, error.values))
        size += len(entry[1])
        if size > _MOST_TOGETHER:
            limit = _MOST_TOGETHER // MEGABYTE
            raise UnreadableSourceError("too-large-inside", size=size // MEGABYTE, limit=limit)
        found.append(entry)
    if not found:
        raise UnreadableSourceError("empty-archive")
    return found


def _is_meant(path: PurePosixPath, suffixes: Collection[str]) -> bool:
    """Not what a system lays beside: ``~$`` is the lock of an open document, ``__MACOSX`` are the Finder's notes."""
    if any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts):
        return False
    return not path.parts or path.suffix.lower() in suffixes


def _opened(path: tuple[str, ...], data: bytes, passwords: Sequence[str], limits: Limits) -> tuple[Any, ...]:
    if len(data) > limits.file_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.file_size // MEGABYTE)
    plain = unlock(data, passwords, limits) if detect(data) == "encrypted" else data
    return path, plain, hashlib.sha256(data).hexdigest(), None
