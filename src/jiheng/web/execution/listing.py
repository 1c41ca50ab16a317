"""The projects of a year with their money, for the list and its file."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from jiheng.web.execution.policies import projects
from jiheng.web.execution.selectors import NOTHING, Sums, monies_of, total_of
from jiheng.web.organizations.policies import Actor

__all__ = ["BANDS", "SORTS", "ProjectRow", "project_rows", "sum_of"]

_ZERO, _ONE = Decimal(0), Decimal(1)
_HALF, _NEARLY = Decimal("0.5"), Decimal("0.9")


class ProjectRow(NamedTuple):
    """A project with all its money in 万元, all sources together."""

    pk: int
    code: str
    name: str
    unit_code: str
    unit: str
    sums: Sums

    @property
    def percent(self) -> int:
        """How long the bar of the rate is, from 0 to 100."""
        return int(100 * max(_ZERO, min(self.sums.rate or _ZERO, _ONE)))


BANDS: dict[str, Callable[[Sums], bool]] = {
    "none": lambda sums: not sums.spent,
    "low": lambda sums: sums.rate is not None and sums.rate < _HALF,
    "middle": lambda sums: sums.rate is not None and _HALF <= sums.rate < _NEARLY,
    "high": lambda sums: sums.rate is not None and _NEARLY <= sums.rate <= _ONE,
    "over": lambda sums: (sums.spent or _ZERO) > sums.adjusted,
}
"""Of the execution rate, for the filter."""

SORTS: dict[str, Callable[[ProjectRow], tuple[Decimal | str, ...]]] = {
    "": lambda row: (row.unit_code, row.code, row.name),
    "rate": lambda row: (row.sums.rate or _ZERO, row.unit_code),
    "-rate": lambda row: (-(row.sums.rate or _ZERO), row.unit_code),
    "-budget": lambda row: (-row.sums.adjusted, row.unit_code),
    "left": lambda row: (-(row.sums.adjusted - (row.sums.spent or _ZERO)), row.unit_code),
}


def project_rows(
    *, actor: Actor, year: int, organization: str = "", text: str = "", band: str = "", sort: str = ""
) -> list[ProjectRow]:
    """The approved projects that `actor` may see and that are asked for; four queries, however many there are.

    Args:
        actor: who looks.
        year: of the budget.
        organization: code of an organization, with those below it.
        text: part of name or code.
        band: a name of `BANDS`.
        sort: a name of `SORTS`.
    """
    found = projects(actor, year)
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(code__contains=text.strip()))
    columns = list(found.values_list("pk", "code", "name", "organization__code", "organization__name"))
    money = monies_of([each[0] for each in columns])
    rows = [ProjectRow(*each, total_of(money.get(each[0], {}))) for each in columns]
    if band in BANDS:
        rows = [row for row in rows if BANDS[band](row.sums)]
    return sorted(rows, key=SORTS.get(sort, SORTS[""]))


def sum_of(rows: list[ProjectRow]) -> Sums:
    """All of them together."""
    total = NOTHING
    for row in rows:
        total = total.with_more(row.sums)
    return total
