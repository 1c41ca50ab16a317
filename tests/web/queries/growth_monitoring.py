"""More of monitoring: rounds, reports of one round and of one project, alerts of many projects and units."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.monitoring.rounds import alert_of, report_of
from tests.web.queries.rows import fill, with_values

from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.monitoring.models import Alert, Report, ReportVersion, Round, Sighting
from jiheng.web.organizations.models import Organization

__all__ = ["grow_monitoring"]


def grow_monitoring(world: World, count: int) -> None:
    """Let there be `count` of everything."""
    report, alert = report_of(world, 0, "submitted"), alert_of(world)
    report_of(world)
    version = report.versions.get()
    fill(Round.objects, count, lambda n: with_values(report.round, name=f"成长{n}"))
    goals = list(world.units[0].goals.filter(kind=GoalKind.PROJECT, is_deleted=False).order_by("pk")[: 2 * count])
    others = list(Goal.objects.filter(organization__parent=world.departments[0], kind=GoalKind.PROJECT).order_by("pk"))
    wanted = [(report.round, goal, goal.organization) for goal in (*goals, *_one_each(others))]
    wanted += [(each, report.goal, report.organization) for each in Round.objects.all()]
    there = set(Report.objects.values_list("round", "goal"))
    missing = [part for part in wanted if (part[0].pk, part[1].pk) not in there]
    Report.objects.bulk_create(
        with_values(report, round=each, goal=goal, organization=place) for each, goal, place in dict.fromkeys(missing)
    )
    without = Report.objects.filter(versions=None, state="submitted")
    ReportVersion.objects.bulk_create(with_values(version, item=each) for each in without)
    _grow_alerts(alert, [(goal, goal.organization) for goal in (*goals, *_one_each(others))])


def _one_each(goals: list[Goal]) -> list[Goal]:
    """One project of every unit."""
    found: dict[int, Goal] = {}
    for goal in goals:
        found.setdefault(goal.organization_id, goal)
    return list(found.values())


def _grow_alerts(alert: Alert, places: list[tuple[Goal, Organization]]) -> None:
    there: set[Any] = set(Alert.objects.filter(kind=alert.kind, anchor=alert.anchor).values_list("goal", flat=True))
    missing = {goal.pk: (goal, place) for goal, place in places if goal.pk not in there}
    Alert.objects.bulk_create(with_values(alert, goal=goal, organization=place) for goal, place in missing.values())
    unseen = Alert.objects.filter(sightings=None)
    Sighting.objects.bulk_create(Sighting(alert=each, month=7, colour="red") for each in unseen)
