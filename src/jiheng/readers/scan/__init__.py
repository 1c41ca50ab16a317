"""Scanned pages and image files: recognition by the models of the extra ``jiheng[ocr]``, tables by our own grid builder.

`read` takes image files; the PDF reader takes `read_pages` for those of its pages that are pictures.
"""

from __future__ import annotations

import pickle

from jiheng.domain.grid import Reading
from jiheng.errors import UnreadableSourceError
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits
from jiheng.readers.pages import assemble
from jiheng.readers.scan.parallel import is_available, read_pages
from jiheng.readers.scan.work import count_pages, unpack

_FORMATS = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"BM", "bmp"), (b"RIFF", "webp"))

__all__ = ["is_available", "read", "read_pages"]


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of an image file, as printed on it.

    Raises:
        UnreadableSourceError: damaged, beyond the limits, or the extra is not installed.
    """
    if not (limits.page_seconds and is_available()):
        raise UnreadableSourceError("scanned", count=1)
    bounds = limits._replace(memory=limits.page_memory)
    count = run_isolated(count_pages, data, bounds)
    if count > limits.pages:
        raise UnreadableSourceError("too-many-pages", count=count, limit=limits.pages)
    pages = read_pages("image", data, range(1, count + 1), limits)
    return run_isolated(_assemble, pickle.dumps((_format(data), pages)), limits)


def _assemble(request: bytes, limits: Limits) -> Reading:
    name, pages = pickle.loads(request)  # noqa: S301 - the parent made it
    return assemble(map(unpack, pages), name, (), limits)


def _format(data: bytes) -> str:
    return next((name for start, name in _FORMATS if data.startswith(start)), "tiff")
