"""Rounds of monitoring: planned by the bureau or a department, handed out to units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import refusal
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Day, Id, ShortName, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.monitoring import policies, services
from jiheng.web.monitoring.forms import RoundForm
from jiheng.web.monitoring.models import Round, RoundKind
from jiheng.web.monitoring.numbers import standing
from jiheng.web.monitoring.selectors import round_get
from jiheng.web.organizations.models import Organization

__all__ = ["router"]

router = Router(tags=["monitoring"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)
_MOST = 5000


class RoundShort(Schema):
    """A round; `organization` monitors, units report until `due_on` what there was `through` that day."""

    id: int
    organization: str
    year: int
    name: str
    kind: str
    through: date
    opens_on: date
    due_on: date
    handed_out_at: datetime | None

    @classmethod
    def fields_of(cls, row: Round) -> dict[str, Any]:
        """From a row with its organization."""
        names = ("year", "name", "kind", "through", "opens_on", "due_on", "handed_out_at")
        return {
            "id": row.pk,
            "organization": row.organization.code,
            **{name: getattr(row, name) for name in names},
        }


class RoundGroup(Schema):
    """How an organization stands in a round: reports, how many of them are handed in, lights by their colour."""

    organization: str
    name: str
    reports: int
    handed_in: int
    missing: int
    lights: dict[str, int]


class RoundFull(RoundShort):
    """A round with whom it asks (all where the lists are empty), and how it stands.

    Attributes:
        may: what the owner of the token may do with it: change (and hand out).
    """

    organizations: list[str]
    goals: list[int]
    groups: list[RoundGroup]
    may: list[str]


class RoundTyped(Schema):
    """A round as it is to be.

    Attributes:
        organizations: codes of the only units, or departments with their units, that are asked.
        goals: the only projects that are asked for.
    """

    name: Annotated[ShortName, Field(examples=["1–7月监控"])]
    kind: RoundKind = RoundKind.GENERAL
    through: Annotated[Day, Field(examples=["2027-07-31"])]
    opens_on: Annotated[Day, Field(examples=["2027-08-01"])]
    due_on: Annotated[Day, Field(examples=["2027-08-20"])]
    organizations: list[Code] = Field([], max_length=_MOST)
    goals: list[Id] = Field([], max_length=_MOST)


class RoundNew(RoundTyped):
    """A new round, of whom and when."""

    organization: Code
    year: Year


class HandedOut(Schema):
    """How many reports are new."""

    reports: int


@router.get("/monitoring/rounds", auth=_READ, response=Page[RoundShort], summary=_("监控轮次"))
def rounds(request: Request, asked: Annotated[Asked, Query()], year: Year | None = None) -> Page[RoundShort]:
    """The rounds of a year, for whoever looks after others."""
    actor, of_year = request.auth.user, budget_year(year)
    if not policies.oversees(actor, of_year):
        raise PermissionDenied
    rows, following = cut(policies.visible_rounds(actor, of_year), asked)
    return Page(items=[RoundShort(**RoundShort.fields_of(row)) for row in rows], next=following)


@router.post(
    "/monitoring/rounds", auth=_REVIEW, response={201: RoundFull}, summary=_("新建监控轮次"), openapi_extra=KEYED
)
def round_create(request: Request, body: RoundNew) -> RoundFull:
    """Plan a round; units learn of it when it is handed out."""
    actor = request.auth.user
    planners = policies.planners(actor, body.year)
    home = next((each for each in planners if each.code == body.organization), None)
    if home is None:
        raise PermissionDenied
    return _full(actor, _saved(actor, home, body.year, body).pk)


@router.get("/monitoring/rounds/{pk}", auth=_READ, response=RoundFull, summary=_("一轮监控的进度"))
def round_one(request: Request, pk: Id) -> RoundFull:
    """A round, and how many reports and lights there are by department or unit."""
    return _full(request.auth.user, pk)


@router.put("/monitoring/rounds/{pk}", auth=_REVIEW, response=RoundFull, summary=_("修改监控轮次"), openapi_extra=KEYED)
def round_change(request: Request, pk: Id, body: RoundTyped) -> RoundFull:
    """Change a round; once it was handed out the day that is reported stays."""
    actor = request.auth.user
    each = round_get(actor=actor, pk=pk)
    if not policies.may_change(actor, each):
        raise PermissionDenied
    _saved(actor, each.organization, each.year, body, each)
    return _full(actor, pk)


@router.post(
    "/monitoring/rounds/{pk}/hand-out", auth=_REVIEW, response=HandedOut, summary=_("下达监控表"), openapi_extra=KEYED
)
def round_hand_out(request: Request, pk: Id) -> HandedOut:
    """Give every project of the round its report; those that have one keep it."""
    actor = request.auth.user
    return HandedOut(reports=services.round_hand_out(each=round_get(actor=actor, pk=pk), actor=actor))


def _saved(actor: User, home: Organization, year: int, body: RoundTyped, changed: Round | None = None) -> Round:
    offered: Any = RoundForm(organization=home, year=year).fields
    units, projects = offered["organizations"], offered["goals"]
    organizations = list(units.queryset.filter(code__in=body.organizations))
    goals = list(projects.queryset.filter(pk__in=body.goals))
    if len(organizations) < len(set(body.organizations)):
        raise refusal("organizations", "no-such", gettext("有的单位不在范围内"))
    if len(goals) < len(set(body.goals)):
        raise refusal("goals", "no-such", gettext("有的项目不在范围内，或者还没有批复"))
    values = body.model_dump(include={"name", "kind", "through", "opens_on", "due_on"})
    return services.round_save(
        actor=actor, organization=home, year=year, values=values, organizations=organizations, goals=goals,
        changed=changed,
    )  # fmt: skip


def _full(actor: User, pk: int) -> RoundFull:
    each = round_get(actor=actor, pk=pk)
    groups = [
        RoundGroup(
            organization=group.organization.code, name=group.organization.name, reports=group.reports,
            handed_in=group.handed_in, missing=group.missing,
            lights={str(colour): count for colour, count in group.lights.items()},
        )
        for group in standing(actor=actor, each=each).groups
    ]  # fmt: skip
    return RoundFull(
        **RoundShort.fields_of(each),
        organizations=list(each.organizations.values_list("code", flat=True)),
        goals=list(each.goals.values_list("pk", flat=True)),
        groups=groups,
        may=["change"] if policies.may_change(actor, each) else [],
    )
