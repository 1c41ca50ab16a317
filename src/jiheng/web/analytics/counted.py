"""All numbers of the page, counted together, and kept for a while where counting takes long."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from jiheng.web.analytics.numbers.grades import Bin, Grades, bins_of, grades_of, scores_by_group
from jiheng.web.analytics.numbers.lights import Lights, lights_of
from jiheng.web.analytics.numbers.problems import Standing, Turnover, standing_of, turnover_of
from jiheng.web.analytics.numbers.spending import Spending, spending_of
from jiheng.web.analytics.scopes import Scope
from jiheng.web.organizations.policies import reach_of
from jiheng.web.ui.behind import keep, known

__all__ = ["Numbers", "numbers_of"]

_YEARS = 6
_LONGEST = 300  # seconds


class Numbers(NamedTuple):
    """All that the page shows.

    Attributes:
        at: when it was counted.
        spending, scores, standing: by group; grades: by year, self-evaluations and evaluations.
    """

    at: datetime
    spending: Mapping[int, Spending]
    lights: Lights
    grades: Mapping[int, tuple[Grades, Grades]]
    bins: Sequence[Bin]
    turnover: Turnover | None
    scores: Mapping[int, tuple[Decimal, int]]
    standing: Mapping[int, Standing]


def numbers_of(scope: Scope) -> Numbers:
    """What is to be seen of a scope.

    What took a second to count is kept for a minute (`settings.ANALYTICS_KEPT` times as long), at most for five: a city
    with thirty thousand projects is not counted anew for each look, a department is. For as long again whoever looks is
    shown it still, and it is counted anew behind their back. The charts say of when they are. It is kept for whoever has
    the same roles in all the years: what they are shown follows from those alone.
    """
    chosen = scope.chosen.pk if scope.chosen else ""
    key = f"analytics:{reach_of(scope.actor, _years(scope))}:{scope.year}:{chosen}"
    found: Numbers | None = known(key, lambda: _counted_and_kept(key, scope)) if settings.ANALYTICS_KEPT else None
    return found or _counted_and_kept(key, scope)


def _counted_and_kept(key: str, scope: Scope) -> Numbers:
    began = time.perf_counter()
    numbers = _counted(scope)
    seconds = min(_LONGEST, settings.ANALYTICS_KEPT * (time.perf_counter() - began))
    if seconds >= 1:
        keep(key, numbers, seconds)
    return numbers


def _counted(scope: Scope) -> Numbers:
    return Numbers(
        timezone.now(), spending_of(scope), lights_of(scope), grades_of(scope, _years(scope)), bins_of(scope),
        turnover_of(scope), scores_by_group(scope), standing_of(scope),
    )  # fmt: skip


def _years(scope: Scope) -> range:
    return range(scope.year - _YEARS + 1, scope.year + 1)
