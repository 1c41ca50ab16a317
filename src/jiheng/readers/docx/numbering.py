"""Automatic list numbers: Word prints them, but they stand nowhere in the text."""

from __future__ import annotations

import re

from lxml import etree

from jiheng.readers.docx.names import Names
from jiheng.readers.docx.package import Package
from jiheng.readers.docx.styles import Styles

__all__ = ["Numbering"]

_CHINESE = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_FORMS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"}
)
_PLACE = re.compile(r"%([1-9])")
_MAX_LEVELS = 9


class Numbering:
    """Counts list items as Word does; the part is parsed at the first numbered paragraph."""

    def __init__(self, package: Package, names: Names) -> None:
        """`package`: where ``numbering.xml`` may lie."""
        self._package = package
        self._names = names
        self._num_pr, self._val = names("numPr"), names("val")
        self._lists: dict[str, dict[int, tuple[str, str, int]]] | None = None
        self._abstract: dict[str, str] = {}
        self._counters: dict[str, list[int]] = {}

    def label(self, properties: etree._Element, styles: Styles) -> str:
        """The number printed before the paragraph with these ``w:pPr``, empty where there is none."""
        listed = properties.find(self._num_pr)
        if listed is not None:
            number, depth = listed.find(self._names("numId")), listed.find(self._names("ilvl"))
            list_id = number.get(self._val, "0") if number is not None else "0"
            text = depth.get(self._val, "0") if depth is not None else "0"
            level = int(text) if text.isdigit() else 0
        elif (style := styles.of(properties)).numbering is not None:
            list_id, level = style.numbering
        else:
            return ""
        if list_id == "0" or level >= _MAX_LEVELS:  # 0 takes the paragraph out of its list
            return ""
        if self._lists is None:
            self._lists = self._load()
        levels = self._lists.get(list_id)
        return self._next(list_id, level, levels) if levels and level in levels else ""

    def _next(self, list_id: str, level: int, levels: dict[int, tuple[str, str, int]]) -> str:
        # Lists that share one definition go on counting where the other stopped.
        counter = self._counters.setdefault(self._abstract.get(list_id, list_id), [0] * _MAX_LEVELS)
        counter[level] = counter[level] + 1 if counter[level] else levels[level][2]
        counter[level + 1 :] = [0] * (_MAX_LEVELS - level - 1)
        form, pattern, _start = levels[level]
        if form in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            shown = levels.get(depth, ("decimal", "", 1))
            return _write(counter[depth] or shown[2], shown[0])

        return _PLACE.sub(number, pattern)

    def _load(self) -> dict[str, dict[int, tuple[str, str, int]]]:
        part = self._package.beside_main("numbering.xml")
        if part is None:
            return {}
        w = self._names
        root = self._package.parse(part)
        definitions = {
            element.get(w("abstractNumId"), ""): self._levels(element) for element in root.iter(w("abstractNum"))
        }
        lists = {}
        for element in root.iter(w("num")):
            reference = element.find(w("abstractNumId"))
            if reference is None:
                continue
            list_id, abstract = element.get(w("numId"), ""), reference.get(self._val, "")
            levels = dict(definitions.get(abstract, {}))
            overrides = element.findall(w("lvlOverride"))
            for override in overrides:
                start = override.find(w("startOverride"))
                depth = override.get(w("ilvl"), "0")
                if start is not None and depth.isdigit() and int(depth) in levels:
                    form, pattern, _old = levels[int(depth)]
                    levels[int(depth)] = (form, pattern, _int(start.get(self._val)))
                levels.update(self._levels(override))
            lists[list_id] = levels
            self._abstract[list_id] = list_id if overrides else f"abstract {abstract}"
        return lists

    def _levels(self, parent: etree._Element) -> dict[int, tuple[str, str, int]]:
        w = self._names
        levels = {}
        for element in parent.findall(w("lvl")):
            depth = element.get(w("ilvl"), "0")
            values = [element.find(w(name)) for name in ("numFmt", "lvlText", "start")]
            form, pattern, start = (None if item is None else item.get(self._val) for item in values)
            if depth.isdigit():
                levels[int(depth)] = (form or "decimal", pattern or "", _int(start))
        return levels


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1


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
