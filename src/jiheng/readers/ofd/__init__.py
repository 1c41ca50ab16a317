"""OFD (GB/T 33190), the office suites' fixed pages: text at places, paths and pictures; tables by our own grid builder.

It is read in a child process: a page may ask for more work than its size shows.
"""

from __future__ import annotations

import pickle

from jiheng.domain.grid import Reading
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits
from jiheng.readers.ofd import reader

__all__ = ["read"]

_SECONDS = 5, 20  # for a file, and for each megabyte of it (which is packed): several times what it takes
_SECONDS_SEEN = 10, 20


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of an OFD file, in reading order; pages that are pictures by recognition, where it is there.

    Raises:
        UnreadableSourceError: damaged, encrypted, beyond the limits, or scanned and not to be recognised.
    """
    reading, scans = run_isolated(reader.read_here, data, limits.for_size(len(data), *_SECONDS))
    if reading is not None:
        return reading
    from jiheng.readers import scan  # noqa: PLC0415 - most files are none

    pages = scan.read_pages("ofd", data, scans, limits) if limits.page_seconds and scan.is_available() else []
    return run_isolated(reader.read_with_scans, pickle.dumps((data, pages)), limits.for_size(len(data), *_SECONDS_SEEN))
