"""Word packages (.docx): our own reader on the package's XML, and changes of single cells in place."""

from __future__ import annotations

from jiheng.domain.grid import Reading
from jiheng.readers.docx.body import Body
from jiheng.readers.docx.package import Package
from jiheng.readers.limits import Limits

__all__ = ["read"]


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a Word package, in reading order.

    Raises:
        UnreadableSourceError: the bytes are no whole Word package, or one beyond the limits.
    """
    package = Package(data, limits)
    body = Body(package, limits)
    body.walk()
    return Reading("docx", tuple(body.blocks), tuple(body.notes))
