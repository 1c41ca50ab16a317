"""The whole life of a project: year by year what was promised, spent, seen, scored, found wrong, decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from jiheng.web.disclosure.addresses import project_path, result_path
from jiheng.web.disclosure.models import PublishedProject, PublishedResult
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.models import State as EvaluationState
from jiheng.web.evaluation.policies import standing_of
from jiheng.web.execution.models import Movement, MovementKind
from jiheng.web.execution.selectors import Sums, monies_of, total_of
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.goals.policies import may_see
from jiheng.web.monitoring.selectors import histories_of
from jiheng.web.organizations.policies import Actor
from jiheng.web.rectification.models import Problem
from jiheng.web.results.models import Decision
from jiheng.web.results.policies import may_see_undecided
from jiheng.web.self_evaluation.selectors import Result, results_of, sentences_of

__all__ = ["Money", "Public", "Year", "chain_of", "life_of"]

_MOST = 8
"""Years that are shown."""


class Money(NamedTuple):
    """Money of a year in 万元.

    Attributes:
        months: spent by the end of each month up to the last payment.
    """

    total: Sums
    months: list[Decimal]


class Public(NamedTuple):
    """Something of the project that is public: what it is called, and where."""

    name: str
    address: str


class Year(NamedTuple):
    """A year of the project; what is not there (yet) is empty.

    Attributes:
        versions: of the goals, the newest first.
        lights: of the rounds that were handed in, as `monitoring.selectors.history_of` gives them.
        outcomes: of the approved self-evaluation, a sentence an indicator.
        evaluations: final ones.
        decision: about the next budget, as far as the person may know.
        public: what everybody can see.
    """

    goal: Goal
    versions: list[Version]
    money: Money
    lights: Sequence[Mapping[str, Any]]
    result: Result | None
    outcomes: list[str]
    evaluations: list[Evaluation]
    problems: list[Problem]
    decision: Decision | None
    public: list[Public]

    @property
    def light(self) -> Mapping[str, Any] | None:
        """The light of the newest round."""
        return self.lights[-1] if self.lights else None

    @property
    def unclosed(self) -> int:
        """Problems that are not closed."""
        return sum(not problem.is_closed for problem in self.problems)


def chain_of(*, actor: Actor, goal: Goal) -> list[Goal]:
    """The goals of the same project over the years as far as `actor` sees them, the newest first: by link, and by code."""
    found = Goal.objects.filter(pk__in=_joined(goal)).select_related("organization__parent").defer("content")
    seen = (each for each in found.order_by("-year", "-pk") if each.pk == goal.pk or may_see(actor, each))
    return list(islice(seen, _MOST))


def _joined(goal: Goal) -> set[int]:
    """The keys of all goals of the project; each round finds what is linked with, or has the code of, what is known."""
    known, near = {goal.pk}, {goal.pk}
    codes = {(goal.organization_id, goal.code)} if goal.code else set()
    projects = Goal.objects.filter(kind=GoalKind.PROJECT, is_deleted=False)
    for _round in range(_MOST):
        # Keys and codes that are known by now, nothing that is asked within: so each part has an index.
        wanted = Q(pk__in=near) | Q(previous__in=known)
        for organization, code in codes:
            wanted |= Q(organization=organization, code=code)
        rows = list(projects.filter(wanted).values_list("pk", "organization", "code", "previous"))
        linked = {previous for *_rest, previous in rows if previous}
        found = {pk for pk, *_rest in rows}
        if found <= known and linked <= near:
            break
        known |= found
        near |= known | linked
        codes |= {(organization, code) for _pk, organization, code, _previous in rows if code}
    return known


def life_of(*, actor: Actor, goal: Goal) -> list[Year]:
    """The years of the project, the newest first."""
    goals = chain_of(actor=actor, goal=goal)
    keys = [each.pk for each in goals]
    versions = _by_goal(Version.objects.filter(goal__in=keys).select_related("submitted_by").defer("content"))
    money, paid = monies_of(keys), _paid(keys)
    results = results_of(goals)
    evaluations = _by_goal(_evaluations(actor, keys))
    problems = _by_goal(Problem.objects.filter(goal__in=keys).select_related("notice"))
    decisions = {each.goal_id: each for each in Decision.objects.filter(goal__in=keys).exclude(action="")}
    public, lights = _public(goals), histories_of(keys)
    return [
        Year(
            each,
            versions.get(each.pk, []),
            Money(total_of(money.get(each.pk, {})), _cumulative(paid.get(each.pk, {}), each.year)),
            lights.get(each.pk, []),
            results.get(each.pk),
            sentences_of(results[each.pk].version.content.get("indicators", [])) if each.pk in results else [],
            evaluations.get(each.pk, []),
            problems.get(each.pk, []),
            _known(decisions.get(each.pk), actor),
            public.get(each.pk, []),
        )
        for each in goals
    ]


def _evaluations(actor: Actor, goals: Iterable[int]) -> list[Evaluation]:
    final = Evaluation.objects.filter(goal__in=goals, state=EvaluationState.FINAL).order_by("by")
    found = final.select_related("organization__parent", "organizer").defer("content", "frame", "narrative")
    return [each for each in found if standing_of(actor, each).sees]


def _known(decision: Decision | None, actor: Actor) -> Decision | None:
    if decision is None or decision.is_published or may_see_undecided(actor, decision.year):
        return decision
    return None


def _by_goal(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.goal_id, []).append(row)
    return found


def _paid(goals: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """Goal → month of its year → spent in it."""
    spent = Movement.objects.filter(goal__in=list(goals), kind=MovementKind.SPENT)
    found: dict[int, dict[int, Decimal]] = {}
    for goal, on, amount in spent.values_list("goal", "on", "amount"):
        months = found.setdefault(goal, {})
        months[on.month] = months.get(on.month, Decimal(0)) + amount
    return found


def _cumulative(months: Mapping[int, Decimal], year: int) -> list[Decimal]:
    today = timezone.localdate()
    last = max(max(months, default=0), today.month if months and today.year == year else 0)
    running, series = Decimal(0), []
    for month in range(1, last + 1):
        running += months.get(month, Decimal(0))
        series.append(running)
    return series


def _public(goals: Iterable[Goal]) -> dict[int, list[Public]]:
    """What is public of each: found by year, organization and code (name, where there is no code)."""
    known = {(each.organization_id, each.year, each.code or each.name): each.pk for each in goals}
    own = Q(pk__in=[])
    for organization, year, _mark in known:
        own |= Q(organization=organization, year=year)
    found: dict[int, list[Public]] = {}
    projects = PublishedProject.objects.filter(own, is_valid=True).select_related("publication__organization")
    results = PublishedResult.objects.filter(own, is_valid=True).select_related("publication__organization")
    marks = Q(code__in=[mark for *_place, mark in known]) | Q(name__in=[mark for *_place, mark in known], code="")
    for row in projects.filter(marks).defer("content", "text", "title", "publication__document"):
        if key := known.get((row.organization_id, row.year, row.code or row.name)):
            found.setdefault(key, []).append(Public(row.publication.title, project_path(row.publication, row)))
    for result in results.filter(marks).defer("content", "text", "title", "publication__document"):
        if key := known.get((result.organization_id, result.year, result.code or result.name)):
            name = f"{result.get_kind_display()} {result.year}"
            found.setdefault(key, []).append(Public(name, result_path(result.publication, result)))
    return found
