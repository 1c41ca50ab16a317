"""What the other areas know of projects: for choosing them, and for what can be reckoned of their frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Q, QuerySet

from jiheng.domain.goals import GoalSheet
from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import classify
from jiheng.regulations import Measure
from jiheng.web.evaluation.choosing import Candidate
from jiheng.web.evaluation.measures import Facts, Measured, Reached, measured
from jiheng.web.evaluation.models import Evaluation, State
from jiheng.web.execution.selectors import money_of, total_of
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.monitoring.approved import approved_of, approved_projects
from jiheng.web.monitoring.selectors import actuals_of as monitored
from jiheng.web.monitoring.selectors import lights_of
from jiheng.web.organizations.models import Organization
from jiheng.web.self_evaluation.models import Rescore
from jiheng.web.self_evaluation.selectors import actuals_of, results_of

__all__ = ["approved_version", "below", "candidates", "measures_of", "projects_of", "sheet_of_goal"]


def below(organizer: Organization) -> QuerySet[Organization]:
    """The organizations that an organizer evaluates: those under it, a department itself as well."""
    own = Q(parent=organizer.pk) | Q(parent__parent=organizer.pk)
    return Organization.objects.filter(own | Q(pk=organizer.pk), is_active=True).exclude(kind="bureau")


def projects_of(organizer: Organization, year: int) -> QuerySet[Goal]:
    """The approved projects that an organizer could evaluate, without their contents."""
    found = approved_projects(year).filter(organization__in=below(organizer))
    return found.select_related("organization").defer("content").order_by("organization__code", "code", "id")


def candidates(organizer: Organization, year: int) -> list[Candidate]:
    """Everything that the rules look at, of every project; as many questions whatever their number."""
    goals = list(projects_of(organizer, year))
    keys = [goal.pk for goal in goals]
    lights, results, cut = lights_of(keys), results_of(goals), _differences(keys)
    last, before = _evaluated(goals, year), _known_before(goals, year)
    found = []
    for goal in goals:
        result = results.get(goal.pk)
        found.append(
            Candidate(
                goal=goal.pk,
                identity=f"{goal.organization.code} {goal.code} {goal.name}",
                amount=goal.amount,
                colour=str(lights[goal.pk]["colour"]) if goal.pk in lights else "",
                total=result.total if result else None,
                grade=result.grade if result else "",
                difference=cut.get(goal.pk),
                evaluated=max((last[key] for key in _names(goal) if key in last), default=None),
                is_new=goal.previous_id is None and not before & set(_names(goal)),
            )
        )
    return found


def _names(goal: Goal) -> Iterable[tuple[int, str]]:
    """By what a project is known again in another year: its code, its name."""
    return [(goal.organization_id, text) for text in (goal.code, goal.name) if text]


def _differences(goals: Sequence[int]) -> dict[int, Decimal]:
    """Goal → by how many points its self-evaluation came down when it was scored again."""
    done = Rescore.objects.filter(version__item__goal__in=goals).exclude(done_at=None).order_by("done_at")
    rows = done.values_list("version__item__goal", "version__total", "total")
    return {goal: stated - again for goal, stated, again in rows if goal and stated is not None and again is not None}


def _evaluated(goals: Sequence[Goal], year: int) -> dict[tuple[int, str], int]:
    """Organization and code or name → the last year, before this one, in which it was evaluated."""
    found = Evaluation.objects.filter(
        organization__in={goal.organization_id for goal in goals}, state=State.FINAL, goal__isnull=False, year__lt=year
    )
    last: dict[tuple[int, str], int] = {}
    for organization, code, name, when in found.order_by("year").values_list(
        "organization", "goal__code", "name", "year"
    ):
        last |= {(organization, text): when for text in (code, name) if text}
    return last


def _known_before(goals: Sequence[Goal], year: int) -> set[tuple[int, str]]:
    """The codes and names of the projects of the year before."""
    found = Goal.objects.filter(
        organization__in={goal.organization_id for goal in goals},
        year=year - 1,
        kind=GoalKind.PROJECT,
        is_deleted=False,
    ).values_list("organization", "code", "name")
    return {(organization, text) for organization, code, name in found for text in (code, name) if text}


def sheet_of_goal(goal: Goal) -> GoalSheet | None:
    """The goals as they were approved."""
    approved = approved_of([goal]).get(goal.pk)
    return approved.sheet if approved else None


def approved_version(goal: Goal) -> Version | None:
    """The version that holds."""
    return goal.versions.filter(is_approved=True).order_by("-number").first()


def measures_of(evaluation: Evaluation) -> Mapping[Measure, Measured]:
    """What can be reckoned of the project; nothing of a whole unit."""
    if evaluation.goal is None:
        return {}
    sheet = sheet_of_goal(evaluation.goal)
    total = total_of(money_of(evaluation.goal.pk))
    actuals = {number: text for number, (text, _round) in monitored(evaluation.goal.pk).items()}
    actuals |= actuals_of(evaluation.goal)  # what the unit said at the end of the year is newer
    reached = [
        Reached(
            each.name or "—", classify(each.level1, each.level2).dimension, each.target,
            parse_target(actuals[number]) if actuals.get(number) else None,
        )
        for number, each in enumerate(sheet.indicators if sheet else ())
        if each.target
    ]  # fmt: skip
    return measured(Facts(total.adjusted, total.arrived, total.spent, reached))
