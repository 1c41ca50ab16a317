"""What the reminders of the year are told about goals."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q
from django.urls import reverse

from jiheng.web.goals.models import Goal, GoalState
from jiheng.web.notices.progress import Progress, Source, register_progress
from jiheng.web.organizations.models import Organization

__all__ = ["register"]

_LEFT = (GoalState.DRAFT, GoalState.RETURNED)


def register() -> None:
    """Tell the reminders; called when the site starts."""
    register_progress(Source(_progress, _own_page, lambda year: f"{reverse('goals:overview')}?year={year}"))


def _progress(year: int) -> Mapping[int, Progress]:
    rows = Goal.objects.filter(year=year, is_deleted=False).order_by().values("organization")
    counted = rows.annotate(
        tables=Count("pk"),
        drafts=Count("pk", filter=Q(state=GoalState.DRAFT)),
        returned=Count("pk", filter=Q(state=GoalState.RETURNED)),
        blocked=Count("pk", filter=Q(state__in=_LEFT, errors__gt=0)),
    )
    return {
        row["organization"]: Progress(row["tables"], row["drafts"], row["returned"], row["blocked"]) for row in counted
    }


def _own_page(organization: Organization, year: int) -> str:
    return f"{reverse('goals:list')}?year={year}&organization={organization.code}"
