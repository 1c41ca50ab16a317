"""The text of a paragraph: what a reader of the printed page would see."""

from __future__ import annotations

import re

from lxml import etree

from jiheng.domain.note import Note
from jiheng.readers.odt.names import DRAW, OFFICE, TEXT, count
from jiheng.readers.odt.styles import Styles
from jiheng.readers.symbols import TYPED, decode

__all__ = ["Inline"]

_SPACES = re.compile("[ \t\r\n]+")
# Signs that the collapsing of white space passes by; Unicode promises that they are no characters.
_SPACE, _TAB, _BREAK = "\ufdd0", "\ufdd1", "\ufdd2"
_SIGNS = {ord(_SPACE): " ", ord(_TAB): "\t", ord(_BREAK): "\n"}
_MOST_SPACES = 100
_EXCERPT = 40
_BOXES = frozenset({
    f"{DRAW}frame", f"{DRAW}g", f"{DRAW}custom-shape", f"{DRAW}rect", f"{DRAW}ellipse", f"{DRAW}circle",
    f"{DRAW}line", f"{DRAW}path", f"{DRAW}polygon", f"{DRAW}polyline", f"{DRAW}connector", f"{DRAW}a",
})  # fmt: skip
_SKIPPED = frozenset({
    f"{TEXT}note", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}script", f"{TEXT}ruby-text",
    f"{TEXT}tracked-changes",
})  # fmt: skip
_HIDDEN = frozenset({f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"})


class Inline:
    """Joins the pieces of paragraphs. Boxes are put aside, to be read behind the paragraph that anchors them."""

    def __init__(self, styles: Styles, notes: list[Note]) -> None:
        """`notes`: where remarks go."""
        self._styles = styles
        self._notes = notes
        self._boxes: list[etree._Element] = []

    def take_boxes(self) -> list[etree._Element]:
        """The frames and shapes met since the last call."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def text(self, paragraph: etree._Element) -> str:
        """The paragraph's text; white space counts as OpenDocument says, a manual line break is a line break."""
        style = self._styles.of("paragraph", paragraph.get(f"{TEXT}style-name"))
        parts: list[str] = []
        self._collect(paragraph, style.font, parts)
        text = _SPACES.sub(" ", "".join(parts)).translate(_SIGNS)
        if style.is_hidden and text.strip():
            self.hidden(text)
            return ""
        return text

    def hidden(self, text: str) -> None:
        """Say what is not shown."""
        if text := " ".join(text.translate(_SIGNS).split()):
            self._notes.append(Note("hidden-text", {"text": text[:_EXCERPT]}))

    def _collect(self, parent: etree._Element, font: str, parts: list[str]) -> None:
        self._add(parent.text, font, parts)
        for child in parent:
            self._element(child, font, parts)
            self._add(child.tail, font, parts)

    def _element(self, child: etree._Element, font: str, parts: list[str]) -> None:
        tag = child.tag
        if tag == f"{TEXT}span":
            self._span(child, font, parts)
        elif tag == f"{TEXT}s":
            parts.append(_SPACE * count(child.get(f"{TEXT}c"), _MOST_SPACES))
        elif tag == f"{TEXT}tab":
            parts.append(_TAB)
        elif tag == f"{TEXT}line-break":
            parts.append(_BREAK)
        elif tag in _BOXES:
            self._boxes.append(child)
        elif tag in _HIDDEN and child.get(f"{TEXT}is-hidden") == "true":
            self.hidden("".join(map(str, child.itertext())))
        elif tag not in _SKIPPED:
            self._collect(child, font, parts)

    def _span(self, span: etree._Element, font: str, parts: list[str]) -> None:
        style = self._styles.of("text", span.get(f"{TEXT}style-name"))
        if not style.is_hidden:
            self._collect(span, style.font or font, parts)
            return
        inner: list[str] = []
        self._collect(span, style.font or font, inner)
        self.hidden("".join(inner))

    def _add(self, text: str | None, font: str, parts: list[str]) -> None:
        if text:
            parts.append(decode(text, font) if font and TYPED.search(text) else text)
