"""Fields and grids on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from jiheng.reports.labels import clean
from jiheng.reports.terminal import Line, Span, line, text_width, wrap_text

__all__ = ["BLANK", "INDENT", "HasLevels", "cleaned", "field_lines", "grid_lines", "label_room", "level_texts"]

BLANK = "—"
INDENT = 2
_GAP = 2
_NARROWEST = 8


class HasLevels(Protocol):
    """A row of an indicator grid."""

    @property
    def level1(self) -> str | None:
        """一级指标."""

    @property
    def level2(self) -> str | None:
        """二级指标."""


def field_lines(fields: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """Labels with their texts behind them."""
    room = label_room(fields)
    for label, text in fields:
        pad = " " * (room - text_width(label))
        yield line(Span(label, "dim"), pad, text, indent=INDENT, hang=room)


def label_room(fields: Sequence[tuple[str, object]]) -> int:
    """The columns that the labels take."""
    return max(text_width(label) for label, _text in fields) + _GAP


def grid_lines(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[Line]:
    """A grid with its heads, as wide as `width`."""
    widths = _column_widths([heads, *rows], width - INDENT - _GAP * (len(heads) - 1))
    yield from _row_lines(heads, widths, "strong")
    yield line(Span("─" * (sum(widths) + _GAP * (len(widths) - 1)), "dim"), indent=INDENT)
    for row in rows:
        yield from _row_lines(row, widths)


def level_texts(rows: Sequence[HasLevels]) -> Iterator[tuple[str, str]]:
    """The two upper levels of each row: as on paper, one is printed once for the rows that it spans."""
    above: HasLevels | None = None
    for row in rows:
        same1 = above is not None and above.level1 == row.level1
        same2 = same1 and above is not None and above.level2 == row.level2
        yield "" if same1 else row.level1 or BLANK, "" if same2 else row.level2 or BLANK
        above = row


def cleaned(texts: Sequence[str | None]) -> list[str]:
    """Cells as a terminal may show them; a blank one is a dash, one that is meant to be empty stays so."""
    return [clean(BLANK if text is None else text).replace("\t", " ") for text in texts]


def _column_widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths that fit `room`: what is over goes, bit by bit, to the column whose cells are wrapped most."""
    sizes = [[max(map(text_width, text.split("\n"))) for text in column] for column in zip(*rows, strict=True)]
    widths = [min(max(column), _NARROWEST) for column in sizes]
    left = room - sum(widths)
    while left > 0 and (wrapped := [index for index, column in enumerate(sizes) if max(column) > widths[index]]):
        worst = max(wrapped, key=lambda index: sum((-(-size // widths[index])) ** 2 for size in sizes[index]))
        step = min(2, left, max(sizes[worst]) - widths[worst])
        widths[worst] += step
        left -= step
    return widths


def _row_lines(texts: Sequence[str], widths: Sequence[int], style: str = "") -> Iterator[Line]:
    cells = [wrap_text(text, width) for text, width in zip(texts, widths, strict=True)]
    for index in range(max(map(len, cells))):
        parts = [cell[index] if index < len(cell) else "" for cell in cells]
        padded = (part + " " * (width - text_width(part)) for part, width in zip(parts, widths, strict=True))
        yield line(Span((" " * _GAP).join(padded).rstrip(), style), indent=INDENT)
