"""What a text is made of: its letters, and each two of them that stand side by side."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

__all__ = ["Wanted", "parts_of_text", "parts_of_word"]


class Wanted(NamedTuple):
    """Parts that a field of a row must have."""

    field: str
    parts: list[str]


def parts_of_text(text: str) -> set[str]:
    """All of them."""
    return {*text, *map("".join, pairwise(text))}


def parts_of_word(word: str) -> list[str]:
    """Those that a text must have in which `word` stands; of a word of one letter or two it is the word itself."""
    return list(dict.fromkeys(map("".join, pairwise(word)))) or [word]
