"""Nested values: put together, compared."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

__all__ = ["differences", "merged", "moved_weights"]

_Values = Mapping[str, Any]


def merged(one: _Values, two: _Values) -> dict[str, Any]:
    """Nested tables put together."""
    both = dict(one)
    for name, value in two.items():
        old = both.get(name)
        both[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both


def moved_weights(values: _Values, base: _Values) -> dict[str, Any]:
    """The values, with what others take over of a missing first level as much as it weighs now.

    A first level that weighs 10 instead of 20 leaves 10 to the others, in the proportion that the files have.
    """
    made = merged(values, {})
    for tree, weights in base["weights"].items():
        groups = made.get("weights", {}).get(tree, {}).get("groups")
        if not groups:
            continue
        without = {}
        for group, moved in weights.get("without", {}).items():
            old, new = Decimal(str(weights["groups"][group])), Decimal(str(groups[group]))
            share = new / old if old else Decimal(0)
            without[group] = {name: str((Decimal(str(points)) * share).normalize()) for name, points in moved.items()}
        made["weights"][tree] = {**made["weights"][tree], "without": without}
    return made


def differences(values: _Values, base: _Values) -> dict[str, Any]:
    """What of `values` is not as in `base`; numbers are compared as numbers, lists as a whole."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        old = base.get(name)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            if inner := differences(value, old):
                found[name] = inner
        elif _plain(value) != _plain(old):
            found[name] = value
    return found


def _plain(value: Any) -> Any:
    """A value as it is compared: 60, "60" and "60.0" are the same."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if each not in (None, "", [], ())}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    try:
        return float(value)
    except (TypeError, ValueError):
        return value
