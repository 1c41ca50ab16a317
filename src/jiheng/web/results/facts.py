"""What is known of projects at the end of the year, from all areas below, and what the rules make of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext

from jiheng.domain.proposals import Action, Proposal, Results, propose
from jiheng.domain.scoring import Grade
from jiheng.web.execution.selectors import monies_of, total_of
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.rectification.selectors import open_problems
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.results.graded import Graded, graded_of

__all__ = ["Case", "case_of", "cases_of", "next_amount", "results_from_json", "results_json"]

_WHOLE = Decimal(100)
_CENT = Decimal("0.01")


class Case(NamedTuple):
    """One project: what is known and what is proposed.

    Attributes:
        base: this year's budget after adjustments, in 万元; None where nobody knows it.
    """

    goal: Goal
    results: Results
    proposal: Proposal
    base: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """What would follow for the next budget, in 万元."""
        return next_amount(self.base, self.proposal.action, self.proposal.percent)


def cases_of(goals: Iterable[Goal]) -> list[Case]:
    """The cases of some projects of one year; as many queries for many as for one."""
    known = list(goals)
    if not known:
        return []
    rules = regulation_of(known[0].year).proposals
    graded, open_ones, alike = graded_of(known), open_problems(known), _similar(known)
    sums = {goal: total_of(sources) for goal, sources in monies_of(goal.pk for goal in known).items()}
    cases = []
    for goal in known:
        total, grade = sums.get(goal.pk), graded.get(goal.pk, Graded())
        standing = open_ones.get(goal.pk)
        results = Results(
            grade=grade.grade,
            score=grade.score,
            source=grade.source,
            rate=total.rate if total and total.rate is not None else grade.rate,
            open_problems=standing.open if standing else 0,
            overdue_problems=standing.overdue if standing else 0,
            similar=alike.get(goal.pk, 0),
        )
        base = total.adjusted if total and total.adjusted else goal.amount
        cases.append(Case(goal, results, propose(results, rules), base))
    return cases


def case_of(goal: Goal) -> Case:
    """The case of one project."""
    return cases_of([goal])[0]


def next_amount(base: Decimal | None, action: str, percent: Decimal) -> Decimal | None:
    """The next budget in 万元; None where it cannot be told (nobody knows the base, or it is merged into another)."""
    if base is None or action == Action.MERGE:
        return None
    share = {Action.CUT: _WHOLE - percent, Action.REWARD: _WHOLE + percent, Action.STOP: Decimal(0)}
    return (base * share.get(Action(action), _WHOLE) / _WHOLE).quantize(_CENT)


def _similar(goals: Iterable[Goal]) -> dict[int, int]:
    """Goal → how many other projects of the unit and year promise just the same."""
    asked = [goal for goal in goals if goal.indicator_set]
    if not asked:
        return {}
    rows = Goal.objects.filter(
        year=asked[0].year, kind=GoalKind.PROJECT, is_deleted=False, versions__is_approved=True,
        organization__in={goal.organization_id for goal in asked},
    ).exclude(indicator_set="")  # fmt: skip
    counted = rows.order_by().values("organization", "indicator_set").annotate(n=Count("pk", distinct=True))
    found = Counter({(row["organization"], row["indicator_set"]): row["n"] for row in counted})
    return {goal.pk: max(0, found[goal.organization_id, goal.indicator_set] - 1) for goal in asked}


def results_json(results: Results) -> dict[str, Any]:
    """What is kept with a decision."""
    return {
        "grade": results.grade.value if results.grade else "",
        "score": None if results.score is None else str(results.score),
        "source": results.source,
        "rate": None if results.rate is None else str(results.rate),
        "open_problems": results.open_problems,
        "overdue_problems": results.overdue_problems,
        "similar": results.similar,
    }


def results_from_json(kept: Mapping[str, Any]) -> Results:
    """The same back; the source in the language of the reader."""
    source = kept.get("source") or ""
    return Results(
        grade=Grade(kept["grade"]) if kept.get("grade") else None,
        score=Decimal(kept["score"]) if kept.get("score") else None,
        source=gettext(source) if source else "",
        rate=Decimal(kept["rate"]) if kept.get("rate") else None,
        open_problems=kept.get("open_problems", 0),
        overdue_problems=kept.get("overdue_problems", 0),
        similar=kept.get("similar", 0),
    )
