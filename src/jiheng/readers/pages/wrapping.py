"""Lines → paragraphs: a line break that only a full line made is dropped, one that somebody typed stays.

A line was broken by the printer if what follows it did not fit behind it. Where it did not fit by chance, the start of
a list's next item tells, or an indentation, or a larger distance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jiheng.domain.numerals import chinese_to_int
from jiheng.readers.pages.lines import Line, is_wide

__all__ = ["CONTENTS", "Distances", "Frame", "distances_in", "heal", "is_unfinished", "join"]

CONTENTS = re.compile(r"(?:[.．·…‥]\s*){4,}\d{1,4}$")
"""The end of a line in a table of contents: leaders and a page number."""

_MARK = re.compile(
    r"(?P<dot>\d{1,2})(?:[.．](?!\d)|、)|[（(](?P<round>\d{1,2})[）)]|(?P<half>\d{1,2})[）)]"
    r"|(?P<circle>[①-⑳])|(?P<chinese>[一二三四五六七八九十]{1,3})、|[（(](?P<chinese_round>[一二三四五六七八九十]{1,3})[）)]"
)
_HEADING = re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|节|条)")
_LAST_WORD = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]+[,.;:]?$")
_FIRST_WORD = re.compile(r"[A-Za-z]+(?![0-9A-Za-z])")
_END = frozenset("。；;：:！？!?")
_SLACK = 0.4  # of a character: less is within what justification and unequal margins hide
_NARROW = 10  # characters: in a narrower cell few people press Enter, and unequal slack is common
_NARROW_SLACK = 0.3  # of the width of such a cell
_LETTER, _CAPITAL, _BROAD = 0.6, 0.83, 1.05  # of the size: how wide Latin letters are at most
_INDENT = 1.3
_PITCH = 1.3
_LARGER = 1.15
_SIZEABLE = 3  # wide characters that together tell the size of a line
_ALIGNED = 0.6
_STATED = re.compile(r"jiheng lines (1\.\d) paragraphs ([12]\.\d)")


class Frame(NamedTuple):
    """Between which x the text of a cell or page may run."""

    left: float
    right: float


class Distances(NamedTuple):
    """How far apart lines are within a paragraph and between two, in ems; the documents that we print tell it."""

    line: float
    paragraph: float

    def paragraphs(self, step: float) -> int:
        """How many paragraphs begin at a line that is so far below the one before; all but the last one are blank."""
        return max(round(step / self.paragraph), 1) if 2 * step > self.line + self.paragraph else 0


def distances_in(keywords: str) -> Distances | None:
    """What a document that we printed says of itself among its keywords, see `jiheng.writers.pdf.data`."""
    match = _STATED.search(keywords)
    return Distances(float(match[1]), float(match[2])) if match else None


class _List:
    """Follows the numbering of lists, one count for each way of numbering."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def starts(self, text: str, *, after_end: bool) -> bool:
        """Whether `text` begins the next item of a list, or the first one behind an ended sentence."""
        match = _MARK.match(text)
        if match is None:
            return False
        kind = match.lastgroup or ""
        number = _value(match[kind])
        goes_on = number == self.counts.get(kind, 0) + 1 and (number > 1 or after_end)
        if goes_on or not self.counts or number == 1:
            self.counts[kind] = number
        return goes_on


