"""How the year of a project goes: when its money is spent and how far its work is."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jiheng.web.execution.models import Source
from jiheng.web.execution.selectors import Sums

__all__ = ["MONTHS", "Way", "amount_of", "arrived", "sums_of", "way_of"]

MONTHS = 12
_QUARTER = 3
_WHOLE = Decimal(100)


class Way(NamedTuple):
    """Per cent of the budget, and of what was promised, by the end of each month."""

    spent: tuple[int, ...]
    done: tuple[int, ...]


_STEADY = Way((4, 11, 20, 28, 37, 48, 56, 65, 75, 83, 92, 100), (5, 12, 22, 31, 40, 52, 61, 70, 79, 87, 95, 101))
_EARLY = Way((9, 19, 30, 41, 52, 62, 70, 78, 86, 92, 97, 100), (8, 18, 29, 40, 51, 61, 70, 79, 88, 95, 101, 104))
_LATE = Way((0, 3, 6, 10, 15, 22, 31, 42, 56, 70, 85, 97), (1, 4, 9, 15, 22, 31, 42, 54, 67, 80, 91, 100))
_BEHIND = Way((0, 0, 2, 4, 7, 11, 16, 22, 31, 43, 60, 81), (0, 1, 4, 8, 13, 20, 29, 38, 50, 62, 74, 86))
_STUCK = Way((0, 0, 0, 2, 4, 6, 9, 12, 16, 22, 30, 44), (0, 0, 1, 3, 6, 10, 14, 19, 26, 34, 45, 57))
_WAYS = (_STEADY, _STEADY, _EARLY, _STEADY, _LATE, _STEADY, _BEHIND, _STEADY, _EARLY, _STUCK)
"""Of ten projects."""


def way_of(number: int) -> Way:
    """The way of the project of that number."""
    return _WAYS[number // 7 % len(_WAYS)]


def amount_of(budget: Decimal, per_cent: int) -> Decimal:
    """A part of the budget, without rounding: rates come out as they are meant."""
    return budget * per_cent / _WHOLE


def arrived(month: int) -> int:
    """Per cent of the budget that has arrived: a quarter at the beginning of each quarter."""
    return 25 * -(-month // _QUARTER)


def sums_of(budget: Decimal, way: Way, month: int) -> dict[Source, Sums]:
    """The money of a project by the end of a month."""
    spent, there = (amount_of(budget, part) for part in (way.spent[month - 1], arrived(month)))
    return {Source.FISCAL: Sums(budget, budget, there, spent, amount_of(budget, way.spent[-1]))}
