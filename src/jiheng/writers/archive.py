"""Office packages with nothing in them that changes from one run to the next."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

__all__ = ["EPOCH", "repack"]

EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - entries of a zip and properties of a document hold no time zone
"""When every published file says it was made: the same content gives the same bytes, whenever it is written."""

_FIRST = ("[Content_Types].xml", "_rels/.rels")  # programs that look at the beginning of a package expect these


def repack(data: bytes) -> bytes:
    """The zip package `data` with its entries in a fixed order, made at `EPOCH`, on no particular system."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name not in _FIRST, name)):
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.create_system = 0
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return stream.getvalue()
