"""What was read from pictures: what the field knows mends what the eye misread, and what stays unsure is said.

It works on a reading before recognition. Nothing is mended without a note, and nothing where two mendings are possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from math import prod
from typing import NamedTuple

from jiheng.domain.goals import GoalSheet
from jiheng.domain.grid import Block, Cell, Grid, Paragraph, Reading
from jiheng.domain.note import Note
from jiheng.domain.project_code import parse_project_code
from jiheng.domain.taxonomy import TREES
from jiheng.domain.text import label_key, to_half_width
from jiheng.forms import Form
from jiheng.recognise.labels import labels_of

__all__ = ["doubts_of", "mend"]

SURE = 0.90
"""Of a line: below it, people are asked to look."""
_ALL = 100  # per cent
_EXCERPT = 40
_LONGEST_LABEL = 20
_SHORTEST_MENDED = 4
_LABEL_SURE = 0.97  # a label that was read more surely is another word

_DIGITS = str.maketrans("OoDQlI|ZSB。．", "0000111258..")
_NUMBER = re.compile(
    r"(?P<sign>[≥≤=<>＞＜]?)(?P<number>[0-9OoDQlI|ZSB][0-9OoDQlI|ZSB,，.。．]*)(?P<unit>%?)(?P<dirt>[一—_丨]?)"
)
_PLAIN_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_CODE = re.compile(r"[0-9A-Za-z|]{21}")
_LIKE = {"O": "0", "I": "1", "l": "1", "|": "1", "Z": "2", "S": "5", "V": "Y", "o": "0"}
_MAYBE = {"D": "0", "Q": "0", "B": "8", "G": "6"}
_MAYBE_AT_END = {"0": "DQ", "8": "B", "6": "G", **_MAYBE}  # elsewhere these are digits
_HALF_COMMA = re.compile(r"[\u3400-\u9fff],")  # beside full ones: at the end of a line nothing tells which it is
_PIECES = re.compile(r"\n|\s{2,}")
_MOST_DIRT = 3  # characters behind a label, on a line of their own or far from it
_AMOUNT = re.compile(r"[\d.,]+\s*")
_UNCLEAR = re.compile(r"(?=.*[A-Z])(?=.*[0O1IDQ8B5S2Z6G])")
_MOST_CHANGES = 2
_MOST_WAYS = 20_000


class _Mended(NamedTuple):
    """What a text is taken for, and the note that says so."""

    text: str
    code: str


def mend(reading: Reading, forms: Mapping[str, Form]) -> Reading:
    """The reading with what could be mended, and notes on that and on what was read with doubt."""
    if not any(_was_seen(block) for block in reading.blocks):
        return reading
    words = _words(tuple(forms.values()))
    notes: list[Note] = []
    blocks: list[Block] = []
    for block in reading.blocks:
        if isinstance(block, Paragraph):
            _doubt(block.text, block.confidence, block, notes)
            blocks.append(block)
        else:
            blocks.append(_mended_grid(block, words, notes))
    return replace(reading, blocks=tuple(blocks), notes=(*reading.notes, *notes))


def _was_seen(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return block.confidence is not None
    return any(cell.confidence is not None for row in block.rows for cell in row)


def _mended_grid(grid: Grid, words: _Words, notes: list[Note]) -> Grid:
    made: dict[int, Cell] = {}
    for cell in (cell for row in grid.rows for cell in row):
        if id(cell) in made:
            continue
        made[id(cell)] = cell
        if cell.confidence is None or not cell.text:
            continue
        mended = words.mended(cell.text, cell.confidence) or _number(cell.text) or _code(cell.text)
        if mended is not None:
            values = {"before": cell.text[:_EXCERPT], "after": mended.text[:_EXCERPT]}
            notes.append(Note(mended.code, values, grid.place(cell)))
            made[id(cell)] = cell._replace(text=mended.text)
        elif not words.knows(cell.text):
            sure = 0.0 if words.amount_before_label(cell.text) else cell.confidence
            notes.extend(_doubts(cell.text, cell.confidence, sure, grid, cell))
    return replace(grid, rows=tuple(_parted([made[id(cell)] for cell in row], words) for row in grid.rows))


def _parted(row: list[Cell], words: _Words) -> tuple[Cell, ...]:
    """Where the line between an amount and the label behind it was not seen, the label gets the last of their columns."""
    for end in range(1, len(row)):
        both = row[end]
        is_last = end + 1 == len(row) or row[end + 1] is not both
        if both.confidence is None or not is_last or row[end - 1] is not both:
            continue
        if amount := words.amount_before_label(both.text):
            alone = both._replace(text=amount.rstrip())
            label = both._replace(
                text=both.text[len(amount) :], column=both.column + sum(cell is both for cell in row) - 1
            )
            row = [alone if cell is both else cell for cell in row]
            row[end] = label
    return tuple(row)


def _doubts(text: str, confidence: float, sure: float, grid: Grid, cell: Cell) -> Iterable[Note]:
    if sure < SURE or _is_doubtful_code(text) or (_HALF_COMMA.search(text) and "，" in text):
        yield Note("doubtful", {"text": text[:_EXCERPT], "confidence": f"{confidence:.2f}"}, grid.place(cell))


def _is_doubtful_code(text: str) -> bool:
    """A code with a wrong check character; or without one, if it holds what looks like something else."""
    code = _looks_like_code(text)
    if code is None:
        return False
    parsed = parse_project_code(code)
    return not parsed.is_valid or (parsed.expected_check is None and bool(_UNCLEAR.search(code[8:])))


def _doubt(text: str, confidence: float | None, paragraph: Paragraph, notes: list[Note]) -> None:
    if confidence is not None and confidence < SURE:
        notes.append(Note("doubtful", {"text": text[:_EXCERPT], "confidence": f"{confidence:.2f}"}, paragraph.place))


def doubts_of(sheets: Iterable[GoalSheet]) -> list[Note]:
    """Where what was read from a picture does not add up: the parts of a budget, the steps of a plan."""
    notes: list[Note] = []
    for sheet in sheets:
        budget, place = sheet.budget, sheet.places.get("budget.total")
        if place and place.confidence is not None and budget.total is not None and budget.fiscal is not None:
            parts = budget.fiscal + (budget.other or 0)
            if budget.total != parts:
                notes.append(Note("doubtful-sum", {"total": str(budget.total), "parts": str(parts)}, place))
        percents = [step.percent for step in sheet.spending_plan if step.percent is not None]
        first = sheet.places.get("spending_plan[0]") or place
        if (
            first
            and first.confidence is not None
            and percents
            and (sorted(percents) != percents or percents[-1] != _ALL)
        ):
            notes.append(Note("doubtful-plan", {"percents": "、".join(f"{percent}%" for percent in percents)}, first))
    return notes


class _Words:
    """The words that forms print."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.labels = {key for form in forms for key in labels_of(form).marks if key}
        self.levels = {
            name for tree in TREES.values() for first, seconds in tree.levels.items() for name in (first, *seconds)
        }

    def knows(self, text: str) -> bool:
        """Whether `text` is such a word, which then was read well."""
        key = label_key(text)
        return key in self.labels or key in self.levels

    def amount_before_label(self, text: str) -> str:
        """The amount where one and a label behind it stand in one cell: the line between them was not seen."""
        match = _AMOUNT.match(text)
        return match[0] if match and label_key(text[match.end() :]) in self.labels else ""

    def mended(self, text: str, confidence: float) -> _Mended | None:
        """The only such word from which `text` differs by one character, if it was not read for sure."""
        key = label_key(text)
        head, *rest = _PIECES.split(text)
        if rest and self.knows(head) and not self.knows(text) and len("".join(rest)) <= _MOST_DIRT:
            return _Mended(head, "mended-label")
        if confidence >= _LABEL_SURE or not _SHORTEST_MENDED <= len(key) <= _LONGEST_LABEL or self.knows(text):
            return None
        found = [word for word in self.labels | self.levels if _differ_by_one(key, word)]
        if len(found) != 1:
            return None
        return _Mended(found[0], "mended-level" if found[0] in self.levels else "mended-label")


