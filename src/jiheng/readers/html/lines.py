"""Inline text as a browser lays it out: white space collapsed, lines broken by blocks and ``<br>``."""

from __future__ import annotations

import re

__all__ = ["TAB", "Lines"]

TAB = "\ue009"
"""Stands for a tab that must not collapse: a character for private use, which no page means anything by."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’"
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_PRESERVED = str.maketrans({" ": "\u00a0", "\t": TAB})
_SHOWN = (("\u00a0", " "), (TAB, "\t"), ("\u200b", ""), ("\ufeff", ""))


class Lines:
    """Collects pieces of text; `done` holds the lines that are finished."""

    def __init__(self, *, joins_wrapped: bool) -> None:
        """`joins_wrapped`: line ends of the source between two Chinese characters mean nothing, as Word writes them."""
        self.done: list[str] = []
        self._parts: list[str] = []
        self._joins_wrapped = joins_wrapped

    def text(self, text: str) -> None:
        """Go on with the line."""
        self._parts.append(text)

    def preformatted(self, text: str) -> None:
        """Text whose white space and line ends count."""
        first, *rest = text.translate(_PRESERVED).split("\n")
        self._parts.append(first)
        for line in rest:
            self.end()
            self._parts.append(line)

    def end(self) -> None:
        """Break the line, blank or not."""
        self.done.append(self._take() or "")

    def end_block(self) -> None:
        """Break the line if there is anything on it; a hard space counts."""
        if self._parts and (line := self._take()) is not None:
            self.done.append(line)

    def take(self) -> list[str]:
        """All finished lines; they are forgotten here."""
        self.end_block()
        lines, self.done = self.done, []
        return lines

    def _take(self) -> str | None:
        text = "".join(self._parts)
        self._parts.clear()
        if self._joins_wrapped:
            text = _WRAPPED.sub("", text)
        text = _SPACE.sub(" ", text).strip(" ")
        if not text:
            return None
        for mark, shown in _SHOWN:  # mostly none is there, and `translate` would look up every character
            text = text.replace(mark, shown)
        return text.strip()
