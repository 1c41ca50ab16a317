"""What Word's file formats have in common: names of styles, automatic list numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["NUMBER_FORMS", "ListCounters", "ListLevel", "contents_style", "heading_style"]

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d?", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "subtitle", "副标题"})
_CHINESE = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_FORMS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"}
)
NUMBER_FORMS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle", 19: "decimalFullWidth",
    23: "bullet", 28: "decimalEnclosedCircleChinese", 33: "japaneseCounting", 35: "taiwaneseCountingThousand",
    37: "chineseCounting", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
"""Number formats by their numbers in .doc and .rtf, under their names in .docx; every other one counts in digits."""
_PLACE = re.compile(r"%([1-9])")
_MAX_LEVELS = 9


def heading_style(name: str) -> int | None:
    """The heading level that a style's name tells: 1 to 9, 0 for a title, None for anything else."""
    if match := _HEADING.fullmatch(name):
        return int(match[1])
    return 0 if name.lower() in _TITLES else None


def contents_style(name: str) -> bool:
    """Whether a style of that name belongs to a table of contents."""
    return _CONTENTS.fullmatch(name) is not None


class ListLevel(NamedTuple):
    """How a level of a list is numbered: number format (its name in .docx), text with ``%1`` … ``%9``, first number."""

    form: str
    pattern: str
    start: int


class ListCounters:
    """Counts list items as Word does."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._counters: dict[str, list[int]] = {}

    def restart(self, key: str, level: int) -> None:
        """The next item of `level` is the first one again."""
        if key in self._counters:
            self._counters[key][level] = 0

    def next(self, key: str, level: int, levels: Mapping[int, ListLevel]) -> str:
        """The number printed before the next item of `level`; lists that share a `key` go on counting."""
        counter = self._counters.setdefault(key, [0] * _MAX_LEVELS)
        counter[level] = counter[level] + 1 if counter[level] else levels[level].start
        counter[level + 1 :] = [0] * (_MAX_LEVELS - level - 1)
        if levels[level].form in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            shown = levels.get(depth, ListLevel("decimal", "", 1))
            return _write(counter[depth] or shown.start, shown.form)

        return _PLACE.sub(number, levels[level].pattern)


def _write(number: int, form: str) -> str:
    if form in _CHINESE_FORMS:
        return _chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("ideographDigital", "decimalFullWidth"):
        digits = _CHINESE if form == "ideographDigital" else "０１２３４５６７８９"
        return "".join(digits[int(digit)] for digit in str(number))
    if form.endswith(("Letter", "Roman")) and 0 < number < 4000:
        text = (
            _roman(number) if form.endswith("Roman") else chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        )
        return text.upper() if form.startswith("upper") else text
    return str(number)


def _chinese(number: int) -> str:
    if number >= 100:
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return head + (_CHINESE[ones] if ones or not tens else "")


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    text = ""
    for value, sign in zip(values, signs, strict=True):
        count, number = divmod(number, value)
        text += sign * count
    return text
