"""More notices, problems and what happened to them; more decisions about the next budget."""

from __future__ import annotations

from django.utils import timezone
from tests.web.factories import World
from tests.web.queries.rows import fill, with_values
from tests.web.rectification.cases import issued
from tests.web.results.cases import decided

from jiheng.web.goals.models import Goal, GoalKind, GoalState
from jiheng.web.rectification.models import Notice
from jiheng.web.results.models import Decision, Step

__all__ = ["grow_rectification", "grow_results"]

_FIRST = 1000
"""Numbers of grown notices begin here; those that the services gave lie below."""


def grow_rectification(world: World, count: int) -> None:
    """Let there be `count` notices, of each as many problems, and of the first of each as many events."""
    known = Notice.objects.filter(organization=world.units[0]).order_by("pk").first() or issued(world)
    fill(
        Notice.objects,
        count,
        lambda n: with_values(known, serial=_FIRST + n, document=f"成长〔{n}〕号", title=f"成长{n}"),
    )
    problem = known.problems.get(number=1)
    event = problem.events.order_by("pk").first()
    for notice in Notice.objects.select_related("organization"):
        fill(
            notice.problems,
            count,
            lambda n, notice=notice: with_values(  # type: ignore[misc]
                problem,
                notice=notice,
                number=_FIRST + n if n else 1,
                organization=notice.organization,
                goal=notice.goal,
            ),
        )
        first = notice.problems.order_by("number").first()
        fill(first.events, count, lambda _n, first=first: with_values(event, problem=first))  # type: ignore[misc]


def grow_results(world: World, count: int) -> None:
    """Let there be decisions about all approved projects, of each of `count` as many steps."""
    known = Decision.objects.filter(published_at__isnull=False).order_by("pk").first()
    if known is None:
        known = Decision.objects.get(goal=decided(world, is_published=True))
    step = known.steps.order_by("pk").first()
    without = Goal.objects.filter(kind=GoalKind.PROJECT, state=GoalState.APPROVED, decision=None)
    Decision.objects.bulk_create(
        with_values(
            known, goal=goal, organization=goal.organization, year=goal.year,
            published_at=timezone.now() if number % 2 else None,
        )
        for number, goal in enumerate(without.select_related("organization"))
    )  # fmt: skip
    for decision in Decision.objects.order_by("pk")[:count]:
        fill(decision.steps, count, lambda _n, decision=decision: with_values(step, decision=decision))  # type: ignore[misc]
    assert Step.objects.exists()
