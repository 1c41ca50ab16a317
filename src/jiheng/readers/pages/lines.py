"""Characters → lines of text, with what is needed to tell a wrapped line from the last one of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter, sub
from typing import NamedTuple

from jiheng.readers.pages.model import Char

__all__ = ["Line", "is_wide", "to_lines"]

_CLOSING = frozenset("，。、；：？！）》】」』”’％…·,.;:?!)]}%>〉〕")  # never first on a line
_OPENING = frozenset("（《【「『“‘([{〈〔")  # never last on a line
_QUOTES = frozenset("“”‘’")
_SAME_LINE = 0.5
_SAME_SPOT = 0.2
_SPACE = 0.24
_MIXED_SPACE = 0.4
_COLUMN_GAP = 2.0
_LEFT = itemgetter(1)  # of a `Char`


_Piece = tuple[str, float, float]


class Line(NamedTuple):
    """A line of text in its box.

    Attributes:
        em: the size of its characters.
        head: the width of what had to stay together at its start, and so did not fit behind the line before it.
        spaced: a space was drawn behind it, which counts if the paragraph goes on.
        pieces: text, left and right edge of each piece where wide gaps hold several apart.
        confidence: how surely it was read, of a picture.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    head: float
    spaced: bool = False
    pieces: tuple[_Piece, ...] = ()
    confidence: float | None = None


def is_wide(char: str) -> bool:
    """Chinese characters and signs, which fill a square and between which a line may break."""
    return char >= "\u2e80" or char in "“”‘’…—"


def to_lines(chars: Sequence[Char]) -> list[Line]:
    """The lines of a cell or a page from top to bottom; turned characters follow the upright ones."""
    turned = [char for char in chars if char.turn]
    if not turned:
        return _lines(chars)
    lines = _lines([char for char in chars if not char.turn])
    for turn in (1, 2, 3):
        lines.extend(
            line._replace(x0=min(c.x0 for c in turned), x1=max(c.x1 for c in turned))
            for line in _lines([_upright(char) for char in turned if char.turn == turn])
        )
    return lines


def _upright(char: Char) -> Char:
    text, x0, y0, x1, y1, turn = char
    if turn == 1:
        return Char(text, -y1, x0, -y0, x1)
    if turn == 3:
        return Char(text, y0, -x1, y1, -x0)
    return Char(text, -x1, -y1, -x0, -y0)


def _lines(chars: Sequence[Char]) -> list[Line]:
    if not chars:
        return []
    by_height = sorted(chars, key=_twice_middle)
    first, last = by_height[0], by_height[-1]
    if _twice_middle(last) - _twice_middle(first) <= 2 * _SAME_LINE * _size(first):
        rows = [by_height]
    else:
        rows = _rows(by_height)
    return [line for row in rows if (line := _line(row)) is not None]


def _rows(by_height: list[Char]) -> list[list[Char]]:
    """Characters whose middles are as high, give or take half of the larger one."""
    rows: list[list[Char]] = []
    middle = height = 0.0
    for char in by_height:
        _, x0, y0, x1, y1, _ = char
        here, size = (y0 + y1) / 2, max(y1 - y0, x1 - x0)
        if rows and here - middle <= _SAME_LINE * max(height, size):
            rows[-1].append(char)
            if size > height:
                middle, height = here, size
        else:
            rows.append([char])
            middle, height = here, size
    return rows


def _size(char: Char) -> float:
    return max(char.y1 - char.y0, char.x1 - char.x0)


def _twice_middle(char: Char) -> float:
    return char[2] + char[4]


def _line(row: list[Char]) -> Line | None:
    row.sort(key=_LEFT)
    spaced = row[-1].text.isspace()
    while row and row[-1].text.isspace():
        row.pop()
    if not row:
        return None
    if row[0].text.isspace():
        row = row[next(n for n, char in enumerate(row) if not char.text.isspace()) :]
    texts, lefts, tops, rights, bottoms, _ = zip(*row, strict=True)
    em = _em(row)
    head = _head(row, texts)
    text = "".join(texts)
    apart: tuple[_Piece, ...] = ()
    gaps = list(map(sub, lefts[1:], rights[:-1]))
    if gaps and (min(gaps) < -_SAME_SPOT * em or max(gaps) > _SPACE * em):
        text, apart = _spaced(_without_doubles(row, em), em)
    return Line(text, lefts[0], min(tops), rights[-1], max(bottoms), em, head, spaced, apart)


def _without_doubles(row: list[Char], em: float) -> list[Char]:
    """Without what was drawn twice at nearly the same spot to look bold, or as a shadow."""
    kept: list[Char] = []
    for char in row:
        near = (before for before in kept[-2:] if char.x0 - before.x0 < _SAME_SPOT * em)
        if char.text.isspace() or all(before.text != char.text for before in near):
            kept.append(char)
    return kept


def _spaced(row: list[Char], em: float) -> tuple[str, tuple[_Piece, ...]]:
    """The text with a space in each gap that is none of justification's; and the pieces that wide gaps hold apart."""
    seen = [char for char in row if not char.text.isspace()]
    gaps = sorted(char.x0 - before.x1 for before, char in pairwise(seen))
    usual = max(gaps[len(gaps) // 2], 0.0) if len(gaps) > 2 else 0.0
    parts = [row[0].text]
    pieces: list[_Piece] = []
    begin, start = 0, row[0].x0
    last = row[0]
    for before, char in pairwise(row):
        drawn = char.text.isspace()
        if not drawn:
            gap = char.x0 - last.x1
            if gap > _COLUMN_GAP * em:
                pieces.append(("".join(parts[begin:]).strip(), start, last.x1))
                parts.append(" " if before.text.isspace() else "  ")
                begin, start = len(parts), char.x0
            elif not before.text.isspace() and gap > usual + _least_space(last.text, char.text) * em:
                parts.append(" ")
            last = char
        parts.append(char.text)
    pieces.append(("".join(parts[begin:]).strip(), start, last.x1))
    return "".join(parts), tuple(pieces) if len(pieces) > 1 else ()


def _least_space(before: str, char: str) -> float:
    """How wide a gap must be to be a space; between Chinese and Latin letters printers leave a quarter by themselves."""
    return _SPACE if is_wide(before) == is_wide(char) else _MIXED_SPACE


def _em(row: Iterable[Char]) -> float:
    """The size of the characters: wide ones are as wide as high, others only tell their height."""
    sizes = sorted([x1 - x0 for text, x0, _, x1, _, _ in row if "\u3400" <= text <= "\u9fff"])
    if not sizes:
        sizes = sorted([y1 - y0 for _, _, y0, _, y1, _ in row])
    return max(sizes[len(sizes) // 2], 1.0)


def _head(row: Sequence[Char], texts: Sequence[str]) -> float:
    """Opening marks, then a wide character or a whole word, then closing marks; a quotation mark holds on both sides."""
    index = 0
    last = len(texts) - 1
    while index < last and texts[index] in _OPENING:
        index += 1
    if not is_wide(texts[index]):
        while index < last and not is_wide(texts[index + 1]) and not texts[index + 1].isspace():
            index += 1
    while index < last and (texts[index + 1] in _CLOSING or texts[index] in _QUOTES or texts[index + 1] in _QUOTES):
        index += 1
    return row[index].x1 - row[0].x0
