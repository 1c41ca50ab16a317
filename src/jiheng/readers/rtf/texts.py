"""From bytes in a font to text.

The bytes of one character may be written in different ways – as a code, as they are, behind a backslash – so they are
gathered before they are decoded.
"""

from __future__ import annotations

import re

from jiheng.domain.note import Note
from jiheng.readers.rtf.tables import Font
from jiheng.readers.symbols import decode, signs

__all__ = ["Text", "Unseen", "joined", "whole"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HALVES = range(0xD800, 0xE000)
_EXCERPT = 40
_WESTERN = "cp1252"
# Many programs name a Western font for Chinese bytes; strict as these codecs are, Western text seldom fits them.
_DOUBLE = {"gb18030": "gbk", "big5hkscs": "big5hkscs", "cp932": "cp932", "cp949": "cp949", "utf-8": "utf-8"}


def whole(text: str) -> str:
    """`text` with the halves of characters put together."""
    if _SURROGATE.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def joined(text: str) -> str:
    """`text` with the halves of characters put together, and without control characters."""
    text = whole(text)
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


class Text:
    """Bytes that wait to be decoded. `damaged` counts characters that could not be."""

    def __init__(self) -> None:
        """None yet."""
        self._pending = bytearray()
        self.damaged = 0

    @property
    def is_pending(self) -> bool:
        """Whether there are bytes."""
        return bool(self._pending)

    def add_bytes(self, data: bytes) -> None:
        """More of them."""
        self._pending += data

    def take(self, font: Font | None, page: str) -> str:
        """The text of the bytes so far, in `font`; `page` is the encoding of the file."""
        data = bytes(self._pending)
        self._pending.clear()
        if font is not None and font.signs:
            known = signs(font.signs)
            return "".join(known.get(code, chr(code)) for code in data)
        if data.isascii():
            return data.decode("ascii")
        codec = (font.codec if font is not None else None) or page
        if font is not None and font.codec is None and (wide := _DOUBLE.get(page)):
            try:
                return data.decode(wide)
            except UnicodeDecodeError:
                if font.charset == 0:
                    codec = _WESTERN
        text = data.decode(codec, "replace")
        self.damaged += text.count("\ufffd")
        return text

    def signs(self, codes: list[int], font: Font | None) -> str:
        """The characters of several codes, of which some may be halves of one."""
        if font is not None and font.signs:
            return "".join([self.sign(code, font) for code in codes])
        return "".join(map(chr, codes))

    def sign(self, code: int, font: Font | None) -> str:
        """The character of a code, which may be half of one, or that of a symbol font."""
        if code in _HALVES:
            return chr(code)
        return decode(chr(code), font.signs) if font is not None and font.signs else chr(code)


class Unseen:
    """Text that is not shown, put together as far as it stands together, to be noted."""

    def __init__(self, notes: list[Note]) -> None:
        """`notes`: where remarks go."""
        self._notes = notes
        self._code = ""
        self._texts: list[str] = []

    def add(self, code: str, text: str) -> None:
        """More of it; `code` is that of the note."""
        if code != self._code:
            self.say()
        self._code = code
        self._texts.append(text)

    def say(self) -> None:
        """What comes next stands apart."""
        if not self._texts:
            return
        if text := joined("".join(self._texts)).strip():
            self._notes.append(Note(self._code, {"text": text[:_EXCERPT]}))
        self._texts = []
