"""Lights of the rounds of monitoring, by group."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from jiheng.web.analytics.scopes import Scope
from jiheng.web.monitoring.models import Report, ReportVersion

__all__ = ["Lights", "RoundLights", "current", "lights_of"]


class RoundLights(NamedTuple):
    """A round, and by group how many reports of each colour were handed in."""

    key: int
    name: str
    groups: dict[int, Counter[str]]

    @property
    def whole(self) -> Counter[str]:
        """All groups together."""
        return sum(self.groups.values(), Counter[str]())


Lights = list[RoundLights]
"""By the day that the rounds reach."""


def current(rounds: Lights) -> RoundLights | None:
    """The newest round of which at least half as much was handed in as of any: one that has just begun says little."""
    most = max((each.whole.total() for each in rounds), default=0)
    return next((each for each in reversed(rounds) if 2 * each.whole.total() >= most), None)


def lights_of(scope: Scope) -> Lights:
    """The rounds of which something was handed in; one query."""
    handed_in = Exists(ReportVersion.objects.filter(item=OuterRef("pk")))
    reports = Report.objects.filter(handed_in, organization__in=scope.rows, year=scope.year)
    rows = reports.order_by("round__through", "round").values(
        "round", "round__name", "round__through", "organization", "colour"
    ).annotate(count=Count("pk"))  # fmt: skip
    found: dict[int, RoundLights] = {}
    for row in rows:
        known = found.setdefault(row["round"], RoundLights(row["round"], row["round__name"], {}))
        group = scope.group_of[row["organization"]]
        known.groups.setdefault(group, Counter())[row["colour"]] += row["count"]
    return list(found.values())
