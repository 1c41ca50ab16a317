"""What the results of a year mean for the next budget: decided as proposed, half of it known to the units."""

from __future__ import annotations

from decimal import Decimal

from fill_self_evaluation import Result
from jiheng.domain.proposals import Results, propose
from jiheng.domain.scoring import Grade
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.results.facts import next_amount, results_json
from jiheng.web.results.models import Decision, Step, StepKind
from places import Places, Unit
from rows import Approved, Rows
from telling import tell, writers

__all__ = ["Decisions"]


class Decisions:
    """Of one year."""

    def __init__(self, rows: Rows, places: Places, year: int) -> None:
        self._rows, self._office, self._year = rows, places.office, year
        self._rules = regulation_of(year).proposals

    def add(self, approved: Approved, result: Result, *, is_published: bool) -> None:
        """What was decided about a project by the grade that it gave itself."""
        rows, base = self._rows, Decimal(approved.project.amount)
        results = Results(Grade(result.grade), result.total, "单位自评", result.rate)
        proposal = propose(results, self._rules)
        action, percent = proposal.action.value, proposal.percent
        said = {"results": {**results_json(results), "reasons": proposal.stored}, "proposed": action, "proposed_percent": percent, "action": action,
                "percent": percent}  # fmt: skip
        published = {"published_by_id": self._office, "published_at": rows.now} if is_published else {}
        key = rows.add(
            Decision, goal_id=approved.goal, organization_id=approved.unit.organization.pk, year=self._year,
            proposal=proposal.reason, base=base, amount=next_amount(base, action, percent), decided_by_id=self._office,
            decided_at=rows.now, **said, **published,
        )  # fmt: skip
        details = {**said, "percent": str(percent), "proposed_percent": str(percent)}
        for kind in (StepKind.DECIDED, *((StepKind.PUBLISHED,) if is_published else ())):
            rows.add(Step, decision_id=key, kind=kind, at=rows.now, actor_id=self._office, details=details)

    def tell(self, unit: Unit, count: int) -> None:
        """A unit learns of its decisions."""
        tell(
            self._rows, unit, self._year, people=writers(unit), kind="results.published",
            key=f"results.published.{unit.organization.pk}.{self._year}",
            title=f"{self._year} 年绩效结果应用意见已下达，本单位 {count} 个项目", url=f"/results/?year={self._year}",
            is_read=unit.organization.pk % 2 == 0,
        )  # fmt: skip
