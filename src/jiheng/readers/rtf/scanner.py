"""From bytes to control words, braces and text.

Nine words in ten only say how text looks. They are passed by inside the pattern, which takes a tenth of the time of
looking at each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from itertools import groupby
from typing import NamedTuple

from jiheng.readers.rtf.destinations import DESTINATIONS, LISTED, SIGNS, SKIPPED

__all__ = ["Kind", "Scanner", "Token"]


class Kind(IntEnum):
    """What a token is: the last group of the pattern that it matched."""

    STAR = 1
    """The first word of a group that programs may leave out if they do not know it."""
    STAR_NUMBER = 2
    CHARACTERS = 3
    """Several characters, each with one sign for programs without Unicode."""
    WORD = 4
    NUMBERED = 5
    HEX = 6
    SYMBOL = 7
    BRACE = 8
    TEXT = 9


class Token(NamedTuple):
    """`kind` is a `Kind`; `value` is the word, the sign, the brace or the text; `number` what stands behind a word."""

    kind: int
    value: bytes
    number: int | None = None


def _one_of(words: Iterable[bytes]) -> bytes:
    """A pattern for any of the words, sorted by their first letters."""
    found = []
    for first, group in groupby(sorted(words), lambda word: word[:1]):
        found.append(first + b"(?:" + b"|".join(word[1:] for word in group) + b")")
    return b"(?:" + b"|".join(found) + b")"


@cache
def _pattern(known: frozenset[bytes]) -> re.Pattern[bytes]:
    words = _one_of({*known, *SIGNS, *DESTINATIONS, *SKIPPED, *LISTED})
    return re.compile(
        rb"(?:\\(?!(?:" + words + rb"|m[a-zA-Z]*Pr)(?![a-zA-Z]))[a-zA-Z]{1,32}(?:-?[0-9]{1,10})? ?|[\r\n]+)*+"
        rb"(?:\\\*[\r\n ]*\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?"
        rb"|((?:\\u-?[0-9]{1,5} ?(?:\\'[0-9a-fA-F]{2}|\?)[\r\n]*)+)"
        rb"|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|\\|\Z)",
        re.DOTALL,
    )


_BRACE = re.compile(rb"\\bin([0-9]{1,10}) ?|\\.|[{}]", re.DOTALL)


class Scanner:
    """Gives the tokens of a file one after the other."""

    def __init__(self, data: bytes, known: frozenset[bytes]) -> None:
        """`known`: the words that are wanted, beside those of `destinations`."""
        self._data = data
        self._match = _pattern(known).match
        self._at = 0

    def next(self) -> Token | None:
        """The next token, None at the end."""
        while match := self._match(self._data, self._at):
            if match.end() == self._at:
                return None
            self._at = match.end()
            group = match.lastindex
            if group is None:
                continue
            if group in (Kind.NUMBERED, Kind.STAR_NUMBER):
                return Token(group - 1, match[group - 1], int(match[group]))
            return Token(group, match[group])
        return None

    def skip(self, count: int) -> None:
        """Pass by so many bytes of pictures or other data."""
        self._at = min(self._at + max(count, 0), len(self._data))

    def skip_group(self) -> None:
        """Go to the brace that ends the group that is open, or to the end."""
        depth = 1
        at = self._at
        while match := _BRACE.search(self._data, at):
            at = match.end()
            if match[1]:
                at += int(match[1])
            elif match[0] == b"{":
                depth += 1
            elif match[0] == b"}":
                depth -= 1
                if not depth:
                    self._at = match.start()
                    return
        self._at = len(self._data)
