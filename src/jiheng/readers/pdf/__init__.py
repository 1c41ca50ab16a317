"""PDF with text: characters and lines by pdfium, in a child process; tables by our own grid builder."""

from __future__ import annotations

from jiheng.domain.grid import Reading
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits
from jiheng.readers.pdf import reader

__all__ = ["read"]

_SECONDS = 3, 8  # for a file, and for each megabyte of it: several times what it takes


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a PDF, in reading order.

    Raises:
        UnreadableSourceError: damaged, protected by a password, scanned, or beyond the limits.
    """
    return run_isolated(reader.read_here, data, limits.for_size(len(data), *_SECONDS))
