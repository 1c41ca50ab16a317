"""7z archives, through a library: expanded into memory, in a child process with limits."""

from __future__ import annotations

import io
from collections import Counter
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import MOST_EXPANDED, Entry, Keys, refused
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.locked import parted, with_passwords

__all__ = ["open_seven_zip"]


def open_seven_zip(data: bytes, keys: Keys) -> list[Entry]:
    """The files in it; all are expanded, as they are packed together.

    Raises:
        UnreadableSourceError: the library is not installed, the archive is damaged, too large, or locked.
    """
    try:
        import py7zr  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise UnreadableSourceError("needs-archives", format="7z") from None
    request = with_passwords(data, keys.passwords)
    most = keys.limits.file_size + 1
    entries = []
    for name, content in run_isolated(_expand, request, keys.limits):
        if content is None:
            entries.append(refused(name, "link"))
        else:
            entries.append(Entry(name, len(content), partial(_first, content, most)))
    return entries


def _first(content: bytes, most: int) -> bytes:
    return content[:most]


def _expand(request: bytes, limits: Limits) -> list[tuple[str, bytes | None]]:
    """In the child: the names and contents of all files, None for the content of a link."""
    data, passwords = parted(request)
    found: list[tuple[str, bytes | None]] | None = None
    for password in [None, *passwords]:
        found = _attempt(data, password, limits)
        if found is not None:
            return found
    raise UnreadableSourceError("wrong-password" if passwords else "locked")


def _attempt(data: bytes, password: str | None, limits: Limits) -> list[tuple[str, bytes | None]] | None:
    """None where it takes another password."""
    import py7zr  # noqa: PLC0415 - an extra

    try:
        with py7zr.SevenZipFile(io.BytesIO(data), password=password) as archive:
            if password is None and archive.needs_password():
                return None
            return _contents(archive, limits)
    except py7zr.exceptions.PasswordRequired:
        return None
    except (UnreadableSourceError, MemoryError):
        raise
    except Exception as error:
        # The library raises what its parts raise; with a wrong password, whatever comes of the wrong bytes.
        if password is not None:
            return None
        if isinstance(error, py7zr.exceptions.UnsupportedCompressionMethodError):
            raise UnreadableSourceError("unsupported-packing") from error
        raise UnreadableSourceError("damaged-zip") from error


def _contents(archive: Any, limits: Limits) -> list[tuple[str, bytes | None]]:
    from py7zr.io import BytesIOFactory  # noqa: PLC0415 - an extra

    files = archive.list()
    if len(files) > limits.parts:
        raise UnreadableSourceError("too-many-parts", count=len(files), limit=limits.parts)
    wanted = [item.filename for item in files if item.is_file]
    size = sum(item.uncompressed for item in files)
    if size > MOST_EXPANDED:
        limit = MOST_EXPANDED // MEGABYTE
        raise UnreadableSourceError("too-large-inside", size=size // MEGABYTE, limit=limit)
    factory = BytesIOFactory(MOST_EXPANDED)
    archive.extract(targets=wanted, factory=factory)
    found: list[tuple[str, bytes | None]] = []
    seen: Counter[str] = Counter()
    for item in files:
        name = item.filename
        if item.is_file:
            # The library numbers what has the same name, from the second on.
            called = f"{name}_{seen[name] - 1}" if seen[name] else name
            seen[name] += 1
            found.append((name, _content(factory.products, called)))
        elif not item.is_directory:
            found.append((name, None))
    return found


def _content(products: dict[str, Any], name: str) -> bytes:
    product = products.get(PurePosixPath(name).as_posix())
    if product is None:
        raise UnreadableSourceError("damaged-zip")
    product.seek(0)
    return bytes(product.read())
