"""Texts made ready for print: nothing in them steers the printer, and what is too long for a line may break anywhere."""

from __future__ import annotations

import re

__all__ = ["breakable", "printable", "set_alone"]

# Control characters, what is invisible, marks that turn the direction of the text, surrogates, non-characters.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
_WHITE = re.compile("[\t\n]")
_BREAK = "\x02"  # a mark for the template: a line may end here

_WORD = re.compile("[^\\s\u2e80-\U0010ffff]+")
# The widest letters of the bold font, in ems.
_BROAD, _WIDEST = re.compile("[MWm%@]|[^!-~]"), 1.1
_CAPITAL, _CAPITAL_WIDTH = re.compile("[A-LN-VX-Zw&]"), 0.88
_LETTER_WIDTH = 0.69


def printable(text: str) -> str:
    """`text` on one line without what would steer the printer."""
    return _WHITE.sub(" ", _STEERING.sub("", text))


def set_alone(data: str, chars: frozenset[str]) -> str:
    """The JSON `data`, in which each of `chars` is marked to be set by itself.

    So it joins no cluster with its neighbours, which would take its meaning, nor turns their direction.
    """
    return re.sub(f"[{''.join(map(re.escape, sorted(chars)))}]", r"\\u0001\g<0>", data)


def breakable(text: str, room: float) -> str:
    """`text` with places to break in words that may be wider than `room`, in ems."""
    if len(text) * _WIDEST <= room:
        return text
    return _WORD.sub(lambda word: _BREAK.join(word[0]) if _width(word[0]) > room else word[0], text)


def _width(word: str) -> float:
    """At most so wide is a word, in ems."""
    broad = len(_BROAD.findall(word))
    capital = len(_CAPITAL.findall(word))
    return broad * _WIDEST + capital * _CAPITAL_WIDTH + (len(word) - broad - capital) * _LETTER_WIDTH
