"""What the distances within a line tell: where a space was typed, and which signs are of full width."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from jiheng.readers.scan.lines import Box
from jiheng.readers.scan.models import Glyph

__all__ = ["is_ideograph", "letter_width", "with_widths"]

_HALF = "(),:;!?"
_FULL = "（），：；！？"
_TO_FULL = dict(zip(_HALF, _FULL, strict=True))
_TO_HALF = dict(zip(_FULL, _HALF, strict=True))
_LATIN = 0.56  # of a Chinese character: how wide digits and Latin letters are
_WIDE, _NARROW = 0.74, 0.52  # a sign of at least, of at most this width is of full, of half width
_ENOUGH = 3  # neighbouring Chinese characters that tell how wide they are


def is_ideograph(char: str) -> bool:
    """Chinese characters proper, which fill a square."""
    return "\u3400" <= char <= "\u9fff"


def letter_width(box: Box, glyphs: list[Glyph]) -> float:
    """How wide the Chinese characters of a line are, or would be, in pixels."""
    length = box.right - box.left
    steps = [
        (two.at - one.at) * length for one, two in pairwise(glyphs) if is_ideograph(one.text) and is_ideograph(two.text)
    ]
    return median(steps) if len(steps) >= _ENOUGH else float(box.bottom - box.top)


def with_widths(box: Box, glyphs: list[Glyph]) -> list[Glyph]:
    """The same characters, each bracket and mark in the form that its width, or what stands around it, calls for."""
    width = letter_width(box, glyphs) / max(box.right - box.left, 1)
    known = [_by_width(glyphs, n, width) for n in range(len(glyphs))]
    partners = _partners(glyphs)
    found = []
    for n, glyph in enumerate(glyphs):
        wide = known[n]
        if wide is None and glyph.text in "()（）":
            partner = partners.get(n)
            wide = known[partner] if partner is not None else None
            wide = _is_chinese(glyphs, n, partner) if wide is None else wide
        found.append(glyph if wide is None else glyph._replace(text=_form(glyph.text, wide=wide)))
    return found


def _partners(glyphs: list[Glyph]) -> dict[int, int]:
    """Which bracket closes which."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for n, glyph in enumerate(glyphs):
        if glyph.text in "(（":
            opened.append(n)
        elif glyph.text in ")）" and opened:
            first = opened.pop()
            partners[first], partners[n] = n, first
    return partners


def _is_chinese(glyphs: list[Glyph], n: int, partner: int | None) -> bool:
    """Whether a bracket stands among Chinese words; where neither width nor neighbours tell, most are of full width."""
    ends = [n] if partner is None else [n, partner]
    near = [glyphs[at].text for end in ends for at in (end - 1, end + 1) if 0 <= at < len(glyphs)]
    return any(map(is_ideograph, near)) or not any(char.isascii() and char.isalnum() for char in near)


def _by_width(glyphs: list[Glyph], n: int, width: float) -> bool | None:
    """Whether a sign between two others is of full width; None where the distances do not tell."""
    if glyphs[n].text not in _TO_FULL and glyphs[n].text not in _TO_HALF:
        return None
    if not 0 < n < len(glyphs) - 1 or width <= 0:
        return None
    before, after = glyphs[n - 1], glyphs[n + 1]
    if not all(is_ideograph(near.text) or near.text.isalnum() for near in (before, after)):
        return None
    own = (after.at - before.at) / width - sum(
        0.5 if is_ideograph(near.text) else _LATIN / 2 for near in (before, after)
    )
    return True if own >= _WIDE else False if own <= _NARROW else None


def _form(char: str, *, wide: bool) -> str:
    return (_TO_FULL if wide else _TO_HALF).get(char, char)
