"""Paragraph styles: which are headings, which belong to a table of contents, which carry a list number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from jiheng.readers.docx.names import Names
from jiheng.readers.docx.package import Package
from jiheng.readers.word import contents_style, heading_style

__all__ = ["Style", "Styles"]

_BUILT_IN = re.compile(r"(Heading|TOC)([1-9])")
_MAX_CHAIN = 20


class Style(NamedTuple):
    """What a paragraph's style says.

    Attributes:
        heading: 1 to 9 for a heading, 0 for a title, None for plain text.
        numbering: (list id, level) that the style gives its paragraphs.
    """

    heading: int | None = None
    is_contents: bool = False
    numbering: tuple[str, int] | None = None


_PLAIN = Style()


class Styles:
    """Looked up only where a paragraph names a style; the part is parsed at the first look."""

    def __init__(self, package: Package, names: Names) -> None:
        """`package`: where ``styles.xml`` may lie."""
        self._package = package
        self._names = names
        self._style, self._outline, self._val = names("pStyle"), names("outlineLvl"), names("val")
        self._elements: dict[str, etree._Element] | None = None
        self._known: dict[str, Style] = {}
        self._numbered: bytes | None = None

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph by its ``w:pPr``."""
        if properties is None:
            return _PLAIN
        style = _PLAIN
        reference = properties.find(self._style)
        if reference is not None:
            style = self.named(reference.get(self._val, ""))
        outline = properties.find(self._outline)
        if outline is not None:
            level = outline.get(self._val, "9")
            style = style._replace(heading=int(level) + 1 if level.isdigit() and int(level) < 9 else None)
        return style

    def named(self, style_id: str) -> Style:
        """The style of that id."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def fonts(self, style_id: str) -> Iterator[str]:
        """Names of the fonts that the style of that id gives its text, nearest first."""
        path = f"{self._names('rPr')}/{self._names('rFonts')}"
        for element in self._chain(style_id):
            fonts = element.find(path)
            if fonts is not None:
                yield from map(str, fonts.attrib.values())

    def _resolve(self, style_id: str) -> Style:
        if (style := self._built_in(style_id)) is not None:
            return style
        w = self._names
        heading: int | None = None
        contents = False
        numbering: tuple[str, int] | None = None
        for element in self._chain(style_id):
            name_element = element.find(w("name"))
            name = (name_element.get(self._val, "") if name_element is not None else "").strip()
            if named := heading_style(name):
                heading = heading or named
            elif named == 0 and heading is None:
                heading = 0
            contents = contents or contents_style(name)
            properties = element.find(w("pPr"))
            if properties is not None:
                outline = properties.find(self._outline)
                if outline is not None and heading is None and (level := outline.get(self._val, "9")) in "012345678":
                    heading = int(level) + 1
                if numbering is None:
                    numbering = self._numbering(properties)
        return Style(heading, contents, numbering)

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        """The style and those that it rests on."""
        if self._elements is None:
            self._elements = self._load()
        current = style_id
        for _step in range(_MAX_CHAIN):  # a circle must not hold us
            element = self._elements.get(current)
            if element is None:
                return
            yield element
            based = element.find(self._names("basedOn"))
            current = based.get(self._val, "") if based is not None else ""

    def _built_in(self, style_id: str) -> Style | None:
        """A style whose id tells what it is. Office suites write parts of many hundred kilobytes, mostly of such."""
        if self._numbered is None:
            part = self._package.beside_main("numbering.xml")
            self._numbered = self._package.read(part) if part else b""
        if f'"{style_id}"'.encode() in self._numbered:
            return None
        if match := _BUILT_IN.fullmatch(style_id):
            return Style(heading=int(match[2])) if match[1] == "Heading" else Style(is_contents=True)
        return _PLAIN if style_id == "Normal" else Style(heading=0) if style_id == "Title" else None

    def _numbering(self, properties: etree._Element) -> tuple[str, int] | None:
        w = self._names
        listed = properties.find(w("numPr"))
        if listed is None:
            return None
        number, level = listed.find(w("numId")), listed.find(w("ilvl"))
        if number is None:
            return None
        depth = level.get(self._val, "0") if level is not None else "0"
        return number.get(self._val, "0"), int(depth) if depth.isdigit() else 0

    def _load(self) -> dict[str, etree._Element]:
        part = self._package.beside_main("styles.xml")
        if part is None:
            return {}
        w = self._names
        return {element.get(w("styleId"), ""): element for element in self._package.parse(part).iter(w("style"))}
