"""What approved goals say of the money: the opening budget, and what an adjustment changes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from jiheng.domain.money import in_wan
from jiheng.web.execution.models import Source
from jiheng.web.goals.models import Version

__all__ = ["Approved", "approved_budgets"]

_ZERO = Decimal(0)
_PARTS = {"fiscal": Source.FISCAL, "other": Source.OTHER, "carried_over": Source.CARRIED_OVER}
_MOST = Decimal(10) ** 12


class Approved(NamedTuple):
    """Budgets of a goal in 万元 by source.

    Attributes:
        first: of the version that was approved first; last: of the one that holds now; number: of that one.
    """

    first: Mapping[Source, Decimal]
    last: Mapping[Source, Decimal]
    number: int


def approved_budgets(goals: Iterable[int]) -> dict[int, Approved]:
    """Goal → its approved budgets; one query, without the rest of the contents."""
    keys = list(goals)
    if not keys:
        return {}  # mostly, as budgets are entered
    versions = Version.objects.filter(goal__in=keys, is_approved=True).order_by("goal_id", "number")
    found: dict[int, Approved] = {}
    columns = ("goal_id", "number", "content__budget", "content__carried_over")
    for goal, number, budget, carried_over in versions.values_list(*columns):
        parts = _parts(budget, carried_over)
        first = found[goal].first if goal in found else parts
        found[goal] = Approved(first, parts, number)
    return found


def _parts(budget: Any, carried_over: Any) -> dict[Source, Decimal]:
    """The budget by source; the parts add up to the total, whatever stands in them."""
    if not isinstance(budget, Mapping):
        return {}
    unit = budget.get("currency_unit")
    said = {**budget, "carried_over": carried_over}
    parts = {source: amount for name, source in _PARTS.items() if (amount := _wan(said.get(name), unit))}
    total = _wan(budget.get("total"), unit)
    rest = _ZERO if total is None else total - sum(parts.values(), _ZERO)
    if rest:
        source = Source.OTHER if rest > 0 and Source.FISCAL in parts else Source.FISCAL
        parts[source] = parts.get(source, _ZERO) + rest
    return {source: amount for source, amount in parts.items() if amount}


def _wan(text: Any, unit: Any) -> Decimal | None:
    try:
        amount = Decimal(str(text))
    except InvalidOperation:
        return None
    wan = in_wan(amount, str(unit or "万元")) if amount.is_finite() and abs(amount) < _MOST else None
    return wan if wan is not None and abs(wan) < _MOST else None