def heal(lines: Sequence[Line], frame: Frame, distances: Distances | None = None) -> list[list[Line]]:
    """The lines of each paragraph; a blank one has none. `distances`: where the document tells them."""
    if not lines:
        return []
    left = _is_left(lines, frame)
    pitch = _pitch(lines)
    numbering = _List()
    numbering.starts(lines[0].text, after_end=True)
    paragraphs = [[lines[0]]]
    for before, line in pairwise(lines):
        if distances and (step := _step(before, line)) > 0:
            paragraphs.extend([] for _ in range(distances.paragraphs(step / min(before.em, line.em))))
            paragraphs[-1].append(line)
            continue
        ended = before.text[-1] in _END
        new_item = numbering.starts(line.text, after_end=ended) or (ended and bool(_HEADING.match(line.text)))
        if (
            new_item
            or not is_unfinished(before, line, frame, left=left and not _is_middle(before, frame))
            or _step(before, line) > _PITCH * max(pitch, before.em)
            or _differ(before, line)
            or (left and _is_indented(paragraphs[-1], line, frame) and not (_is_middle(line, frame) and not ended))
        ):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def is_unfinished(before: Line, line: Line, frame: Frame, *, left: bool = False) -> bool:
    """Whether the start of `line` did not fit behind `before`; `left`: only room on the right counts."""
    if CONTENTS.search(before.text):
        return False
    room = frame.right - before.x1
    if not left:
        room += before.x0 - frame.left
    width = frame.right - frame.left
    need = line.head + _SLACK * line.em
    if width < _NARROW * line.em and before.text[-1] not in _END:
        need = max(need, _NARROW_SLACK * width)
    return room <= need


def join(lines: Sequence[Line], frame: Frame) -> str:
    """The text of a paragraph: a drawn space stays, Latin words get the one that the break swallowed."""
    if not lines:
        return ""
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        if before.spaced or _between_words(before, line, frame):
            parts.append(" ")
        parts.append(line.text)
    return "".join(parts)


def _between_words(before: Line, line: Line, frame: Frame) -> bool:
    """A line with room for one more letter was broken between words, one without it anywhere; codes have digits."""
    if not (_LAST_WORD.search(before.text) and _FIRST_WORD.match(line.text)):
        return False
    return frame.right - before.x1 > _letter(line.text[0]) * before.em


def _letter(char: str) -> float:
    if char in "MWm":
        return _BROAD
    return _CAPITAL if char.isupper() or char == "w" else _LETTER


def _is_left(lines: Sequence[Line], frame: Frame) -> bool:
    """Whether lines begin at their left margin, the first one perhaps further in; else they are centred or on the right."""
    inner = [line.x0 - frame.left > _ALIGNED * line.em for line in lines]
    if not any(inner):
        return True
    outer = [frame.right - line.x1 > _ALIGNED * line.em for line in lines]
    if not any(outer):
        return not any(inner[1:])
    return any(abs((line.x0 - frame.left) - (frame.right - line.x1)) > 2 * _ALIGNED * line.em for line in lines)


def _is_middle(line: Line, frame: Frame) -> bool:
    """A line that stands in the middle, such as a title among other lines."""
    room = line.x0 - frame.left, frame.right - line.x1
    return min(room) > 2 * line.em and abs(room[0] - room[1]) < 2 * _ALIGNED * line.em


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from line to line."""
    steps = sorted(
        step for before, line in pairwise(lines) if (step := _step(before, line)) > 0 and not _differ(before, line)
    )
    return steps[len(steps) // 4] if steps else 0.0


def _step(before: Line, line: Line) -> float:
    return (line.y0 + line.y1 - before.y0 - before.y1) / 2


def _differ(before: Line, line: Line) -> bool:
    """Letters of another size: a heading. Lines without Chinese characters do not tell their size well enough."""
    if max(before.em, line.em) <= _LARGER * min(before.em, line.em):
        return False
    return all(sum(map(is_wide, text)) >= _SIZEABLE for text in (before.text, line.text))


def _is_indented(paragraph: list[Line], line: Line, frame: Frame) -> bool:
    """Whether `line` stands further right than the paragraph above it runs.

    Of a single line that is indented itself nobody knows where its paragraph runs: below it, a line as far in begins
    another paragraph where a sentence has ended, and else belongs to a block that is set in as a whole.
    """
    before = paragraph[-1]
    if len(paragraph) == 1 and before.x0 > frame.left + _INDENT * line.em:
        if abs(line.x0 - before.x0) < line.em / 2:
            return before.text[-1] in _END
        return line.x0 > before.x0
    margin = before.x0 if len(paragraph) > 1 else frame.left
    return line.x0 > margin + _INDENT * line.em


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    return chinese_to_int(number) or 0
