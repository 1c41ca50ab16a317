"""What became of last year's goals, for whoever writes the next ones: promised, reached, decided."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.goals import GoalSheet
from jiheng.web.execution.selectors import money_of, total_of
from jiheng.web.goals.asides import Aside
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.selectors import last_year
from jiheng.web.monitoring.selectors import actuals_of as monitored_of
from jiheng.web.organizations.policies import Actor
from jiheng.web.rectification.selectors import open_problems
from jiheng.web.results.graded import Graded, graded_of
from jiheng.web.results.models import Decision
from jiheng.web.results.policies import may_see_undecided
from jiheng.web.self_evaluation.selectors import actuals_of

__all__ = ["LastYear", "Outcome", "aside", "last_year_of", "outcomes_of"]


class Outcome(NamedTuple):
    """What was promised of one indicator and what was reached, as written; empty where nobody said.

    Attributes:
        until: the round of monitoring that says so, where no self-evaluation does yet.
    """

    name: str
    target: str
    actual: str
    until: str = ""


class LastYear(NamedTuple):
    """The year before, of one project.

    Attributes:
        goal: of that year; outcomes: of its indicators, those with an actual value.
        rate: of execution, 1 for all.
        decision: what was decided about this year's budget, as far as whoever looks may know.
    """

    goal: Goal
    outcomes: list[Outcome]
    graded: Graded
    rate: Decimal | None
    open_problems: int
    overdue_problems: int
    decision: Decision | None

    @property
    def has_something(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.outcomes or self.graded.grade or self.rate is not None or self.open_problems or self.decision)


def last_year_of(goal: Goal, *, sees_unpublished: bool = False) -> LastYear | None:
    """What became of the same project's goals in the year before; None where there were none.

    Args:
        goal: of this year.
        sees_unpublished: also a decision that the unit does not know yet.
    """
    version = last_year(goal) if goal.kind == GoalKind.PROJECT else None
    if version is None:
        return None
    before = version.goal
    decision = Decision.objects.filter(goal=before).exclude(action="").first()
    standing = open_problems([before]).get(before.pk)
    total = total_of(money_of(before.pk))
    graded = graded_of([before]).get(before.pk, Graded())
    return LastYear(
        before,
        _outcomes(sheet_of(version.content), before),
        graded,
        total.rate if total.rate is not None else graded.rate,
        standing.open if standing else 0,
        standing.overdue if standing else 0,
        decision if decision and (decision.is_published or sees_unpublished) else None,
    )


def outcomes_of(goal: Goal) -> list[Outcome]:
    """What became of each indicator of a project's approved goals, as far as somebody said."""
    version = goal.versions.filter(is_approved=True).first()
    return _outcomes(sheet_of(version.content), goal) if version else []


def _outcomes(sheet: GoalSheet, goal: Goal) -> list[Outcome]:
    final = {number: (text, "") for number, text in actuals_of(goal).items()}
    known = final or monitored_of(goal.pk)
    return [
        Outcome(each.name or each.level2 or "", each.target.raw.strip() if each.target else "", *known[number])
        for number, each in enumerate(sheet.indicators)
        if number in known
    ]


def aside(goal: Goal, actor: Actor) -> Aside | None:
    """The part beside goals; nothing where nothing is known."""
    found = last_year_of(goal, sees_unpublished=may_see_undecided(actor, goal.year - 1))
    return Aside("results/_last_year.html", found) if found and found.has_something else None
