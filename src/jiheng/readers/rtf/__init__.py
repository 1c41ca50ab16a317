"""Rich text (.rtf), as Word, WPS and LibreOffice write it."""

from __future__ import annotations

from jiheng.domain.grid import Reading
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.rtf.body import Body
from jiheng.readers.rtf.parser import Parser

__all__ = ["read"]

_LARGE = MEGABYTE
_SECONDS = 5, 3  # for a large file, and for each megabyte of it: many times what one takes that an office wrote


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables, in reading order.

    Raises:
        UnreadableSourceError: beyond the limits.
    """
    if len(data) > _LARGE:  # nothing but braces takes a minute
        return run_isolated(read_here, data, limits.for_size(len(data), *_SECONDS))
    return read_here(data, limits)


def read_here(data: bytes, limits: Limits) -> Reading:
    """As `read`, in this very process and without a limit of time.

    Raises:
        UnreadableSourceError: likewise.
    """
    parser = Parser(data, limits)
    body = Body(parser, limits)
    body.flow(parser.read())
    return Reading("rtf", tuple(body.blocks), tuple(parser.notes))
