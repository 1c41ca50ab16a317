"""Signs of symbol fonts: such a font draws, at the code of a letter, a sign that has a place of its own in Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["TYPED", "decode", "signs", "symbol", "symbol_font", "typed_signs"]

TYPED = re.compile("[\uf020-\uf0ff]")
"""A code typed in a symbol font, as Word stores it: in Unicode's area for private use."""
_PRIVATE = 0xF000
_DEFAULT = "symbol"

# The whole encoding of Symbol, without the sign of a trade mark at F0: a target typed in it has its digits there, too.
_SYMBOL = {
    **dict(zip(range(0x20, 0x7F), (
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    ), strict=True)),
    **dict(zip(range(0xA0, 0xF0), (
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    ), strict=True)),
    **dict(zip(range(0xF1, 0xFF), "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭", strict=True)),
}  # fmt: skip
# Of the others, the signs that forms use.
_WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x6E: "■", 0x6C: "●", 0xA1: "○",
    0x75: "◆", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨", 0x9F: "•", 0x76: "❖", 0xA7: "▪",
    0xAB: "★", **dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x51: "☒", 0xA3: "□", 0x2A: "□", 0x30: "□"}
_FONTS = {_DEFAULT: _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_TYPED_SIGNS = {font: {_PRIVATE + code: sign for code, sign in signs.items()} for font, signs in _FONTS.items()}


def symbol_font(names: Iterable[str]) -> str:
    """The first of the fonts called `names` whose signs are known, empty where none is."""
    return next((name for name in (name.strip().lower() for name in names) if name in _FONTS), "")


def symbol(code: int, font: str = "") -> str:
    """The text of a sign that a document asks for by its code, empty where it has none.

    Args:
        code: as the font counts, or in the private area from F000 on.
        font: its name; Symbol where none is given.
    """
    is_private = _PRIVATE <= code < _PRIVATE + 256
    known = symbol_font([font or _DEFAULT])
    if known and (is_private or 0 <= code < 256):
        return _FONTS[known].get(code % 256, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def signs(font: str) -> Mapping[int, str]:
    """The signs of a font that `symbol_font` gave, by their codes, all below 256; empty for any other."""
    return _FONTS.get(font, {})


def typed_signs(font: str) -> Mapping[int, str]:
    """The same signs by their typed codes (`TYPED`)."""
    return _TYPED_SIGNS.get(font, {})


def decode(text: str, font: str) -> str:
    """`text` with its typed codes (`TYPED`) replaced by the signs of the font; what has no sign stays as it is.

    Args:
        text: of which every character becomes one character.
        font: what `symbol_font` gave.
    """
    return text.translate(typed_signs(font))
