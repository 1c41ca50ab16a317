"""Web pages, also those that Word, Excel and WPS save under other suffixes."""

from __future__ import annotations

import re

from lxml import etree

from jiheng.domain.grid import Reading
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.encoding import declared_encoding, decode, fits
from jiheng.readers.html.page import Page
from jiheng.readers.html.tags import has_long_tags
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["read"]

# The declarations of a DOCTYPE would be shown as text.
_DOCTYPE = re.compile(r"<!doctype[^>\[]*(?:\[[^\]]{0,100000}\]\s*)?>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_START = 4096
_SECONDS = 2, 1  # for a page with long tags, and for each megabyte of it: several times what it takes
_DEEPEST = 2048  # elements inside elements that the parser follows
_ENCODING_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030"}


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a web page, in reading order.

    Raises:
        UnreadableSourceError: the bytes are no text, or a page beyond the limits.
    """
    if len(data) > limits.text_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.text_size // MEGABYTE)
    if has_long_tags(data):
        return run_isolated(read_here, data, limits.for_size(len(data), *_SECONDS))
    return read_here(data, limits)


def read_here(data: bytes, limits: Limits) -> Reading:
    """As `read`, in this very process and without a limit of time.

    Raises:
        UnreadableSourceError: likewise.
    """
    declared = declared_encoding(data)
    decoded = decode(data, declared)
    text, notes = decoded.clean()
    if declared and not text.isascii() and not decoded.mark and not fits(declared, decoded.codec):
        actual = _ENCODING_NAMES.get(decoded.codec, decoded.codec)
        notes.insert(0, Note("encoding-declared", {"declared": declared, "actual": actual}))
    page = Page(_parse(text), text, limits)
    page.walk()
    return Reading("html", tuple(page.blocks), (*notes, *page.notes))


def _parse(text: str) -> etree._Element:
    # The parser gets UTF-8 and is told so: what the page declares is settled already.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    at = text[:_START].lower().find("<!doctype")
    if at >= 0 and (doctype := _DOCTYPE.match(text, at)):
        text = text[doctype.end() :]
    text = _CONTROL.sub("", text)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSourceError("binary") from error
    # The parser drops what is nested too deeply without a word, but for its log.
    if any("depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        raise UnreadableSourceError("too-deep", limit=_DEEPEST)
    return root if root is not None else etree.Element("html")
