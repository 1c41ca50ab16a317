"""Large XML parts, read while they are expanded: neither their bytes nor their elements are ever in memory whole.

Spreadsheets often carry a million blank rows, because somebody gave a whole column a height or a colour. Such rows are
cut out before they are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.package import OfficePackage

__all__ = ["sweep"]

# A row that is numbered and holds no cell; not a hidden one, which nobody would miss either, but it is seldom.
_BLANK_ROW = re.compile(rb'<row r="\d+"(?: (?!hidden)[\w:]+="[^"<>]*")*/>')
_EXPANDED = 8
"""How many times the limit of a part may be taken out of the zip, if blank rows make up what is too much."""
_OPEN = 4
"""The share of that limit, as a divisor, that a single row or text may take."""


def sweep(package: OfficePackage, part: str, root: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of `part` that are called one of `tags` (without namespace), each forgotten after its turn.

    Args:
        package: what `part` is in.
        part: the name of an XML part.
        root: what its outermost element is called; a part with another one gives nothing.
        tags: what to look for.

    Raises:
        UnreadableSourceError: larger than the limits allow, not well-formed, or with a DOCTYPE.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in (root, *tags)],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    top: etree._Element | None = None
    quiet = 0  # bytes since the last element
    try:
        for piece in _pieces(package, part):
            parser.feed(piece)
            quiet += len(piece)
            for event, element in parser.read_events():
                if element is None or isinstance(element, tuple):
                    continue  # of a namespace, which is not asked for
                quiet = 0
                if top is None:
                    top = element
                elif event == "end" and element is not top:
                    yield element
                    element.clear()
            if quiet > package.limits.text_size // _OPEN:
                raise _too_large(part, package.limits)
            if top is not None:
                if etree.QName(top).localname != root:
                    return
                _forget(top, tags)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else ""
        raise UnreadableSourceError("damaged-xml", part=part, reason=reason) from error


def _pieces(package: OfficePackage, part: str) -> Iterator[bytes]:
    """The bytes of `part` without its blank rows, cut between tags."""
    limit = package.limits.text_size
    expanded = kept = 0
    rest = b""
    for number, chunk in enumerate(package.chunks(part)):
        if number == 0 and b"<!DOCTYPE" in chunk:
            raise UnreadableSourceError("external-entities", part=part)
        expanded += len(chunk)
        # What goes on without the end of a tag is left to the parser, which bounds it.
        done, mark, rest = (rest + chunk).rpartition(b">")
        piece = _BLANK_ROW.sub(b"", done + mark)
        kept += len(piece)
        if expanded > _EXPANDED * limit or kept + len(rest) > limit:
            raise _too_large(part, package.limits)
        if piece:
            yield piece
    if rest:
        yield rest


def _forget(top: etree._Element, tags: tuple[str, ...]) -> None:
    """Drop all that is finished; an element that is wanted keeps its content until it is."""
    element = top
    while len(element) and etree.QName(element).localname not in tags:
        del element[:-1]
        element = element[-1]


def _too_large(part: str, limits: Limits) -> UnreadableSourceError:
    return UnreadableSourceError("sheet-too-large", part=part, limit=limits.text_size // MEGABYTE)
