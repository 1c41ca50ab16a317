"""PDF with text: characters and lines by pdfium, in a child process; tables by our own grid builder."""

from __future__ import annotations

import pickle

from jiheng.domain.grid import Reading
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits
from jiheng.readers.pdf import reader

__all__ = ["read"]

_SECONDS = 3, 8  # for a file, and for each megabyte of it: several times what it takes
_SECONDS_SEEN = 10, 8


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a PDF, in reading order; pages that are pictures by recognition, where it is installed.

    Raises:
        UnreadableSourceError: damaged, protected by a password, beyond the limits, or scanned and not to be recognised.
    """
    bounds = limits.for_size(len(data), *_SECONDS)
    reading, scans = run_isolated(reader.read_here, data, bounds)
    if reading is not None:
        return reading
    from jiheng.readers import scan  # noqa: PLC0415 - most files are none

    pages = scan.read_pages("pdf", data, scans, limits) if limits.page_seconds and scan.is_available() else []
    return run_isolated(reader.read_with_scans, pickle.dumps((data, pages)), limits.for_size(len(data), *_SECONDS_SEEN))
