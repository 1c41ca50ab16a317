"""Styles: which are headings, which belong to a table of contents, whose text is hidden or in a symbol font."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from jiheng.readers.odt.names import OFFICE, STYLE, TABLE, TEXT
from jiheng.readers.symbols import symbol_font
from jiheng.readers.word import contents_style, heading_style

__all__ = ["PLAIN", "Style", "Styles"]

_CONTENTS = re.compile(r"(?:contents|user index|目录)\s*(?:heading|标题|\d{1,2})?", re.IGNORECASE)
_ESCAPE = re.compile("_([0-9a-f]{1,4})_")
_MAX_CHAIN = 20
_SVG_FAMILY = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}font-family"
_FO_FAMILY = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}font-family"
_BORDER = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}border"


class Style(NamedTuple):
    """What a style says.

    Attributes:
        heading: 1 to 9 for a heading, 0 for a title, None for plain text.
        is_hidden: its text is hidden; None where nothing is said.
        font: the symbol font of its text, empty for any other.
        numbering: the list style of its paragraphs.
        is_shown: a table with it is shown.
        is_framed: a cell with it has a border.
    """

    heading: int | None = None
    is_contents: bool = False
    is_hidden: bool | None = None
    font: str = ""
    numbering: str = ""
    is_shown: bool = True
    is_framed: bool = False


PLAIN = Style()


class Styles:
    """Looked up by family and name; a style is resolved at the first look."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        """`roots`: of the parts that define styles; of two definitions the one found first counts."""
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        self._families: dict[str, str] = {}
        self._known: dict[tuple[str, str], Style] = {}
        for root in roots:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for part in ("automatic-styles", "styles", "font-face-decls"):
            for element in root.iterfind(f"{OFFICE}{part}/*"):
                name = element.get(f"{STYLE}name", "")
                if element.tag == f"{STYLE}style":
                    self._elements.setdefault((element.get(f"{STYLE}family", ""), name), element)
                elif element.tag == f"{TEXT}list-style":
                    self.lists.setdefault(name, element)
                elif element.tag == f"{TEXT}outline-style" and self.outline is None:
                    self.outline = element
                elif element.tag == f"{STYLE}font-face":
                    self._families.setdefault(name, element.get(_SVG_FAMILY, ""))

    def of(self, family: str, name: str | None) -> Style:
        """The style of that family and name, a plain one where there is none."""
        if name is None:
            return PLAIN
        key = family, name
        if key not in self._known:
            self._known[key] = self._resolve(*key)
        return self._known[key]

    def _resolve(self, family: str, name: str) -> Style:
        heading: int | None = None
        contents = False
        hidden: bool | None = None
        fonts: list[str] = []
        numbering: str | None = None
        shown, framed = True, False
        for name_, element in self._chain(family, name):
            named = heading_style(name_)
            heading = named if heading is None else heading
            contents = contents or contents_style(name_) or _CONTENTS.fullmatch(name_) is not None
            numbering = element.get(f"{STYLE}list-style-name") if numbering is None else numbering
            for item in element:
                if item.tag == f"{STYLE}text-properties":
                    display = item.get(f"{TEXT}display")
                    hidden = display == "none" if hidden is None and display else hidden
                    fonts += self._fonts(item)
                elif item.tag == f"{STYLE}table-properties":
                    shown = item.get(f"{TABLE}display") != "false"
                elif item.tag == f"{STYLE}table-cell-properties":
                    framed = framed or any(
                        str(key).startswith(_BORDER) and value != "none" for key, value in item.attrib.items()
                    )
        return Style(heading, contents, hidden, symbol_font(fonts), numbering or "", shown, framed)

    def _fonts(self, properties: etree._Element) -> Iterator[str]:
        for key in (f"{STYLE}font-name", f"{STYLE}font-name-asian", f"{STYLE}font-name-complex"):
            if name := properties.get(key):
                yield self._families.get(name, name).strip("'\"")
        if family := properties.get(_FO_FAMILY):
            yield family.strip("'\"")

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, etree._Element]]:
        """The style and those that it rests on, each with the name that people see."""
        for _step in range(_MAX_CHAIN):  # a circle must not hold us
            element = self._elements.get((family, name))
            if element is None:
                return
            shown = element.get(f"{STYLE}display-name")
            yield shown or _ESCAPE.sub(lambda match: chr(int(match[1], 16)), name), element
            name = element.get(f"{STYLE}parent-style-name", "")
