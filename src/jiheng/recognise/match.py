"""Which form a table is written in: the one most of whose labels stand in it.

Every label of every form is a bit of one large number, so that a table is compared with all forms in one sweep.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from jiheng.domain.grid import Grid
from jiheng.domain.text import label_key
from jiheng.forms import Form
from jiheng.recognise.labels import LABEL_LENGTH, label_keys

__all__ = ["Matcher", "matcher"]

_TITLE_POINTS = 2
_TITLE_ROWS = 3


class _Masks(NamedTuple):
    form: Form
    head: int
    opening: int
    required: int
    headers: tuple[tuple[int, int], ...]  # of each block: its columns, and those that its header needs
    all: int

    def fits(self, bits: int) -> bool:
        """Enough of its labels are there: a head with an opening field, the header of a block, or three fields."""
        head = (bits & self.head).bit_count()
        return (head >= 2 and bits & self.opening != 0) or head >= 3 or self.has_header(bits)

    def has_header(self, bits: int) -> bool:
        return any((bits & columns).bit_count() >= 3 and bits & needed == needed for columns, needed in self.headers)


class Matcher:
    """Finds the form of a table among some forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Give every label its bit."""
        self._bits: dict[str, int] = {}
        self._next = 0
        self._masks = [self._masks_of(form) for form in forms]

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
        best, most = None, 0
        for masks in self._masks:
            if masks.required & bits != masks.required:
                continue
            points = (bits & masks.all).bit_count()
            if points + _TITLE_POINTS <= most or not masks.fits(bits):
                continue
            if titles is None:
                titles = [label_key(title or ""), *(label_key(row[0].text) for row in grid.rows[:_TITLE_ROWS] if row)]
            if any(key.endswith(masks.form.title) for key in titles):
                points += _TITLE_POINTS
            if points > most:
                best, most = masks, points
        if current is not None and (best is None or best.form is not current):
            known = next((masks for masks in self._masks if masks.form is current), None)
            if known and known.fits(bits) and not (best and bits & best.opening) and not bits & known.opening:
                return current
        return best.form if best else None

    def _found(self, grid: Grid) -> int:
        texts = {cell.text for row in grid.rows for cell in row}
        bits = 0
        known = self._bits
        for text in texts:
            if 0 < len(text) <= LABEL_LENGTH:
                for key in label_keys(text):
                    if key in known:
                        bits |= known[key]
                        break
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
            for key, line in block.lines.items():
                bit(f"{block.name}[{line}]", key)
        for key in form.captions:
            bit(f"caption {key}", key)
        return _Masks(
            form,
            head,
            sum({elements[name] for name in form.opening}),
            sum(elements[name] for name in form.required),
            tuple(
                (
                    sum(elements[f"{block.name}.{column.name}"] for column in block.columns),
                    sum(elements[f"{block.name}.{name}"] for name in block.required),
                )
                for block in form.blocks.values()
            ),
            sum(set(elements.values())),
        )


@lru_cache(maxsize=16)
def matcher(forms: tuple[Form, ...]) -> Matcher:
    """The matcher of `forms`, made once."""
    return Matcher(forms)
