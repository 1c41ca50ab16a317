"""Zip archives, also locked ones: those of old by Python itself, those with AES by a library."""

from __future__ import annotations

import contextlib
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import Entry, Keys, decoded, refused

__all__ = ["open_zip"]

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_AES = 99
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, OverflowError)  # fmt: skip


def open_zip(data: bytes, keys: Keys) -> list[Entry]:
    """The files in it.

    Raises:
        UnreadableSourceError: it is no whole zip.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableSourceError("damaged-zip") from error
    aes = _Aes(data)
    # Whether it is a folder is asked of the name here: of a member without one Python cannot tell.
    return [_entry(archive, item, aes, keys) for item in archive.infolist() if not item.filename.endswith("/")]


def _entry(archive: zipfile.ZipFile, item: zipfile.ZipInfo, aes: _Aes, keys: Keys) -> Entry:
    name = item.filename
    if not item.flag_bits & _UTF8_FLAG:  # Python takes all other names for code page 437
        with contextlib.suppress(UnicodeError):
            name = decoded(name.encode("cp437"))
    kind = stat.S_IFMT(item.external_attr >> 16)
    if kind and kind != stat.S_IFREG and item.create_system == 3:
        return refused(name, "link")
    if item.flag_bits & _ENCRYPTED_FLAG:
        return Entry(name, item.file_size, partial(_unlock, archive, item, aes, keys))
    return Entry(name, item.file_size, partial(_load, archive, item, keys))


def _load(archive: zipfile.ZipFile, item: zipfile.ZipInfo, keys: Keys, password: bytes | None = None) -> bytes:
    try:
        with archive.open(item, pwd=password) as stream:
            return stream.read(keys.limits.file_size + 1)
    except Exception as error:
        # Python and the library for AES each have errors of their own, and let some of their parts' through.
        raise UnreadableSourceError("damaged-zip") from error


def _unlock(archive: zipfile.ZipFile, item: zipfile.ZipInfo, aes: _Aes, keys: Keys) -> bytes:
    if not keys.passwords:
        raise UnreadableSourceError("locked")
    if item.compress_type == _AES:
        archive, item = aes.find(item.header_offset)
    for password in _encoded(keys.passwords):
        try:
            return _load(archive, item, keys, password)
        except UnreadableSourceError as error:
            # One wrong password in 256 passes the first test, and then the sum of the content is wrong.
            wrong = error
    raise UnreadableSourceError("wrong-password") from wrong


class _Aes:
    """The same archive through the library for AES, opened when it is needed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._opened: tuple[zipfile.ZipFile, dict[int, zipfile.ZipInfo]] | None = None

    def find(self, offset: int) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
        """The archive, and the file at `offset` of it.

        Raises:
            UnreadableSourceError: the library is not installed, or the archive is damaged.
        """
        try:
            import pyzipper  # noqa: PLC0415 - an extra
        except ImportError:
            raise UnreadableSourceError("needs-archives", format="AES zip") from None
        try:
            if self._opened is None:
                archive: zipfile.ZipFile = pyzipper.AESZipFile(io.BytesIO(self._data))
                self._opened = archive, {item.header_offset: item for item in archive.infolist()}
            return self._opened[0], self._opened[1][offset]
        except Exception as error:
            raise UnreadableSourceError("damaged-zip") from error


def _encoded(passwords: tuple[str, ...]) -> Iterator[bytes]:
    """Programs take a password as UTF-8 or, on Chinese Windows, as GBK."""
    for password in passwords:
        yield from dict.fromkeys((password.encode(), password.encode("gb18030", "replace")))
