"""On which page everything comes to stand, where heights are known before anything is printed.

What is printed is a flow of paragraphs, whose lines all have one height, and of tables, whose rows have heights of their
own. All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Lines", "NewPage", "Pages", "Row", "Rows", "paginate"]

_DOUBT = 0.7  # by which programs differ over the height of a row, for instance whether it holds its borders


class NewPage(NamedTuple):
    """What follows begins a page whose text is `height` high; nothing if the page has just begun with that height."""

    height: float


class Lines(NamedTuple):
    """A paragraph.

    Attributes:
        number: of its lines, each `pitch` high; a page may end between any two of them.
        below: the room below it, which is dropped at the end of a page.
        key: of a heading.
        keeps_next: whether it stands on one page with what follows, as a heading does.
    """

    number: int
    pitch: float
    below: float = 0.0
    key: str | None = None
    keeps_next: bool = False


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        height: as a whole.
        pitch: of its lines, where it may be broken between them; 0 where it is printed on one page.
        margin: of `height`, what is above and below its lines; on each page that it stands on.
    """

    height: float
    pitch: float = 0.0
    margin: float = 0.0


class Rows(NamedTuple):
    """A table; its first `opening` rows are printed again on each page."""

    rows: Sequence[Row]
    opening: int


@dataclass(slots=True)
class Pages:
    """What was found out.

    Attributes:
        numbers: key of each heading → its page, from 1.
        stretched: (number of the table from 0, of its row from 0) → the height that this row must be given at least, so
            that it surely begins a page: else it would fit or not fit by a hair, and programs would disagree.
        count: all pages.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    stretched: dict[tuple[int, int], float] = field(default_factory=dict)
    count: int = 1


def paginate(flow: Iterable[Lines | Rows | NewPage], height: float) -> Pages:
    """Where everything in `flow` comes to stand, on pages whose text is `height` high."""
    walk = _Walk(height)
    waiting: list[Lines] = []  # what keeps with what follows, until it is known where that stands
    for item in flow:
        if isinstance(item, Lines) and item.keeps_next:
            waiting.append(item)
            continue
        walk.headings(waiting, item)
        waiting = []
        if isinstance(item, NewPage):
            walk.new_page(item.height)
        elif isinstance(item, Lines):
            walk.lines(item)
        else:
            walk.table(item)
    walk.headings(waiting, None)
    return walk.pages


class _Walk:
    """A place on a page, going down."""

    def __init__(self, height: float) -> None:
        self.pages = Pages()
        self._height = height
        self._used = 0.0
        self._tables = 0

    def new_page(self, height: float) -> None:
        if self._used:
            self._turn()
        self._height = height

    def headings(self, headings: Sequence[Lines], follower: Lines | Rows | NewPage | None) -> None:
        """Lines that keep with what follows, and at least its first line, on one page."""
        if not headings:
            return
        needed = sum(item.number * item.pitch + item.below for item in headings)
        if isinstance(follower, Lines):
            needed += follower.pitch
        elif isinstance(follower, Rows) and follower.rows:
            *opening, first = follower.rows[: follower.opening + 1]
            needed += sum(row.height for row in opening)
            needed += first.pitch + first.margin if first.pitch else first.height
        if self._used and self._used + needed > self._height:
            self._turn()
        for item in headings:
            if item.key is not None:
                self.pages.numbers[item.key] = self.pages.count
            self.lines(item)

    def lines(self, item: Lines) -> None:
        for _line in range(item.number):
            if self._used and self._used + item.pitch > self._height:
                self._turn()
            self._used += item.pitch
        self._used = min(self._used + item.below, self._height)

    def table(self, table: Rows) -> None:
        opening = sum(row.height for row in table.rows[: table.opening])
        on_page = 0
        for number, row in enumerate(table.rows):
            if number < table.opening:  # never alone at the foot of a page: they go with the row behind them
                self._used += row.height
                on_page += 1
                continue
            if row.pitch:
                on_page = self._broken(row, opening, on_page)
                continue
            height = row.height
            spare = self._height - self._used - height
            doubt = _DOUBT * (on_page + 2)
            if abs(spare) < doubt and on_page:
                height += spare + doubt
                self.pages.stretched[self._tables, number] = height
                spare = -doubt
            if spare < 0 and self._used > opening:
                self._turn(opening)
                on_page = table.opening
            self._used += height
            on_page += 1
        self._tables += 1

    def _broken(self, row: Row, repeated: float, on_page: int) -> int:
        """A row that goes on over pages; returns how many rows stand on the last one."""
        left = round((row.height - row.margin) / row.pitch)
        while True:
            fit = int((self._height - self._used - row.margin) // row.pitch)
            if fit >= left:
                break
            if fit <= 0 and self._used <= repeated:
                break  # a page lower than one line
            left -= max(fit, 0)
            self._turn(repeated)
            on_page = 0
        self._used += left * row.pitch + row.margin
        return on_page + 1

    def _turn(self, used: float = 0.0) -> None:
        self.pages.count += 1
        self._used = used
