"""What pages refer to by number: fonts, drawing parameters, colour spaces, pictures, drawings used again."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from lxml import etree

from jiheng.errors import UnreadableSourceError
from jiheng.readers.ofd.container import Container, child, kind, text_of
from jiheng.readers.ofd.geometry import numbers
from jiheng.readers.symbols import symbol_font

__all__ = ["Ink", "Resources", "Style"]

_LONGEST_CHAIN = 8  # drawing parameters that rest on others
_FAINT = 8  # alpha
_WHITE = 250
_LITTLE_INK = 5  # of cyan, magenta, yellow and black


class Ink(Enum):
    """What is seen of a colour on white paper."""

    SEEN = "seen"
    WHITE = "white"
    NONE = "none"


class Style(NamedTuple):
    """The colours that hold where an object names none."""

    stroke: Ink = Ink.SEEN
    fill: Ink = Ink.SEEN


@dataclass(slots=True)
class Resources:
    """By their numbers, as they are written.

    Attributes:
        fonts: only those that draw signs, see `symbol_font`.
        spaces: the types of the colour spaces.
        pictures: the paths of the parts.
        drawings: the elements of drawings that objects use again.
    """

    params: dict[str, etree._Element] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    drawings: dict[str, etree._Element] = field(default_factory=dict)

    def copy(self) -> Resources:
        """One to which a page can add its own."""
        return Resources(
            dict(self.params), dict(self.fonts), dict(self.spaces), dict(self.pictures), dict(self.drawings)
        )

    def load(self, container: Container, location: str, folder: str) -> None:
        """Add those of a resource file; one that is missing or damaged has none."""
        path = container.find(location, folder)
        if path is None:
            return
        try:
            root = container.parse(path)
        except UnreadableSourceError:
            return
        home = posixpath.dirname(path)
        base = posixpath.join(home, (root.get("BaseLoc") or "").replace("\\", "/").lstrip("/"))
        for group in root:
            for item in group:
                self._add(item, container, base, home)

    def _add(self, item: etree._Element, container: Container, base: str, home: str) -> None:
        name, number = kind(item), item.get("ID", "")
        if name == "DrawParam":
            self.params[number] = item
        elif name == "Font":
            if font := symbol_font([item.get("FontName", ""), item.get("FamilyName", "")]):
                self.fonts[number] = font
        elif name == "ColorSpace":
            self.spaces[number] = item.get("Type", "").upper()
        elif name == "MultiMedia":
            location = text_of(child(item, "MediaFile"))
            if path := container.find(location, base) or container.find(location, home):
                self.pictures[number] = path
        elif name == "CompositeGraphicUnit":
            self.drawings[number] = item

    def style(self, item: etree._Element, above: Style) -> Style:
        """The colours of an object or layer: its own ones, those of its drawing parameters, those around it."""
        stroke, fill = child(item, "StrokeColor"), child(item, "FillColor")
        number, known = item.get("DrawParam"), _LONGEST_CHAIN
        while number and known and (stroke is None or fill is None) and (param := self.params.get(number)) is not None:
            stroke = child(param, "StrokeColor") if stroke is None else stroke
            fill = child(param, "FillColor") if fill is None else fill
            number, known = param.get("Relative"), known - 1
        if item.get("Visible", "").lower() in {"false", "0"} or _is_faint(item):
            return Style(Ink.NONE, Ink.NONE)
        return Style(
            above.stroke if stroke is None or above.stroke is Ink.NONE else self._ink(stroke),
            above.fill if fill is None or above.fill is Ink.NONE else self._ink(fill),
        )

    def _ink(self, color: etree._Element) -> Ink:
        if _is_faint(color):
            return Ink.NONE
        values = _parts(color.get("Value"))
        space = self.spaces.get(color.get("ColorSpace", "")) or {1: "GRAY", 4: "CMYK"}.get(len(values), "RGB")
        if not values:
            return Ink.SEEN
        white = max(values) <= _LITTLE_INK if space == "CMYK" else min(values) >= _WHITE
        return Ink.WHITE if white else Ink.SEEN


def _is_faint(item: etree._Element) -> bool:
    alpha = numbers(item.get("Alpha", "255"))
    return bool(alpha) and alpha[0] <= _FAINT


def _parts(text: str | None) -> tuple[float, ...]:
    """The parts of a colour, in tens or, behind a #, in sixteens."""
    if text and "#" in text:
        try:
            return tuple(float(int(part.lstrip("#"), 16)) for part in text.split())
        except ValueError:
            return ()
    return numbers(text)
