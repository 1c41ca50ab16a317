"""A zip of documents, looked into like a folder: nothing is unpacked to disk, nothing is expanded beyond the limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from jiheng.engine import load
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.limits import MEGABYTE

__all__ = ["Member", "members"]

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_ALL_FILES = 1024 * MEGABYTE
"""What all documents of one archive may expand to; a bomb holds far more."""


class Member(NamedTuple):
    """A file in an archive; `path` never leads out of the folder that it is put in."""

    archive: Path
    entry: zipfile.ZipInfo
    path: PurePosixPath

    def load(self) -> bytes:
        """The content, at most one byte more than the engine accepts.

        Raises:
            UnreadableSourceError: it is damaged or encrypted.
        """
        if self.entry.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableSourceError("encrypted")
        try:
            with _opened(self.archive).open(self.entry) as stream:
                return stream.read(DEFAULT_LIMITS.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise UnreadableSourceError("damaged-zip") from error


def members(archive: Path) -> Iterator[Member]:
    """Every file in `archive`, in the order of their names.

    Raises:
        UnreadableSourceError: it is no whole zip, or holds too much.
    """
    _opened.cache_clear()  # the file may be another one than when it was last looked into
    entries = [entry for entry in _opened(archive).infolist() if not entry.is_dir()]
    if len(entries) > DEFAULT_LIMITS.parts:
        raise UnreadableSourceError("too-many-parts", count=len(entries), limit=DEFAULT_LIMITS.parts)
    if (size := sum(entry.file_size for entry in entries)) > _ALL_FILES:
        raise UnreadableSourceError("too-large-inside", size=size // MEGABYTE, limit=_ALL_FILES // MEGABYTE)
    yield from sorted((Member(archive, entry, _path(entry)) for entry in entries), key=lambda member: member.path)


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    name = entry.filename
    if not entry.flag_bits & _UTF8_FLAG:
        # Archives made on Chinese Windows hold names in GBK without saying so; Python takes them for code page 437.
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    return PurePosixPath(*(part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in {"/", ".."}))


@lru_cache(maxsize=1)  # the members of one archive are read one after the other
def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(load(archive)))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError) as error:
        raise UnreadableSourceError("damaged-zip") from error
