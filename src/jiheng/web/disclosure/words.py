"""Words in texts: the one comparison behind search, its excerpts and what they mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

__all__ = ["LONGEST", "excerpt", "fold", "marked", "search_words"]

LONGEST = 100
"""Characters of what is searched for."""
_MOST_WORDS = 8
_BEFORE, _AROUND = 24, 90


def fold(text: str) -> str:
    """`text` as it is compared: full width is half width, capitals are small, control characters are not there.

    Letter by letter, so that every letter of the result comes from one of `text`.
    """
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=65536)
def _fold_letter(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).casefold()
    return "".join(each for each in folded if each == "\n" or unicodedata.category(each) not in {"Cc", "Cs"})


def search_words(query: str) -> list[str]:
    """The words that a visitor looks for, folded; all of them have to be there."""
    return list(dict.fromkeys(fold(query[:LONGEST]).split()))[:_MOST_WORDS]


def marked(text: str, words: Sequence[str]) -> SafeString:
    """`text` as HTML, with `words` in ``<mark>``; what was markup in it is text."""
    parts: list[str] = []
    end = 0
    for start, stop in _spans(text, words):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def excerpt(text: str, words: Sequence[str]) -> str:
    """What stands around the first of the words; the whole text where it is short."""
    text = " ".join(text.split())
    first = next(_spans(text, words), (0, 0))[0]
    start = max(0, first - _BEFORE) if len(text) > _AROUND else 0
    stop = start + _AROUND
    return f"{'…' if start else ''}{text[start:stop]}{'…' if stop < len(text) else ''}"


def _spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words stand in `text`, from left to right, those that overlap as one."""
    folded, letters = [], []
    for index, letter in enumerate(text):
        piece = _fold_letter(letter)
        folded.append(piece)
        letters += [index] * len(piece)
    whole = "".join(folded)
    found: list[tuple[int, int]] = []
    for word in words:
        at = whole.find(word)
        while word and at >= 0:
            found.append((letters[at], letters[at + len(word) - 1] + 1))
            at = whole.find(word, at + len(word))
    start = stop = -1
    for left, right in sorted(found):
        if left <= stop:
            stop = max(stop, right)
            continue
        if stop > 0:
            yield start, stop
        start, stop = left, right
    if stop > 0:
        yield start, stop
