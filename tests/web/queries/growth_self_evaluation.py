"""More of self-evaluations: of many projects and units, with many versions, in many samples."""

from __future__ import annotations

from tests.web.factories import World
from tests.web.queries.rows import fill, with_values
from tests.web.self_evaluation.papers import item_of, rescore_of

from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.organizations.models import Cycle
from jiheng.web.self_evaluation.models import Rescore, Sample, SelfEvaluation, SelfEvaluationVersion, Window

__all__ = ["grow_self_evaluation"]


def grow_self_evaluation(world: World, count: int) -> None:
    """Let there be `count` of everything."""
    item, rescore = item_of(world, 0, "approved"), rescore_of(world)
    version = item.versions.get(number=1)
    own = list(world.units[0].goals.filter(kind=GoalKind.PROJECT, is_deleted=False).order_by("pk")[: 2 * count])
    others = list(Goal.objects.filter(organization__parent=world.departments[0], kind=GoalKind.PROJECT).order_by("pk"))
    there = set(SelfEvaluation.objects.values_list("goal", flat=True))
    goals = [goal for goal in dict.fromkeys((*own, *others[: 2 * count])) if goal.pk not in there]
    SelfEvaluation.objects.bulk_create(
        with_values(
            item, goal=goal, organization=goal.organization, goal_version=Version.objects.filter(goal=goal).first()
        )
        for goal in goals
    )
    without = SelfEvaluation.objects.filter(versions=None, state="approved")
    SelfEvaluationVersion.objects.bulk_create(with_values(version, item=each) for each in without)
    fill(item.versions, count, lambda n: with_values(version, number=100 + n))
    fill(Sample.objects, count, lambda n: with_values(rescore.sample, name=f"成长{n}"))
    drawn = set(rescore.sample.rescores.values_list("version", flat=True))
    free = SelfEvaluationVersion.objects.exclude(pk__in=drawn).order_by("pk")[:count]
    Rescore.objects.bulk_create(with_values(rescore, version=each) for each in free)
    for each in Cycle.objects.filter(self_evaluation_window=None):
        window = Window.objects.get(cycle=world.cycle)
        Window.objects.create(cycle=each, opens_at=window.opens_at, due_at=window.due_at)
