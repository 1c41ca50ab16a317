"""OLE containers: the file system inside the files of old Office programs."""

from __future__ import annotations

import io
import struct
from types import TracebackType
from typing import Self

import olefile  # type: ignore[import-untyped]

from jiheng.errors import UnreadableSourceError

__all__ = ["Container", "top_streams"]

# Everything olefile raises on bytes that are no whole container.
_BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, struct.error)  # fmt: skip
_HEADER = 512
_SPARE = 128


class Container:
    """An open container; a context manager."""

    def __init__(self, data: bytes) -> None:
        """Open the container.

        Raises:
            UnreadableSourceError: it is broken.
        """
        _check(data)
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
        except _BROKEN:
            raise UnreadableSourceError("damaged-ole") from None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._ole.close()

    def names(self) -> set[str]:
        """The streams and folders at the top, not those of embedded documents."""
        return {entry.name for entry in self._ole.root.kids} if self._ole.root else set()

    def children(self, folder: tuple[str, ...]) -> list[str]:
        """The names in a folder, in the order of their names; none where there is no such folder."""
        entry = self._ole.root
        for name in folder:
            entry = next((child for child in entry.kids if child.name == name), None) if entry else None
        return sorted(child.name for child in entry.kids) if entry else []

    def stream(self, name: str) -> bytes | None:
        """The content of a stream, None where there is none of that name (``folder/stream`` below the top).

        Raises:
            UnreadableSourceError: its sectors are lost.
        """
        try:
            if not self._ole.exists(name):
                return None
            content: bytes = self._ole.openstream(name).read()
        except _BROKEN:
            raise UnreadableSourceError("damaged-ole") from None
        return content


def top_streams(data: bytes) -> set[str]:
    """The names at the top of a container, none where it is broken."""
    try:
        with Container(data) as container:
            return container.names()
    except UnreadableSourceError:
        return set()


def _check(data: bytes) -> None:
    """Refuse an allocation table larger than the file needs: it would be read into memory whole."""
    if len(data) < _HEADER:
        raise UnreadableSourceError("damaged-ole")
    (shift,) = struct.unpack_from("<H", data, 30)
    (tables,) = struct.unpack_from("<I", data, 44)
    if shift not in (9, 12) or tables > (len(data) >> shift) // (1 << (shift - 2)) + _SPARE:
        raise UnreadableSourceError("damaged-ole")
