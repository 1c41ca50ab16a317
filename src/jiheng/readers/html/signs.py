"""Signs that a page writes as codes of a symbol font: ``<span style='font-family:Symbol'>&#179;</span>`` is a ≥."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from lxml import etree

from jiheng.readers.symbols import signs, symbol_font, typed_signs

__all__ = ["decode_signs"]

_WORDS = ("symbol", "wingdings")
_ELEMENTS = " or ".join(f"contains(@{name}, '{word[1:]}')" for name in ("style", "face") for word in _WORDS)
_FAMILY = re.compile(r"(?<![\w-])font(-family)?\s*:\s*([^;]*)", re.IGNORECASE)
_SIZE = re.compile(r"\.?\d[\d.]*[a-z%].*", re.IGNORECASE)
_ASCII_FAMILY = re.compile(r"mso-ascii-font-family\s*:\s*([^;]*)", re.IGNORECASE)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]{1,2000})\}")
_STYLE_LIMIT = 500_000
_HARD_SPACE = 0xA0
_ASCII = range(0x20, 0x7F)


def decode_signs(root: etree._Element, source: str) -> None:
    """Put the signs that one sees in the place of their codes.

    Args:
        root: the parsed page, with its style sheets; it is changed.
        source: the text that it was parsed from.
    """
    lowered = source.lower()
    if not any(word in lowered for word in _WORDS):
        return
    fonts = _Fonts(root)
    # Word names the fonts in the head of every page. Asking each element for them takes as long as parsing the page.
    body = max(lowered.find("<body"), 0)
    paths = [_ELEMENTS] if any(lowered.find(word, body) >= 0 for word in _WORDS) else []
    paths += ["@class"] if fonts.has_symbol_class else []
    wanted: Any = root.xpath(f"//*[{' or '.join(paths)}]") if paths else ()
    for element in wanted:
        if font := symbol_font([fonts.of(element) or ""]):
            # Word may name another font for ASCII beside the one of the sign.
            other = _ASCII_FAMILY.search(element.get("style") or "")
            table = _table(font, keeps_ascii=other is not None and not symbol_font([_first(other[1])]))
            _decode_within(element, fonts, table)


class _Fonts:
    """Which font an element chooses."""

    def __init__(self, root: etree._Element) -> None:
        css = "\n".join("".join(map(str, style.itertext())) for style in root.iter("style"))[:_STYLE_LIMIT]
        rules = ((name, _family(rule)) for name, rule in _RULE.findall(css))
        self._classes = {name: family for name, family in rules if family is not None}
        self.has_symbol_class = bool(symbol_font(self._classes.values()))

    def of(self, element: etree._Element) -> str | None:
        """The first family it names, None where it has that of its parent."""
        family = _family(element.get("style") or "")
        if family is None and (face := element.get("face")):
            family = _first(face)
        if family is None and self._classes:
            names = (element.get("class") or "").split()
            family = next((self._classes[name] for name in names if name in self._classes), None)
        return family


def _family(style: str) -> str | None:
    found = _FAMILY.findall(style)
    if not found:
        return None
    is_family, value = found[-1]
    family = _first(value)
    if is_family or '"' in value or "'" in value:
        return family
    # A `font` says style, size and family at once.
    words = family.split()
    sizes = (number for number, word in enumerate(words, 1) if _SIZE.fullmatch(word))
    return " ".join(words[next(sizes, 0) :])


def _first(families: str) -> str:
    """The first of several families, without quotation marks; in a `font`, without what stands before these."""
    family = families.partition(",")[0].strip()
    if family[-1:] in {"'", '"'}:
        return family[:-1].rpartition(family[-1])[2]
    return family


def _decode_within(element: etree._Element, fonts: _Fonts, table: Mapping[int, str]) -> None:
    """Decode the text of `element`, and of all in it that chooses no font of its own."""
    opened = [element]
    while opened:
        item = opened.pop()
        if item.text:
            item.text = item.text.translate(table)
        for child in item:
            if child.tail:
                child.tail = child.tail.translate(table)
            if fonts.of(child) is None:
                opened.append(child)


@cache
def _table(font: str, *, keeps_ascii: bool) -> Mapping[int, str]:
    """The signs by the characters that stand for them; a hard space stays one, as programs put it between."""
    plain = {code: sign for code, sign in signs(font).items() if code != _HARD_SPACE}
    if keeps_ascii:
        plain = {code: sign for code, sign in plain.items() if code not in _ASCII}
    return {**plain, **typed_signs(font)}
