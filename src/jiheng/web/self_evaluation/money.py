"""The money of the year, as the execution of the budget knows it; nobody types it here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from jiheng.domain.self_evaluation import FundSource
from jiheng.web.execution.models import Source
from jiheng.web.execution.selectors import Sums, monies_of

__all__ = ["funding_of", "spent_of"]

_CENT_EXPONENT = -2
_LAST = (12, 31)


def funding_of(goals: Iterable[int], year: int) -> list[dict[str, Any]]:
    """The lines of each source over all `goals` at the end of the year, as a self-evaluation keeps them.

    Returns:
        ``source`` (of `FundSource`), ``opening``, ``adjusted``, ``executed``: 万元 as text, empty where nothing is known.
    """
    sums: dict[Source, list[Sums]] = {}
    for sources in monies_of(goals, at=date(year, *_LAST)).values():
        for source, each in sources.items():
            sums.setdefault(source, []).append(each)
    return [_line(source, sums[source]) for source in Source if source in sums]


def spent_of(goals: Iterable[int], year: int) -> dict[int, tuple[Decimal, Decimal | None]]:
    """Goal → its budget as adjusted, and what was spent of it."""
    found = {}
    for goal, sources in monies_of(goals, at=date(year, *_LAST)).items():
        found[goal] = (
            sum((each.adjusted for each in sources.values()), Decimal(0)),
            _sum(each.spent for each in sources.values()),
        )
    return found


def _line(source: Source, parts: list[Sums]) -> dict[str, Any]:
    return {
        "source": FundSource(source.value).value,
        "opening": _text(_sum(each.opening for each in parts)),
        "adjusted": _text(_sum(each.adjusted for each in parts)),
        "executed": _text(_sum(each.spent for each in parts)),
    }


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _text(amount: Decimal | None) -> str:
    """With two decimals or, where they say something, more."""
    if amount is None:
        return ""
    plain = amount.normalize()
    exponent = plain.as_tuple().exponent
    return f"{plain:f}" if isinstance(exponent, int) and exponent < _CENT_EXPONENT else f"{plain:.2f}"
