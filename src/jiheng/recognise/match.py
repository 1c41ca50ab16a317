"""Which form a table is written in: the one most of whose labels stand in it.

Every label of every form is a bit of one large number, so that a table is compared with all forms in one sweep.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from jiheng.domain.grid import Grid
from jiheng.forms import Form
from jiheng.recognise.labels import COLUMN_LENGTH, LABEL_LENGTH, label_keys, labels_of
from jiheng.recognise.titles import without_year

__all__ = ["Matcher", "matcher"]

_TITLE_POINTS = 2
_TITLE_ROWS = 3
_RIGHT = "right"
_GOALS = ("goals", "expected_goals")


class _Masks(NamedTuple):
    form: Form
    head: int
    goals: int
    opening: int
    required: int
    absent: int
    headers: tuple[tuple[int, int], ...]  # of each block: its columns, and those that its header needs
    all: int

    def fits(self, bits: int) -> bool:
        """Enough of its labels are there: a head with an opening field, the header of a block, or three fields."""
        head = (bits & self.head).bit_count()
        return (head >= 2 and bits & self.opening != 0) or head >= 3 or self.has_header(bits)

    def is_bare(self, bits: int) -> bool:
        """Neither goals nor the header of a block are there."""
        return not bits & self.goals and not self.has_header(bits)

    def has_header(self, bits: int) -> bool:
        return any((bits & columns).bit_count() >= 3 and bits & needed == needed for columns, needed in self.headers)


class Matcher:
    """Finds the form of a table among some forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Give every label its bit."""
        self._bits: dict[str, int] = {}
        self._patterns: dict[str, int] = {}
        self._next = 0
        self._masks = [self._masks_of(form) for form in forms]
        self._like = lru_cache(maxsize=8192)(self._bits_like)

    def form(self, grid: Grid, current: Form | None, title: str | None) -> Form | None:
        """The form of `grid`.

        Args:
            grid: the table.
            current: the form of the table before it, which a piece without an opening field goes on with.
            title: the heading above, if there is one.
        """
        bits = self._found(grid)
        if not bits:
            return None
        titles: list[str] | None = None
        best, most = None, (0, 0)  # points, length of the matching title: 整体支出绩效自评表 says more than 绩效自评表
        for masks in self._masks:
            if masks.required & bits != masks.required or masks.absent & bits:
                continue
            points = (bits & masks.all).bit_count()
            if points + _TITLE_POINTS < most[0] or not masks.fits(bits):
                continue
            if titles is None:
                titles = [
                    without_year(title or ""),
                    *(without_year(row[0].text) for row in grid.rows[:_TITLE_ROWS] if row),
                ]
            found = max((len(end) for end in masks.form.titles for key in titles if key.endswith(end)), default=0)
            worth = (points + _TITLE_POINTS if found else points, found)
            if worth > most:
                best, most = masks, worth
        if current is not None and (best is None or best.form is not current):
            known = next((masks for masks in self._masks if masks.form is current), None)
            if known and known.fits(bits) and not (best and bits & best.opening) and not bits & known.opening:
                best = known
        return best.form if best and not (best.is_bare(bits) and _is_list(grid, best.form)) else None

    def _found(self, grid: Grid) -> int:
        texts = {cell.text for row in grid.rows for cell in row}
        bits = 0
        known = self._bits
        for text in texts:
            if 0 < len(text) <= LABEL_LENGTH:
                keys = label_keys(text)
                for key in keys:
                    if key in known:
                        bits |= known[key]
                        break
                else:
                    bits |= self._like(keys[-1]) if len(keys[-1]) <= COLUMN_LENGTH else 0
        return bits

    def _bits_like(self, key: str) -> int:
        bits = 0
        for pattern, bit in self._patterns.items():
            if re.fullmatch(pattern, key):
                bits |= bit
        return bits

    def _masks_of(self, form: Form) -> _Masks:
        elements: dict[str, int] = {}

        def bit(name: str, key: str) -> None:
            if name not in elements:
                elements[name] = 1 << self._next
                self._next += 1
            self._bits[key] = self._bits.get(key, 0) | elements[name]

        for key, field in form.labels.items():
            bit(field.name, key)
            if field.beside:
                elements[field.beside] = elements[field.name]
        head = sum({elements[field.name] for field in form.labels.values()})
        for block in form.blocks.values():
            for key, column in block.labels.items():
                bit(f"{block.name}.{column.name}", key)
            for pattern, column in block.patterns.items():
                named = elements[f"{block.name}.{column.name}"]
                self._patterns[pattern] = self._patterns.get(pattern, 0) | named
            for key, line in block.lines.items():
                bit(f"{block.name}[{line}]", key)
        for key in form.captions:
            bit(f"caption {key}", key)
        return _Masks(
            form,
            head,
            sum(elements.get(name, 0) for name in _GOALS),
            sum({elements[name] for name in form.opening}),
            sum(elements[name] for name in form.required),
            sum(elements[name] for name in form.absent),
            tuple(
                (
                    sum(elements[f"{block.name}.{column.name}"] for column in block.columns),
                    sum(elements[f"{block.name}.{name}"] for name in block.required),
                )
                for block in form.blocks.values()
            ),
            sum(set(elements.values())),
        )


def _is_list(grid: Grid, form: Form) -> bool:
    """Whether labels stand side by side with their values below, as in the tables of a budget: 财政拨款, 其他资金."""
    labels = labels_of(form)
    for row in grid.rows:
        fields = [labels.mark(cell.text).fields[-1:] for cell in dict.fromkeys(row)]
        if any(a and b and a[0].find == b[0].find == _RIGHT and a != b for a, b in pairwise(fields)):
            return True
    return False


@lru_cache(maxsize=16)
def matcher(forms: tuple[Form, ...]) -> Matcher:
    """The matcher of `forms`, made once."""
    return Matcher(forms)
