"""Automatic list numbers: the suite prints them, but they stand nowhere in the text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from jiheng.readers.odt.names import STYLE, TEXT, count
from jiheng.readers.odt.styles import Styles
from jiheng.readers.word import ListCounters, ListLevel

__all__ = ["Item", "Lists"]

_MAX_LEVELS = 9
_LONGEST = 64  # of the text around a number: a longer one only serves to make much of little
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LIST_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_FORMS = {
    "": "none", "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCounting", "①": "decimalEnclosedCircle", "１": "decimalFullWidth", "〇": "ideographDigital",
}  # fmt: skip
_OUTLINE = "outline"


@dataclass(slots=True)
class Item:
    """A list that is open: its style, the key of its counters, its level from 0, and whether a number is due."""

    style: str
    key: str
    level: int
    is_due: bool = False
    start: int | None = None


class Lists:
    """Counts list items; lists lie in one another, and one may go on where an earlier one stopped."""

    def __init__(self, styles: Styles) -> None:
        """`styles`: where list styles are defined."""
        self._styles = styles
        self._counters = ListCounters()
        self._levels: dict[str, dict[int, ListLevel]] = {}
        self._by_id: dict[str, str] = {}
        self._last: dict[str, str] = {}  # style → key of the list that used it last
        self._lists = 0

    def open(self, element: etree._Element, outer: Item | None) -> Item:
        """The list that `element` is, inside an item of `outer`."""
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else "")
        if outer is not None:
            return Item(style, outer.key, outer.level + 1)
        continued = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
            continued = self._last.get(style)
        if continued is None:
            self._lists += 1
            continued = f"list {self._lists}"
        self._last[style] = continued
        if name := element.get(_XML_ID):
            self._by_id[name] = continued
        return Item(style, continued, 0)

    def label(self, item: Item, paragraph_style: str) -> str:
        """The number before the first paragraph of an item, empty before all others."""
        if not item.is_due or item.level >= _MAX_LEVELS:
            return ""
        item.is_due = False
        levels = self._of(item.style or paragraph_style)
        if item.level not in levels:
            return ""
        if item.start is not None:
            levels = {**levels, item.level: levels[item.level]._replace(start=item.start)}
            self._counters.restart(item.key, item.level)
            item.start = None
        return self._counters.next(item.key, item.level, levels)

    def outline_label(self, level: int) -> str:
        """The number before a heading of `level`, from 0, outside all lists."""
        if _OUTLINE not in self._levels:
            self._levels[_OUTLINE] = _parse(self._styles.outline)
        levels = self._levels[_OUTLINE]
        return self._counters.next(_OUTLINE, level, levels) if level in levels and level < _MAX_LEVELS else ""

    def _of(self, style: str) -> dict[int, ListLevel]:
        key = f"style {style}"
        if key not in self._levels:
            self._levels[key] = _parse(self._styles.lists.get(style))
        return self._levels[key]


def _parse(style: etree._Element | None) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for element in style if style is not None else ():
        level = count(element.get(f"{TEXT}level"), _MAX_LEVELS + 1) - 1
        if level >= _MAX_LEVELS:
            continue
        start = count(element.get(f"{TEXT}start-value"), 100_000)
        if not str(element.tag).endswith(("list-level-style-number", "outline-level-style")):
            levels[level] = ListLevel("bullet", "", start)
            continue
        form = _FORMS.get(element.get(f"{STYLE}num-format", "")[:1], "decimal")
        levels[level] = ListLevel(form, _pattern(element, level), start)
    return levels


def _pattern(element: etree._Element, level: int) -> str:
    if written := element.get(_LIST_FORMAT):
        for depth in range(_MAX_LEVELS, -1, -1):
            written = written.replace(f"%{depth + 1}%", f"%{depth + 1}")
        return written[:_LONGEST]
    shown = min(count(element.get(f"{TEXT}display-levels"), _MAX_LEVELS), level + 1)
    numbers = ".".join(f"%{depth + 1}" for depth in range(level + 1 - shown, level + 1))
    prefix, suffix = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
    return f"{prefix[:_LONGEST]}{numbers}{suffix[:_LONGEST]}"
