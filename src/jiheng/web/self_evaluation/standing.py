"""How far the self-evaluations of a year are."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Avg, Count, Exists, OuterRef, Q

from jiheng.domain.scoring import half_up
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.organizations.policies import Actor, visible_to
from jiheng.web.self_evaluation.models import Kind
from jiheng.web.self_evaluation.policies import visible_items
from jiheng.web.submissions.models import State

__all__ = ["Standing", "standing_of"]


class Standing(NamedTuple):
    """Numbers of projects.

    Attributes:
        due: approved, so each has to be evaluated; handed_in, approved: of their self-evaluations.
        mean: of the approved ones' scores; None where there is none.
    """

    due: int
    handed_in: int
    approved: int
    mean: Decimal | None


def standing_of(actor: Actor, year: int) -> Standing:
    """The numbers over everything that `actor` may see; two queries."""
    approved_goals = Exists(Version.objects.filter(goal=OuterRef("pk"), is_approved=True))
    due = Goal.objects.filter(
        approved_goals, organization__in=visible_to(actor, year), year=year, kind=GoalKind.PROJECT, is_deleted=False
    ).count()
    is_approved = Q(state=State.APPROVED)
    counts = (
        visible_items(actor, year)
        .filter(kind=Kind.PROJECT)
        .order_by()
        .aggregate(
            handed_in=Count("pk", filter=~Q(state__in=(State.DRAFT, State.RETURNED))),
            approved=Count("pk", filter=is_approved),
            mean=Avg("total", filter=is_approved),
        )
    )
    mean = None if counts["mean"] is None else half_up(Decimal(str(counts["mean"])))
    return Standing(due, counts["handed_in"], counts["approved"], mean)
