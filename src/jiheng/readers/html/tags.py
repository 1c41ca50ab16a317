"""Tags that may hold thousands of attributes: the parser goes through all earlier ones for each of them."""

from __future__ import annotations

import re

__all__ = ["has_long_tags"]

_LONG = 2000  # bytes; two for an attribute at least
# Control characters are taken out before the page is parsed.
_START = re.compile(rb"<[\0-\x1f\x7f]*[A-Za-z]")
_END_IN_VALUE = re.compile(rb"""=[\0-\x20\x7f]*(?:"[^">]*>|'[^'>]*>)""")


def has_long_tags(data: bytes) -> bool:
    """Whether there may be a tag with a thousand attributes or more in a page.

    A tag ends at the first ``>`` that stands in no quoted value. So where no value holds one, and from the beginning of a
    tag to the next one it is never far, all tags are short. The answer is yes for some harmless pages as well, such as
    those with a picture inside a tag, or in UTF-16, whose bytes tell nothing of that.
    """
    if b"\0" in data or _END_IN_VALUE.search(data):
        return True
    long_pieces = (piece for piece in data.split(b">") if len(piece) > _LONG)
    return any((start := _START.search(piece)) and len(piece) - start.start() > _LONG for piece in long_pieces)
