"""Pieces of WordprocessingML as text. What comes from outside passes through `run` or `attribute` and stays data."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

__all__ = ["attribute", "field", "paragraph", "plain", "run", "spaced", "twips"]

# What XML cannot hold: most control characters, halves of surrogate pairs, two non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile("(\r\n|\r|\n|\t)")


def twips(points: float) -> int:
    """`points` in twentieths, the unit of most lengths in Word."""
    return round(points * 20)


def plain(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def attribute(text: str) -> str:
    """`text` as the quoted value of an attribute."""
    return quoteattr(plain(text))


def run(text: str, properties: str = "") -> str:
    """`text` as one run, with tabs and line breaks as such; nothing if it is empty."""
    if not text:
        return ""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{looks}{''.join(map(_piece, _PIECES.split(text)))}</w:r>"


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    if text in {"\n", "\r", "\r\n"}:
        return "<w:br/>"
    text = escape(plain(text))
    space = ' xml:space="preserve"' if " " in text else ""
    return f"<w:t{space}>{text}</w:t>" if text else ""


def spaced(points: float) -> str:
    """The run property that makes every character wider by `points`."""
    return f'<w:spacing w:val="{twips(points)}"/>' if points else ""


def field(instruction: str, result: str) -> str:
    """Runs of a field that shows `result` until it is brought up to date; both are ours, not from outside."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{result}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph around runs; without a style it is one of a cell."""
    if style:
        properties = f'<w:pStyle w:val="{style}"/>{properties}'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>" if properties else f"<w:p>{content}</w:p>"
