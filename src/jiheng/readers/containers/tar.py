"""Tar archives, packed or not, and single packed files."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zlib
from functools import partial
from typing import Any

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import MOST_EXPANDED, Entry, Keys, decoded, refused
from jiheng.readers.detect import is_tar
from jiheng.readers.limits import MEGABYTE

__all__ = ["open_packed", "open_tar"]

_BROKEN = (tarfile.TarError, EOFError, ValueError, OSError, OverflowError, RecursionError, IndexError, KeyError)
_CHUNK = 1024 * 1024
_LZMA_MEMORY = 256 * MEGABYTE
_MAGIC = {b"\x1f\x8b": "gzip", b"BZ": "bzip2", b"\xfd7": "xz"}
_SUFFIXES = (".gz", ".bz2", ".xz", ".tgz", ".tbz2", ".tbz", ".txz")


def open_tar(data: bytes, keys: Keys) -> list[Entry]:
    """The files in it; links and devices are told, not followed.

    Raises:
        UnreadableSourceError: it is no whole tar archive.
    """
    entries = []
    try:
        # Names that are no UTF-8 come back as they were, to be decoded here.
        archive = tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        for item in archive:
            name = decoded(item.name.encode("utf-8", "surrogateescape"))
            if item.isfile():
                entries.append(Entry(name, item.size, partial(_load, archive, item, keys)))
            elif not item.isdir():
                entries.append(refused(name, "link"))
            if len(entries) > keys.limits.parts:
                raise UnreadableSourceError("too-many-parts", count=len(entries), limit=keys.limits.parts)
    except _BROKEN as error:
        raise UnreadableSourceError("damaged-zip") from error
    return entries


def _load(archive: tarfile.TarFile, item: tarfile.TarInfo, keys: Keys) -> bytes:
    try:
        stream = archive.extractfile(item)
        content = stream.read(keys.limits.file_size + 1) if stream else b""
    except _BROKEN as error:
        raise UnreadableSourceError("damaged-zip") from error
    if len(content) < min(item.size, keys.limits.file_size + 1):
        raise UnreadableSourceError("damaged-zip")
    return content


def open_packed(data: bytes, keys: Keys) -> list[Entry]:
    """The files of a packed tar archive, or the one file that is packed.

    Raises:
        UnreadableSourceError: it is damaged, or expands to more than is allowed.
    """
    content = _expanded(data)
    if is_tar(content):
        return open_tar(content, keys)
    name = keys.name
    for suffix in _SUFFIXES:
        if name.lower().endswith(suffix):
            name = name[: -len(suffix)]
            break
    return [Entry(name or "data", len(content), partial(_first, content, keys.limits.file_size + 1))]


def _first(content: bytes, most: int) -> bytes:
    return content[:most]


def _expanded(data: bytes) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = data
    try:
        while rest.strip(b"\0"):  # several may stand one after the other
            expander = _expander(rest)
            while not expander.eof:
                part = expander.decompress(rest, _CHUNK)
                rest = b""
                size += len(part)
                if size > MOST_EXPANDED:
                    limit = MOST_EXPANDED // MEGABYTE
                    raise UnreadableSourceError("too-large-inside", size=size // MEGABYTE, limit=limit)
                parts.append(part)
                if not part and not expander.eof and expander.needs_input:
                    raise UnreadableSourceError("damaged-zip")
            rest = expander.unused_data
            if rest[:2] not in _MAGIC:
                break
    except (zlib.error, lzma.LZMAError, EOFError, ValueError, OSError) as error:
        raise UnreadableSourceError("damaged-zip") from error
    return b"".join(parts)


class _Inflate:
    """A gzip stream behind the same face as the other two."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes, most: int) -> bytes:
        return self._inner.decompress(data or self._inner.unconsumed_tail, most)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


def _expander(data: bytes) -> Any:
    kind = _MAGIC.get(data[:2])
    if kind == "gzip":
        return _Inflate()
    return bz2.BZ2Decompressor() if kind == "bzip2" else lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)
