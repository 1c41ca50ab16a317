"""Rows made of rows."""

from __future__ import annotations

import copy
from typing import Any

from django.db.models import Model

__all__ = ["fill", "with_values"]


def fill(found: Any, count: int, make: Any) -> None:
    """Add rows made by `make` (of their number) until there are `count` of them."""
    has = found.count()
    found.model._base_manager.bulk_create(make(number) for number in range(has, count))


def with_values(row: Any, key: int | None = None, **values: Any) -> Any:
    """A copy of a row that is not stored yet, with other values."""
    made: Model = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.adding, made._state.fields_cache, made.pk = True, dict(row._state.fields_cache), key
    for name, value in values.items():
        setattr(made, name, value)
    return made
