"""What stands before the text: fonts with their encodings, styles, lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from jiheng.readers.symbols import symbol_font
from jiheng.readers.word import NUMBER_FORMS, ListCounters, ListLevel, contents_style, heading_style

__all__ = ["Font", "ListTable", "Style", "StyleSheet", "codec_of_page"]

_CODECS = {
    128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 77: "mac_roman",
}  # fmt: skip
_PAGES = {
    936: "gb18030",
    54936: "gb18030",
    950: "big5hkscs",
    932: "cp932",
    949: "cp949",
    65001: "utf-8",
    10000: "mac_roman",
}
_KNOWN_PAGES = frozenset({437, 850, 852, 866, 874, *range(1250, 1259)})
_SYMBOL_CHARSET = 2
_MAX_CHAIN = 20
_LEVELS = 9
_LONGEST = 64


def codec_of_page(page: int) -> str | None:
    """Python's name of a Windows code page, None where it is not known."""
    return _PAGES.get(page) or (f"cp{page}" if page in _KNOWN_PAGES else None)


@dataclass(slots=True)
class Font:
    """A font: its name, and which encoding it says that its bytes are in."""

    name: str = ""
    charset: int = 1
    page: int | None = None

    @property
    def codec(self) -> str | None:
        """The encoding of text in this font; None where the file's own counts."""
        return _CODECS.get(self.charset) or (codec_of_page(self.page) if self.page else None)

    @property
    def signs(self) -> str:
        """The symbol font that it is, empty for any other."""
        return _signs(self.name, self.charset)


@lru_cache(maxsize=256)
def _signs(name: str, charset: int) -> str:
    return symbol_font([name]) or ("symbol" if charset == _SYMBOL_CHARSET and not name else "")


class Style(NamedTuple):
    """A paragraph style: heading level (0 for a title), whether part of a table of contents, list and level."""

    heading: int | None = None
    is_contents: bool = False
    list_number: int | None = None
    level: int = 0


@dataclass(slots=True)
class Definition:
    """A style as the file defines it."""

    name: str = ""
    base: int | None = None
    outline: int | None = None
    list_number: int | None = None
    level: int = 0


class StyleSheet:
    """Styles by their numbers."""

    def __init__(self) -> None:
        """None yet."""
        self.definitions: dict[int, Definition] = {}
        self._known: dict[int, Style] = {}

    def numbered(self, number: int) -> Style:
        """The style of that number."""
        if number not in self._known:
            self._known[number] = self._resolve(number)
        return self._known[number]

    def _resolve(self, number: int) -> Style:
        heading: int | None = None
        contents = False
        listed: tuple[int, int] | None = None
        for _step in range(_MAX_CHAIN):  # a circle must not hold us
            definition = self.definitions.get(number)
            if definition is None:
                break
            named = heading_style(definition.name)
            if heading is None and named is not None:
                heading = named
            if heading is None and definition.outline is not None and 0 <= definition.outline < _LEVELS:
                heading = definition.outline + 1
            contents = contents or contents_style(definition.name)
            if listed is None and definition.list_number is not None:
                listed = definition.list_number, definition.level
            if definition.base is None:
                break
            number = definition.base
        return Style(heading, contents, *(listed or (None, 0)))


@dataclass(slots=True)
class _Level:
    """A level while it is read."""

    form: int = 0
    start: int = 1
    text: str = ""

    def finished(self) -> ListLevel:
        # The first sign tells the length; one below 9 stands for the number of that level.
        shown = self.text[1:].removesuffix(";")[:_LONGEST]
        pattern = "".join(f"%{ord(sign) + 1}" if ord(sign) < _LEVELS else sign for sign in shown)
        return ListLevel(NUMBER_FORMS.get(self.form, "decimal"), pattern, self.start)


@dataclass(slots=True)
class _Override:
    """A list as paragraphs use it: another list, where some levels may start anew."""

    list_id: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    level: int = -1


class ListTable:
    """Lists as the file defines them, and the counting of their items."""

    def __init__(self) -> None:
        """None yet."""
        self._levels: list[_Level] = []
        self._lists: dict[int, list[_Level]] = {}
        self._override = _Override()
        self._overrides: dict[int, _Override] = {}
        self._resolved: dict[int, dict[int, ListLevel]] = {}
        self._counters = ListCounters()

    def word(self, name: bytes, number: int | None, text: str = "") -> None:
        """A control word of the table of lists."""
        value = number or 0
        if name == b"list":
            self._levels = []
        elif name == b"listlevel":
            if len(self._levels) < _LEVELS:
                self._levels.append(_Level())
        elif name == b"listid":
            self._lists[value] = self._levels
        elif self._levels and name in (b"levelnfc", b"levelnfcn"):
            self._levels[-1].form = value
        elif self._levels and name == b"levelstartat":
            self._levels[-1].start = value
        elif self._levels and name == b"leveltext":
            self._levels[-1].text = text

    def override_word(self, name: bytes, number: int | None) -> None:
        """A control word of the table of overrides."""
        value = number or 0
        if name == b"listoverride":
            self._override = _Override()
        elif name == b"listid":
            self._override.list_id = value
        elif name == b"ls":
            self._overrides[value] = self._override
        elif name == b"lfolevel":
            self._override.level += 1
        elif name == b"levelstartat" and 0 <= self._override.level < _LEVELS:
            self._override.starts[self._override.level] = value

    def label(self, number: int, level: int) -> str | None:
        """The number printed before the next item; None where the list is not defined."""
        override = self._overrides.get(number)
        if override is None or not 0 <= level < _LEVELS:
            return None
        if number not in self._resolved:
            levels = {at: found.finished() for at, found in enumerate(self._lists.get(override.list_id, ()))}
            for at, start in override.starts.items():
                if at in levels:
                    levels[at] = levels[at]._replace(start=start)
            self._resolved[number] = levels
        levels = self._resolved[number]
        if level not in levels:
            return None
        # Lists that share one definition go on counting where the other stopped.
        key = f"override {number}" if override.starts else f"list {override.list_id}"
        return self._counters.next(key, level, levels)
