"""How much of a file from outside is read before it is refused. Every limit is far above what an office writes."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["DEFAULT_LIMITS", "MEGABYTE", "Limits"]

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """Bounds of one file.

    Attributes:
        file_size: bytes of the file as it lies on disk.
        text_size: bytes of a plain text, or of one XML part after expansion (a parsed part takes about ten times that).
        parts: entries of a zip package.
        nesting: tables inside tables.
        paragraphs: of a Word package, tables outside tables included.
        cells: grid positions of all tables together.
        pages: of a PDF.
        memory: bytes that a child process may take for a file (see `isolated`).
        cpu_seconds: how long a child process may compute.
        wall_seconds: how long a child process may live.
        page_memory: bytes that a child process may take to recognise the pages of a scan.
        page_seconds: how long it may compute for each of them; 0 never recognises any.
        conversion: seconds for LibreOffice to convert a file that no reader takes; 0 never starts it.
    """

    file_size: int = 64 * MEGABYTE
    text_size: int = 32 * MEGABYTE
    parts: int = 10_000
    nesting: int = 20
    paragraphs: int = 100_000
    cells: int = 2_000_000
    pages: int = 3_000
    memory: int = 1024 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: int = 120
    page_memory: int = 3072 * MEGABYTE
    page_seconds: int = 60
    conversion: int = 60

    def for_size(self, size: int, seconds: int, per_megabyte: int) -> Limits:
        """These limits, but with no more time to compute than `seconds` and `per_megabyte` for what `size` bytes take.

        A small file that wants a minute means harm; whoever sends a thousand of them shall not keep a machine busy.
        """
        return self._replace(cpu_seconds=min(self.cpu_seconds, seconds + per_megabyte * size // MEGABYTE))


DEFAULT_LIMITS = Limits()
