"""Who one is here, and what waits."""

from __future__ import annotations

from datetime import datetime

from ninja import Router, Schema

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Year, budget_year
from jiheng.web.api.shapes import GoalShort
from jiheng.web.api.texts import later as _
from jiheng.web.disclosure.selectors.office import waiting_count as publications_waiting
from jiheng.web.goals.models import Goal
from jiheng.web.goals.selectors_overview import deadlines, own_work, writes
from jiheng.web.organizations.selectors import years
from jiheng.web.review.selectors import queue_counts

__all__ = ["router"]

router = Router(tags=["me"])


class Held(Schema):
    """A role; `year` is null where it holds always."""

    organization: str
    organization_name: str
    role: str
    year: int | None
    division: str | None


class Me(Schema):
    """The owner of the token, and the token."""

    id: int
    login: str
    name: str
    roles: list[Held]
    years: list[int]
    token: str
    scopes: list[str]
    expires_at: datetime


class Window(Schema):
    """A window of the year; `days` are left until it closes."""

    name: str
    opens_at: datetime
    due_at: datetime
    days: int
    is_open: bool


class ToDo(Schema):
    """What waits: own goals (the newest 20 of each kind), tasks of the review, organizations to publish for."""

    year: int
    counts: dict[str, int]
    returned: list[GoalShort]
    blocked: list[GoalShort]
    ready: list[GoalShort]
    review: dict[str, int]
    publish: int
    deadlines: list[Window]


@router.get("/me", auth=Token(*Scope.values), response=Me, summary=_("我是谁"))
def me(request: Request) -> Me:
    """The person that the token stands for, their roles, and what the token is good for."""
    token = request.auth
    held = token.user.memberships.select_related("organization", "division").order_by("organization__code", "role")
    roles = [
        Held(
            organization=each.organization.code, organization_name=each.organization.name, role=each.role,
            year=each.year, division=each.division.name if each.division else None,
        )
        for each in held
    ]  # fmt: skip
    return Me(
        id=token.user.pk, login=token.user.login, name=token.user.name, roles=roles, years=years(),
        token=token.name, scopes=token.scopes, expires_at=token.expires_at,
    )  # fmt: skip


@router.get("/me/to-do", auth=Token(Scope.READ), response=ToDo, summary=_("待办"))
def to_do(request: Request, year: Year | None = None) -> ToDo:
    """What the first page of the site shows."""
    actor, wanted = request.auth.user, budget_year(year)
    work = own_work(organizations=writes(actor, wanted), year=wanted)
    return ToDo(
        year=wanted,
        counts=work.counts,
        returned=_short(work.returned),
        blocked=_short(work.blocked),
        ready=_short(work.ready),
        review=queue_counts(actor=actor, year=wanted)._asdict(),
        publish=publications_waiting(actor, wanted),
        deadlines=[Window(**each._asdict()) for each in deadlines(wanted)],
    )


def _short(goals: list[Goal]) -> list[GoalShort]:
    return [GoalShort(**GoalShort.fields_of(goal)) for goal in goals]
