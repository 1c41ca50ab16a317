"""Reading the regulation of a year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from jiheng.regulations import Regulation, load_regulation, regulation_values
from jiheng.web.audit.models import Entry
from jiheng.web.regulation.models import YearRegulation
from jiheng.web.regulation.values import merged

__all__ = ["Changed", "Stored", "changes_of", "regulation_of", "stored_values"]

_SHOWN = 20


class Stored(NamedTuple):
    """The values of a year as they are written, nested, with what the office set otherwise.

    Attributes:
        lock: 0 where the office set nothing.
    """

    region: str
    values: dict[str, Any]
    lock: int


class Changed(NamedTuple):
    """A change out of the log.

    Attributes:
        lines: path, value before, value after; empty for what was as it comes with the program.
    """

    at: datetime
    who: str
    lines: list[tuple[str, str, str]]


def stored_values(year: int) -> Stored:
    """What the office would change."""
    row = YearRegulation.objects.filter(cycle__year=year).first()
    region, changes, lock = (row.region, row.changes, row.lock) if row else ("00", {}, 0)
    return Stored(region, merged(regulation_values(region, year), changes), lock)


def changes_of(year: int) -> list[Changed]:
    """The last changes of a year, the newest first, from the log: what was in force when."""
    key = YearRegulation.objects.filter(cycle__year=year).values_list("pk", flat=True).first()
    if key is None:
        return []
    found = Entry.objects.filter(action="regulation.changed", subject="yearregulation", subject_id=str(key))
    found = found.order_by("-number")[:_SHOWN]
    return [Changed(entry.at, entry.actor, _changed(entry.before or {}, entry.after or {})) for entry in found]


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        (path, old.get(path, ""), new.get(path, "")) for path in sorted({*old, *new}) if old.get(path) != new.get(path)
    ]


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def regulation_of(year: int) -> Regulation:
    """What holds in a budget year: the office's values over the region's over the nation's."""
    row = YearRegulation.objects.filter(cycle__year=year).values_list("region", "changes").first()
    region, changes = row or ("00", {})
    return _loaded(region, year, json.dumps(changes, sort_keys=True))


@lru_cache(maxsize=64)
def _loaded(region: str, year: int, changes: str) -> Regulation:
    return load_regulation(region, year, json.loads(changes))
