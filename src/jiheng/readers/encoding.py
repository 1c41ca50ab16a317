"""From bytes to text: what the bytes are counts, not what they are said to be.

Chinese offices write UTF-8 and GB18030, the latter under any of its older names (gb2312, gbk). A text that was once
decoded wrongly and saved again – UTF-8 taken for GBK or for a Western code page – is turned back where nothing was lost
on the way, and said to be damaged where something was.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError

__all__ = ["Decoded", "declared_encoding", "decode", "fits", "wide_codec"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 100_000
_DECLARED = re.compile(
    r"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_GB = re.compile(r"gb|936|chinese", re.IGNORECASE)
# Codecs that a page may rightly be in besides UTF-8 and GB18030. A Western label on Chinese bytes is a mistake of the
# program that saved them.
_OTHERS = {
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
}
_TOLERATED = 0.02
"""The share of the characters beyond ASCII that may be broken in a text of a certain encoding."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOST = re.compile("\ufffd|锟斤拷?|斤拷")  # U+FFFD itself, and what GBK makes of its UTF-8 bytes
_WESTERN = re.compile(r"[\u0080-\u00ff\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]{3,}")
_THREE_BYTES = re.compile("[\u2000-\ufffc]")
_LEADING = "äåæçèé"  # what the first bytes of Chinese in UTF-8 look like there
_BEYOND = re.compile("[^\x00-\x7f]+")
_LEAST = 20
"""So many characters beyond ASCII it takes to tell that a text was decoded wrongly: 联通 alone looks like it."""


class Decoded(NamedTuple):
    """A text and how it was made; ``mark + text.encode(codec, "surrogateescape")`` are the bytes again.

    Attributes:
        text: bytes that do not fit the codec stand in it as lone surrogates.
        codec: Python's name of the encoding.
        mark: the byte order mark.
        is_whole: all bytes fit.
    """

    text: str
    codec: str
    mark: bytes
    is_whole: bool = True

    def clean(self) -> tuple[str, list[Note]]:
        """The text as people should read it, and what there is to say about it."""
        notes: list[Note] = []
        text = self.text if self.is_whole else _SURROGATE.sub("\ufffd", self.text)
        is_garbled = _is_garbled(text)
        mended = _from_gbk(text) if is_garbled else _from_western(text)
        if mended is not None:
            text = mended
            notes.append(Note("encoding-mended", {}))
        elif is_garbled:
            notes.append(Note("encoding-garbled", {}))
        if ("\ufffd" in text or "斤拷" in text) and (damaged := len(_LOST.findall(text))):
            notes.append(Note("encoding-damaged", {"count": damaged}))
        return text, notes


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text, codec and byte order mark; `declared` is the encoding that the file itself names.

    Raises:
        UnreadableSourceError: the bytes are no text.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            decoded = _attempt(data[len(mark) :], codec, mark)
            if decoded is None:
                raise UnreadableSourceError("binary")
            return decoded
    for codec in (*wide_codec(data), "utf-8", *_other(declared), "gb18030"):
        decoded = _attempt(data, codec)
        if decoded is not None:
            return decoded
    raise UnreadableSourceError("binary")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page or an XML file names in its first bytes."""
    match = _DECLARED.search(data[:8192].replace(b"\0", b"").decode("latin-1"))
    return (match[1] or match[2]).lower() if match else None


def fits(declared: str, codec: str) -> bool:
    """Whether a text in `codec` may rightly be declared as `declared`."""
    if codec == "gb18030":
        return _GB.search(declared) is not None
    return declared.replace("_", "-").startswith(codec[:6].rstrip("-")) or _OTHERS.get(declared) == codec


def _other(declared: str | None) -> tuple[str, ...]:
    return (_OTHERS[declared],) if declared in _OTHERS else ()


def wide_codec(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: what there is of ASCII has a zero for its other byte."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 100 < len(head) // 2 or min(even, odd) * 20 > max(even, odd) or len(data) % 2:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _attempt(data: bytes, codec: str, mark: bytes = b"") -> Decoded | None:
    """The text, if the bytes are one in that codec, but for a few that are damaged."""
    is_whole = True
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        if codec.startswith("utf-16"):
            return None
        # What is another thing altogether shows early; to go through all its errors takes long.
        if len(data) > _SAMPLE and not _is_nearly_right(data[:_SAMPLE].decode(codec, "surrogateescape")):
            return None
        text, is_whole = data.decode(codec, "surrogateescape"), False
        if not _is_nearly_right(text):
            return None
    # Random bytes are often formally GB18030; control characters among them give them away.
    if len(_CONTROL.findall(text, 0, _SAMPLE)) * 1000 > min(len(text), _SAMPLE):
        return None
    return Decoded(text, codec, mark, is_whole)


def _is_nearly_right(text: str) -> bool:
    broken = len(_SURROGATE.findall(text))
    right = len(text) - len(text.encode("ascii", "ignore")) - broken
    is_cut_off = 0 < broken <= 3 and _SURROGATE.sub("", text[-broken:]) == ""
    return broken <= right * _TOLERATED or (is_cut_off and right >= 5)


def _beyond_ascii(text: str) -> str:
    return "".join(_BEYOND.findall(text, 0, _SAMPLE))


def _is_garbled(text: str) -> bool:
    """Whether these are the UTF-8 bytes of another text, read as GBK: real Chinese is no UTF-8 in its GBK bytes."""
    sample = _beyond_ascii(text)
    if len(sample) < _LEAST:
        return False
    back = sample.replace("\ufffd", "").encode("gb18030", "replace").decode("utf-8", "replace")
    return len(_THREE_BYTES.findall(back)) * 3 > len(back) * 2


def _from_gbk(text: str) -> str | None:
    """UTF-8 that was read as GBK; None where something got lost."""
    try:
        return text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None


def _from_western(text: str) -> str | None:
    """UTF-8 that was read as Windows-1252 or ISO 8859-1; None where it was not, or something got lost."""
    if not any(letter in text for letter in _LEADING) or sum(map(len, _WESTERN.findall(text, 0, _SAMPLE))) < _LEAST:
        return None
    try:
        data = b"".join(char.encode("latin-1") if char < "\u0100" else char.encode("cp1252") for char in text)
        return data.decode("utf-8")
    except UnicodeError:
        return None
