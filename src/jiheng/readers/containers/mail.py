"""Mails (.eml): what is attached to them, and their own text where it holds a table."""

from __future__ import annotations

import email
import email.header
import email.message
import email.policy
import email.utils
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import Entry, Keys, decoded, refused
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits

__all__ = ["BODY", "Found", "entries_of", "has_table", "open_mail"]

BODY = "正文.html"
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_WITHIN = re.compile(rb"[\\/\x00-\x1f]")
_ROW, _CELL = re.compile(rb"<tr\b", re.IGNORECASE), re.compile(rb"<t[dh]\b", re.IGNORECASE)
_LEAST_ROWS, _LEAST_CELLS = 5, 15
_SECONDS = 5, 2
Found = tuple[str, bytes | str]
"""A name with a content, or with the code of the reason why there is none."""


def open_mail(data: bytes, keys: Keys) -> list[Entry]:
    """Its attachments, and its text where it holds a table.

    Raises:
        UnreadableSourceError: it cannot be taken apart.
    """
    return entries_of(run_isolated(_attachments, data, keys.limits.for_size(len(data), *_SECONDS)), keys)


def entries_of(found: list[Found], keys: Keys) -> list[Entry]:
    """Entries of what was found in a mail."""
    most = keys.limits.file_size + 1
    return [
        refused(name, content)
        if isinstance(content, str)
        else Entry(name, len(content), partial(_first, content, most))
        for name, content in found
    ]


def _first(content: bytes, most: int) -> bytes:
    return content[:most]


def has_table(page: bytes) -> bool:
    """Whether a page holds a table worth looking at; signatures are laid out in small ones."""
    wide = page.replace(b"\0", b"")
    return len(_ROW.findall(wide)) >= _LEAST_ROWS and len(_CELL.findall(wide)) >= _LEAST_CELLS


def _attachments(data: bytes, limits: Limits) -> list[Found]:
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        found = []
        for item in _found(message):
            found.append(item)
            if len(found) > limits.parts:
                raise UnreadableSourceError("too-many-parts", count=len(found), limit=limits.parts)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableSourceError("damaged-mail") from error
    return found


def _found(message: email.message.Message) -> Iterator[Found]:
    waiting = [message]
    while waiting:
        part = waiting.pop()
        _mend(part)
        kind = part.get_content_type()
        name = _name(part)
        payload: Any = part.get_payload()
        if kind in _ENCRYPTED:
            yield name or "smime.p7m", "encrypted"
        elif kind in _TNEF or name.lower() == "winmail.dat":
            yield name or "winmail.dat", "tnef"
        elif kind == "message/rfc822" and isinstance(payload, list) and payload:
            inner = payload[0]
            yield name or f"{_header(inner.get('Subject')) or '邮件'}.eml", inner.as_bytes()
        elif isinstance(payload, list):
            waiting.extend(reversed(payload))
        else:
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            how = part.get_content_disposition()
            if kind == "text/html" and has_table(content) and (not name or how == "inline"):
                yield BODY, content
            elif name and not (part.get_content_maintype() == "image" and _is_shown_inside(part, how)):
                yield name, content


def _is_shown_inside(part: email.message.Message, how: str | None) -> bool:
    """Whether it belongs to the text: the sign of an office under its mails is nothing to read."""
    return how == "inline" or (how is None and part.get("Content-ID") is not None)


def _mend(part: email.message.Message) -> None:
    """Names that stand in a header as bare bytes, against all rules, as old Chinese programs put them."""
    for header in ("Content-Type", "Content-Disposition", "Subject"):
        raw = next((value for name, value in part.raw_items() if name.lower() == header.lower()), None)
        if isinstance(raw, str) and not raw.isascii():
            part.replace_header(header, decoded(raw.encode("utf-8", "surrogateescape")))


def _name(part: email.message.Message) -> str:
    """The file name of an attachment, in whichever of the usual ways it is written; empty where it has none."""
    for value in (part.get_filename(), part.get_param("name")):
        text = email.utils.collapse_rfc2231_value(value) if value else ""
        if name := _header(text):
            return name
    return ""


def _header(value: object) -> str:
    """A header as people see it, on one line and without slashes."""
    if value is None:
        return ""
    text = ""
    try:
        for piece, codec in email.header.decode_header(str(value)):
            text += _decoded(piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece, codec)
    except (email.errors.HeaderParseError, ValueError):
        text = str(value)
    return "".join(sign if sign.isprintable() and sign not in "/\\" else "_" for sign in text).strip()


def _decoded(piece: bytes, codec: str | None) -> str:
    if codec and codec.lower() not in ("unknown-8bit", "us-ascii"):
        try:
            return piece.decode("gb18030" if codec.lower() in ("gb2312", "gbk") else codec)
        except (LookupError, UnicodeError):
            pass
    return decoded(piece)