@cache
def _words(forms: tuple[Form, ...]) -> _Words:
    return _Words(forms)


def _differ_by_one(one: str, other: str) -> bool:
    """One character read as another one, left out or added."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _number(text: str) -> _Mended | None:
    """``1O0.0O`` → ``100.00``; a text that holds a digit, and beside digits only what looks like one."""
    match = _NUMBER.fullmatch(to_half_width(text).replace(" ", "").replace("\u3000", ""))
    if match is None or not any(char.isdigit() for char in match["number"]):
        return None
    number = match["number"].translate(_DIGITS)
    if (number == match["number"] and not match["dirt"]) or not _PLAIN_NUMBER.fullmatch(number):
        return None
    return _Mended(f"{match['sign']}{number}{match['unit']}", "mended-number")


def _looks_like_code(text: str) -> str | None:
    code = "".join(text.split())
    return code if _CODE.fullmatch(code) and sum(char.isdigit() for char in code) > len(code) / 2 else None


def _code(text: str) -> _Mended | None:
    """A project code whose check character is wrong, as the only right one that the eye may have taken it for."""
    code = _looks_like_code(text)
    if code is None or parse_project_code(code).is_valid:
        return None
    plain = "".join(_LIKE.get(char, char) for char in code).upper()
    if parse_project_code(plain).is_valid:
        return _Mended(plain, "mended-code")
    choices = [(char, *_MAYBE.get(char, "")) for char in plain[:-1]]
    choices.append((plain[-1], *_MAYBE_AT_END.get(plain[-1], "")))
    if prod(map(len, choices)) > _MOST_WAYS:
        return None
    found = {
        "".join(chars)
        for chars in product(*choices)
        if sum(a != b for a, b in zip(chars, plain, strict=True)) <= _MOST_CHANGES
        and parse_project_code("".join(chars)).is_valid
    }
    return _Mended(found.pop(), "mended-code") if len(found) == 1 else None
