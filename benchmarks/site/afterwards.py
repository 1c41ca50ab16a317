"""What follows after approval: money, monitoring, self-evaluation, evaluation, rectification, use of results."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from fill_evaluation import Evaluations
from fill_execution import add_money
from fill_monitoring import Monitoring
from fill_rectification import Rectification
from fill_results import Decisions
from fill_self_evaluation import SelfEvaluations
from jiheng.web.evaluation.models import ReportVersion as EvaluationReport
from jiheng.web.monitoring.models import ReportVersion as MonitoringVersion
from jiheng.web.rectification.models import Event
from jiheng.web.rectification.models import Notice as RectificationNotice
from jiheng.web.results.models import Step
from jiheng.web.self_evaluation.models import SelfEvaluationVersion
from places import Places, Unit, years
from rows import Approved, Rows
from ways import MONTHS

__all__ = ["STAMPED", "Afterwards"]

STAMPED: tuple[tuple[type[models.Model], str], ...] = (
    (MonitoringVersion, "submitted_at"), (SelfEvaluationVersion, "submitted_at"), (EvaluationReport, "made_at"),
    (RectificationNotice, "issued_at"), (Event, "at"), (Step, "at"),
)  # fmt: skip
"""Moments that the tables would set themselves."""
_BEGUN = 3  # months of the current year with money
_EVALUATED, _ADMONISHED = 500, 166  # of so many sheets one: 200 and 600 of 100,000


class Afterwards:
    """Written unit by unit, as goals are approved."""

    def __init__(self, rows: Rows, places: Places) -> None:
        self._rows, (_first, self._last, self._current) = rows, years()
        self._monitoring = Monitoring(rows, places, self._current)
        self._self_evaluations = SelfEvaluations(rows, places, self._last)
        self._evaluations, self._rectification = Evaluations(rows, places), Rectification(rows, places)
        self._decisions = Decisions(rows, places, self._last)

    def unit(self, unit: Unit, approved: Iterable[Approved]) -> None:
        """The approved projects of a unit and year."""
        is_published, decided = unit.organization.pk % 2 == 1, 0
        for each in approved:
            add_money(self._rows, each, _BEGUN if each.year == self._current else MONTHS)
            self._monitoring.add(each)
            if result := self._self_evaluations.add(each):
                self._decisions.add(each, result, is_published=is_published)
                decided += 1
            # A third of all sheets are of that year.
            if each.year == self._last and each.number % (_EVALUATED // 3) == 0:
                self._evaluations.add(each)
            if each.year != self._current and each.number % (_ADMONISHED * 2 // 3) == 0:
                self._rectification.add(each)
        if is_published and decided:
            self._decisions.tell(unit, decided)

    def end(self) -> None:
        """When all units are there."""
        self._rows.write()
        self._evaluations.report()
