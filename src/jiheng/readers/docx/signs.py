"""Signs typed in a symbol font: in the text of such a run stand codes instead of characters."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from jiheng.readers.docx.names import Names
from jiheng.readers.docx.styles import Styles
from jiheng.readers.symbols import TYPED, decode, symbol_font

__all__ = ["DecodedText", "decode_signs", "may_hold_signs"]

# U+F000 to U+F0FF in UTF-8, any character by its number, and the marks of UTF-16.
_TYPED_BYTES = (b"\xef\x80", b"\xef\x81", b"\xef\x82", b"\xef\x83", b"&#")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class DecodedText(NamedTuple):
    """An element, the text that stood in it, and the text that stands there now."""

    element: etree._Element
    stored: str
    shown: str


def may_hold_signs(data: bytes) -> bool:
    """Whether typed signs may stand in the XML; a look at its bytes, which costs next to nothing."""
    return data.startswith(_WIDE) or any(code in data for code in _TYPED_BYTES)


def decode_signs(root: etree._Element, names: Names, styles: Styles) -> list[DecodedText]:
    """Put the signs that one sees in the place of their codes; as many characters as before.

    The font is that of the run, of its style or of its paragraph's style. Where none of them is a symbol font that we
    know, the codes stay.
    """
    decoded = []
    fonts = _Fonts(names, styles)
    for element in root.iter(names("t"), names("delText")):
        stored = element.text or ""
        run = element.getparent()
        if run is not None and TYPED.search(stored):
            shown = decode(stored, fonts.of(run))
            if shown != stored:
                element.text = shown
                decoded.append(DecodedText(element, stored, shown))
    return decoded


class _Fonts:
    """The symbol fonts of runs, paragraphs and styles, empty where there is none.

    Each is looked up once: to ask a paragraph of a hundred thousand runs for its style takes time.
    """

    def __init__(self, names: Names, styles: Styles) -> None:
        self._names = w = names
        self._styles = styles
        self._val, self._fonts = w("val"), w("rFonts")
        self._runs: dict[etree._Element, str] = {}
        self._paragraphs: dict[etree._Element, str] = {}
        self._named: dict[str, str] = {}

    def of(self, run: etree._Element) -> str:
        """The symbol font of a run: its own, that of its style or of its paragraph's."""
        if run not in self._runs:
            self._runs[run] = self._of_run(run) or self._of_paragraph(run)
        return self._runs[run]

    def _of_run(self, run: etree._Element) -> str:
        properties = run.find(self._names("rPr"))
        if properties is None:
            return ""
        fonts = properties.find(self._fonts)
        font = "" if fonts is None else symbol_font(map(str, fonts.attrib.values()))
        return font or self._of_style(properties.find(self._names("rStyle")))

    def _of_paragraph(self, run: etree._Element) -> str:
        paragraph = next(run.iterancestors(self._names("p")), None)
        if paragraph is None:
            return ""
        if paragraph not in self._paragraphs:
            style = paragraph.find(f"{self._names('pPr')}/{self._names('pStyle')}")
            self._paragraphs[paragraph] = self._of_style(style)
        return self._paragraphs[paragraph]

    def _of_style(self, reference: etree._Element | None) -> str:
        if reference is None:
            return ""
        style = reference.get(self._val, "")
        if style not in self._named:
            self._named[style] = symbol_font(self._styles.fonts(style))
        return self._named[style]
