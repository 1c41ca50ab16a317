"""The projects of a year with their money, for the list and its file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from jiheng.web.execution.selectors import Sums
from jiheng.web.goals.models import Goal
from jiheng.web.goals.policies import visible_goals
from jiheng.web.organizations.policies import Actor

__all__ = ["BANDS", "SORTS", "project_list", "sum_of"]

_ZERO = Decimal(0)
_HALF, _NEARLY = Decimal("0.5"), Decimal("0.9")
_BY_UNIT = ("organization__code", "code", "name", "pk")
_SPENT = Coalesce("sums__spent", Value(_ZERO))
_RATE = Coalesce("sums__rate", Value(_ZERO))

BANDS: dict[str, Q] = {
    "none": Q(sums__spent=None) | Q(sums__spent=0),
    "low": Q(sums__rate__lt=_HALF),
    "middle": Q(sums__rate__gte=_HALF, sums__rate__lt=_NEARLY),
    "high": Q(sums__rate__gte=_NEARLY, sums__rate__lte=1),
    "over": Q(sums__spent__gt=F("sums__adjusted")),
}
"""Of the execution rate, for the filter."""

SORTS: dict[str, tuple[Any, ...]] = {
    "": _BY_UNIT,
    "rate": (_RATE, *_BY_UNIT),
    "-rate": (_RATE.desc(), *_BY_UNIT),
    "-budget": ("-sums__adjusted", *_BY_UNIT),
    "left": ((F("sums__adjusted") - _SPENT).desc(), *_BY_UNIT),
}


def project_list(
    *, actor: Actor, year: int, organization: str = "", text: str = "", band: str = "", sort: str = ""
) -> QuerySet[Goal]:
    """The approved projects that `actor` may see and that are asked for, each with its ``sums``, without contents.

    Args:
        actor: who looks.
        year: of the budget.
        organization: code of an organization, with those below it.
        text: part of name or code.
        band: a name of `BANDS`.
        sort: a name of `SORTS`.
    """
    found = visible_goals(actor, year).filter(sums__isnull=False)
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(code__contains=text.strip()))
    if band in BANDS:
        found = found.filter(BANDS[band])
    return found.select_related("organization", "sums").defer("content").order_by(*SORTS.get(sort, SORTS[""]))


def sum_of(found: QuerySet[Goal]) -> Sums:
    """All of them together."""
    names = ("opening", "adjusted", "arrived", "spent", "expected")
    total = found.order_by().aggregate(**{name: Sum(f"sums__{name}") for name in names})
    return Sums(**{**total, "opening": total["opening"] or _ZERO, "adjusted": total["adjusted"] or _ZERO})
