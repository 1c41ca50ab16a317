"""A zip of documents, looked into like a folder: nothing is unpacked to disk, nothing is expanded beyond the limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from jiheng.engine import load
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.limits import MEGABYTE

__all__ = ["Member", "members"]

_ARCHIVE = ".zip"
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_ALL_FILES = 1024 * MEGABYTE
"""What all documents of one archive, with those in the archives inside it, may expand to; a bomb holds far more."""
_DEEPEST = 3
"""Archives in archives in archives: a bureau packs what its departments have packed of their units."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, OverflowError)  # fmt: skip


class Member(NamedTuple):
    """A file in an archive.

    Attributes:
        path: below the archive; it never leads out of the folder that it is put in.
        load: gives the content, at most one byte more than the engine accepts, or raises `UnreadableSourceError`.
        error: why an archive inside the archive cannot be looked into; None for everything else.
    """

    path: PurePosixPath
    load: Callable[[], bytes]
    error: UnreadableSourceError | None = None


class _Sum:
    """What an archive and those inside it hold so far."""

    def __init__(self) -> None:
        self._entries = 0
        self._size = 0

    def add(self, entries: list[zipfile.ZipInfo]) -> None:
        """Count them.

        Raises:
            UnreadableSourceError: that is too much; they do not count then.
        """
        count = self._entries + len(entries)
        size = self._size + sum(entry.file_size for entry in entries)
        if count > DEFAULT_LIMITS.parts:
            raise UnreadableSourceError("too-many-parts", count=count, limit=DEFAULT_LIMITS.parts)
        if size > _ALL_FILES:
            raise UnreadableSourceError("too-large-inside", size=size // MEGABYTE, limit=_ALL_FILES // MEGABYTE)
        self._entries, self._size = count, size


def members(archive: Path) -> Iterator[Member]:
    """Every file in `archive` and in the archives inside it, in the order of their names.

    Raises:
        UnreadableSourceError: it is no whole zip, or holds too much.
    """
    _opened.cache_clear()  # the file may be another one than when it was last looked into
    yield from _within(archive, (), _Sum())


def _within(archive: Path, inner: tuple[zipfile.ZipInfo, ...], total: _Sum) -> Iterator[Member]:
    if len(inner) > _DEEPEST:
        raise UnreadableSourceError("archive-too-deep", limit=_DEEPEST)
    entries = [entry for entry in _opened(archive, inner).infolist() if not entry.is_dir()]
    total.add(entries)
    for path, entry in sorted(_named(entries).items()):
        if path.suffix.lower() == _ARCHIVE:
            yield from _nested(archive, (*inner, entry), path, total)
        else:
            yield Member(path, partial(_load, archive, inner, entry))


def _nested(archive: Path, inner: tuple[zipfile.ZipInfo, ...], path: PurePosixPath, total: _Sum) -> Iterator[Member]:
    try:
        for member in _within(archive, inner, total):
            yield member._replace(path=path / member.path)
    except UnreadableSourceError as error:
        yield Member(path, bytes, error)


def _load(archive: Path, inner: tuple[zipfile.ZipInfo, ...], entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableSourceError("encrypted")
    try:
        with _opened(archive, inner).open(entry) as stream:
            return stream.read(DEFAULT_LIMITS.file_size + 1)
    except _BROKEN as error:
        raise UnreadableSourceError("damaged-zip") from error


# The members of one archive are read one after the other: what is open is one archive and those that lead to it.
@lru_cache(maxsize=_DEEPEST + 1)
def _opened(archive: Path, inner: tuple[zipfile.ZipInfo, ...]) -> zipfile.ZipFile:
    data = _load(archive, inner[:-1], inner[-1]) if inner else load(archive)
    if len(data) > DEFAULT_LIMITS.file_size:
        limit = DEFAULT_LIMITS.file_size // MEGABYTE
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limit)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableSourceError("damaged-zip") from error


def _named(entries: list[zipfile.ZipInfo]) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Each entry by a path of its own: an archive may hold several of one name."""
    named: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for entry in entries:
        wanted = path = _path(entry)
        number = 1
        while path in named and path.name:
            number += 1
            path = wanted.with_name(f"{wanted.stem}（{number}）{wanted.suffix}")
        if path.name:
            named[path] = entry
    return named


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    name = entry.filename
    if not entry.flag_bits & _UTF8_FLAG:
        # Archives made on Chinese Windows hold names in GBK without saying so, those of other systems UTF-8; Python
        # takes them all for code page 437.
        for codec in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(codec)
                break
            except UnicodeError:
                continue
    parts = PureWindowsPath(name)  # it knows both kinds of slashes, and drives
    below = parts.parts[1:] if parts.anchor else parts.parts
    return PurePosixPath(*(part for part in below if part != ".."))
