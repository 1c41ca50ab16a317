"""What each indicator weighs, as the regulation proposes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiheng.domain.taxonomy import Level1, classify
from jiheng.regulations import Regulation

__all__ = ["group_of", "group_points", "proposed_weights"]

_CENT = Decimal("0.01")
_ONE = Decimal(1)
_ZERO = Decimal(0)
_OLD, _NEW = "2015", "2021"
_Row = Mapping[str, Any]


def group_of(row: _Row) -> str:
    """The first level that a row counts to, in the regulation's words; its own words where they say nothing known."""
    level1, level2 = row.get("level1") or None, row.get("level2") or None
    group = classify(level1, level2).level1
    return group.value if group else str(level1 or Level1.OUTPUT.value)


def group_points(rows: Iterable[_Row], regulation: Regulation) -> dict[str, Decimal]:
    """First level → its points, of those that the table has; the tree is known by whether costs stand on the first level."""
    groups = {group_of(row) for row in rows}
    tree = _NEW if Level1.COST.value in groups else _OLD
    weights = regulation.weights.get(tree) or next(iter(regulation.weights.values()))
    return weights.of(groups)


def proposed_weights(rows: Sequence[_Row], regulation: Regulation) -> list[Decimal]:
    """The points of each row: those of its first level in equal parts, whole ones where that is possible."""
    points = group_points(rows, regulation)
    shares: dict[str, list[Decimal]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        counts[group_of(row)] = counts.get(group_of(row), 0) + 1
    for group, count in counts.items():
        shares[group] = _split(points.get(group, _ZERO), count)
    return [shares[group_of(row)].pop(0) for row in rows]


def _split(points: Decimal, count: int) -> list[Decimal]:
    """Equal parts that add up; what cannot be divided goes to the first ones."""
    unit = _ONE if points >= count and points == points.to_integral_value() else _CENT
    units = int(points / unit)
    return [unit * (units // count + (index < units % count)) for index in range(count)]
