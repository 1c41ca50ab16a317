"""What a cell's text is on a form: the label of a field, the head of a column, a printed word, or content."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from jiheng.domain.money import CURRENCY_UNITS
from jiheng.domain.text import label_key, to_half_width
from jiheng.forms import Block, Column, Field, Form

__all__ = [
    "COLUMN_LENGTH",
    "CONTENT",
    "Labels",
    "Mark",
    "currency_unit_in",
    "in_brackets",
    "labels_of",
    "through_month",
]

LABEL_LENGTH = 30
"""A longer text is no label."""
COLUMN_LENGTH = 16
"""Longer words are no head of a column that only looks like one."""
_REMEMBERED = 20_000

# What differs from print to print around a label: its number, brackets behind it, the months and the year it is about.
_CHANGING = re.compile(r"[（(\[【0-9０-９一二三四五六七八九十]")
_BRACKETS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[)）\]】]")
_NUMBERING = re.compile(r"^\s*(?:[（(]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）、.．]\s*)")
_MONTHS = re.compile(r"(?:\d{1,2}\s*月?\s*[-—–－~～至到]+\s*)(\d{1,2})\s*月(?:底|末|份)?")
_YEAR = re.compile(r"20\d\d\s*年")


class Mark(NamedTuple):
    """What a text is on a form.

    Attributes:
        fields: the field that it announces; two, where the form has the label twice side by side.
        columns: the columns that it may head, with their blocks.
        lines: the line of a block that it names.
        totals: the blocks whose summing row it opens.
        is_caption: a printed word without a value.
    """

    fields: tuple[Field, ...] = ()
    columns: tuple[tuple[Block, Column], ...] = ()
    lines: tuple[tuple[Block, str], ...] = ()
    totals: tuple[Block, ...] = ()
    is_caption: bool = False


CONTENT = Mark()
"""Nothing that the form prints."""


class Labels:
    """The labels of one form."""

    def __init__(self, form: Form) -> None:
        """Collect them by key."""
        self.form = form
        self.marks: dict[str, Mark] = {}
        self.known: dict[str, Mark] = {"": CONTENT}
        blocks = form.blocks.values()
        for key in {
            *form.labels,
            *form.captions,
            *(key for block in blocks for key in (*block.labels, *block.lines, *block.totals)),
        }:
            self.marks[key] = Mark(
                fields=self._fields(form.labels.get(key)),
                columns=tuple((block, block.labels[key]) for block in blocks if key in block.labels),
                lines=tuple((block, block.lines[key]) for block in blocks if key in block.lines),
                totals=tuple(block for block in blocks if key in block.totals),
                is_caption=key in form.captions,
            )

    def mark(self, text: str) -> Mark:
        """What `text` is."""
        found = self.known.get(text)
        if found is None:
            found = CONTENT if len(text) > LABEL_LENGTH else self._look_up(text)
            if len(self.known) > _REMEMBERED:
                self.known.clear()
            self.known[text] = found
        return found

    def _look_up(self, text: str) -> Mark:
        keys = label_keys(text)
        for key in keys:
            if key in self.marks:
                return self.marks[key]
        columns = tuple(
            (block, column)
            for block in self.form.blocks.values()
            for pattern, column in block.patterns.items()
            if len(keys[-1]) <= COLUMN_LENGTH and re.fullmatch(pattern, keys[-1])
        )
        return Mark(columns=columns) if columns else CONTENT

    def _fields(self, field: Field | None) -> tuple[Field, ...]:
        if field is None:
            return ()
        return (self.form.fields[field.beside], field) if field.beside else (field,)


@cache
def labels_of(form: Form) -> Labels:
    """The labels of `form`, collected once."""
    return Labels(form)


@lru_cache(maxsize=8192)
def label_keys(text: str) -> tuple[str, ...]:
    """The keys under which a form may know `text`: as it stands, then without what differs from print to print."""
    key = label_key(text)
    if not _CHANGING.search(text):
        return (key,)
    reduced = label_key(_YEAR.sub("", _MONTHS.sub("", _NUMBERING.sub("", _BRACKETS.sub("", to_half_width(text))))))
    return (key,) if not reduced or reduced == key else (key, reduced)


def in_brackets(text: str) -> str | None:
    """What stands in the last brackets of a label: 10 of ``执行率分值（10）``."""
    found: list[str] = _BRACKETS.findall(text)
    return found[-1].strip() or None if found else None


def currency_unit_in(text: str) -> str | None:
    """万元 of ``项目资金（万元）``."""
    for words in _BRACKETS.findall(text):
        unit = words.strip().removeprefix("单位").lstrip("：: ")
        if unit in CURRENCY_UNITS:
            return str(unit)
    return None


def through_month(text: str) -> int | None:
    """7 of ``1-7月执行数``."""
    match = _MONTHS.search(to_half_width(text))
    month = int(match[1]) if match else 0
    return month if 1 <= month <= 12 else None
