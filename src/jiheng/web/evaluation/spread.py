"""What several experts gave the same leaf: how far apart they are, and who stands alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

__all__ = ["LEAST", "OUTLYING", "Spread", "median", "spread"]

OUTLYING = Decimal("0.2")
"""A score stands alone that is further from the median than this share of the weight …"""

LEAST = Decimal(1)
"""… and than this many points: half a point of two is no disagreement."""

_ENOUGH = 3
_CENT = Decimal("0.01")


class Spread(NamedTuple):
    """The scores of a leaf.

    Attributes:
        least, median, most: None where nobody scored.
        outliers: whose scores stand alone; nobody's where there are fewer than three.
    """

    least: Decimal | None
    median: Decimal | None
    most: Decimal | None
    outliers: frozenset[int]


def spread(scores: Mapping[int, Decimal], weight: Decimal) -> Spread:
    """The spread of a leaf's scores, by the key of whoever gave them."""
    if not scores:
        return Spread(None, None, None, frozenset())
    values = list(scores.values())
    middle = median(values)
    alone: set[int] = set()
    if len(scores) >= _ENOUGH:
        alone = {key for key, value in scores.items() if abs(value - middle) > max(OUTLYING * weight, LEAST)}
    return Spread(min(values), middle, max(values), frozenset(alone))


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one, of an even number the mean of the two in the middle, with two decimals, half up."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    found = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return found.quantize(_CENT, rounding=ROUND_HALF_UP)
