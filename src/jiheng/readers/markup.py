"""What a file of text is: a web page under whatever suffix, a mail, an XML of an office program, or plain text."""

from __future__ import annotations

import re

from jiheng.readers.encoding import wide_codec

__all__ = ["text_format"]

_HEAD = 65_536
_WITHIN = 4096
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PROLOGUE = re.compile(r"(?:\s|\ufeff|<\?[^>]*>|<!--.*?-->)*", re.DOTALL)
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|base|style|script|table|tbody|div|span|p|h[1-6]|center|font|form|"
    r"article|section|main|ul|ol|br|hr|b|strong|a|img|iframe)(?=[\s>/:])",
    re.IGNORECASE,
)
_WITHIN_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|meta\s|table)(?=[\s>])", re.IGNORECASE)
_ROOTS = (
    (re.compile(r"<(?:\w+:)?(?:wordDocument|package)\b"), "Word XML (.xml)"),
    (re.compile(r"<(?:\w+:)?Workbook\b"), "Excel XML (.xml)"),
    (re.compile(r"<office:document\b"), "odt"),
)
# Headers of mails and of pages saved like mails; what was sent says so, a page names no one whom it went to.
_HEADERS = r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,100}?"
_MAIL = re.compile(_HEADERS + "MIME-Version:", re.IGNORECASE)
_SENT = re.compile(
    _HEADERS + "(?:Received|Return-Path|Delivered-To|To|Cc|Bcc|Message-ID|X-Unsent):",
    re.IGNORECASE,
)
_CONTENT = re.compile(_HEADERS + "(?:Content-Type|Subject):", re.IGNORECASE)


def text_format(data: bytes) -> str:
    """``html``, ``mht``, ``eml``, ``odt``, ``txt``, or the printable name of a format that cannot be read yet."""
    head = _text(data[:_HEAD])
    start = _PROLOGUE.match(head)
    at = start.end() if start else 0
    if _MAIL.match(head, at):
        return "eml" if _SENT.match(head, at) else "mht"
    if _SENT.match(head, at) and _CONTENT.match(head, at):
        return "eml"
    if head.startswith("<", at):
        if _TAG.match(head, at):
            return "html"
        for root, name in _ROOTS:
            if root.match(head, at):
                return name
    return "html" if _WITHIN_TAG.search(head, at, at + _WITHIN) else "txt"


def _text(head: bytes) -> str:
    """Enough of a text to see its markup."""
    codec = next((codec for mark, codec in _UTF16 if head.startswith(mark)), None)
    codec = codec or next(iter(wide_codec(head[: len(head) // 2 * 2])), "latin-1")
    text = head.decode(codec, "replace")
    return text.removeprefix("\xef\xbb\xbf").replace("\r\n", "\n").replace("\r", "\n")
