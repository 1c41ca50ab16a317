"""Who takes part in evaluations: agencies, experts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import placed, refusal, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Id, Label, Name, Said, ShortName, budget_year
from jiheng.web.api.routes.evaluation import EvaluationFull, state_of, whole
from jiheng.web.api.shapes import Person
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation import services
from jiheng.web.evaluation.models import Agency, Assignment, Duty
from jiheng.web.evaluation.policies import may_keep_agencies
from jiheng.web.evaluation.selectors import agencies as known_agencies
from jiheng.web.evaluation.selectors import evaluation_get, experts_for

__all__ = ["router"]

router = Router(tags=["evaluation"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)


class AgencyTyped(Schema):
    """A third party; `credit_code` is its 统一社会信用代码."""

    name: Annotated[Name, Field(examples=["某评价咨询公司"])]
    credit_code: str = Field(min_length=18, max_length=18, examples=["91350100M000100Y43"])
    contact: ShortName | None = None
    phone: Label | None = None
    is_active: bool = True


class AgencyShape(Schema):
    """A third party."""

    id: int
    name: str
    credit_code: str
    contact: str
    phone: str
    is_active: bool

    @classmethod
    def of(cls, row: Agency) -> AgencyShape:
        """From a row."""
        names = ("name", "credit_code", "contact", "phone", "is_active")
        return cls(id=row.pk, **{name: getattr(row, name) for name in names})


class Entrusted(Schema):
    """To which agency; null: to none."""

    agency: Id | None = Field(examples=[1])


class PartShape(Schema):
    """Somebody who takes part, or did.

    Attributes:
        stance: what was declared: free, conflict, or nothing yet (empty); declaration: word by word.
        removed_at, removal: since when they are out, and why.
    """

    id: int
    person: Person
    duty: str
    stance: str
    declaration: str
    declared_at: datetime | None
    handed_in_at: datetime | None
    removed_at: datetime | None
    removal: str

    @classmethod
    def of(cls, row: Assignment) -> PartShape:
        """From a row with its person."""
        names = ("duty", "stance", "declaration", "declared_at", "handed_in_at", "removed_at", "removal")
        person = Person(id=row.user_id, name=row.user.name)
        return cls(id=row.pk, person=person, **{name: getattr(row, name) for name in names})


class Parts(Schema):
    """Who takes part; `offered`: who could be asked, for the organizer."""

    people: list[PartShape]
    offered: list[Person]


class PartAsked(Schema):
    """Who is asked to take part, and for what."""

    person: Id
    duty: Duty = Duty.EXPERT


class PartEnded(Schema):
    """Why somebody is taken out."""

    reason: Annotated[Said, Field(examples=["出差，无法按时评分"])]


@router.get("/agencies", auth=_READ, response=Page[AgencyShape], summary=_("第三方机构"))
def agencies(request: Request, asked: Annotated[Asked, Query()]) -> Page[AgencyShape]:
    """The agencies, for whoever organizes evaluations."""
    _require_keeper(request.auth.user)
    rows, following = cut(known_agencies(), asked)
    return Page(items=[AgencyShape.of(row) for row in rows], next=following)


@router.post("/agencies", auth=_REVIEW, response={201: AgencyShape}, summary=_("新增第三方机构"), openapi_extra=KEYED)
def agency_create(request: Request, body: AgencyTyped) -> AgencyShape:
    """Add an agency to the list."""
    return AgencyShape.of(_kept(request.auth.user, body, None))


@router.put("/agencies/{pk}", auth=_REVIEW, response=AgencyShape, summary=_("修改第三方机构"), openapi_extra=KEYED)
def agency_change(request: Request, pk: Id, body: AgencyTyped) -> AgencyShape:
    """Change an agency."""
    actor = request.auth.user
    _require_keeper(actor)
    return AgencyShape.of(_kept(actor, body, get_object_or_404(Agency, pk=pk)))


@router.put(
    "/evaluations/{pk}/agency", auth=_REVIEW, response=EvaluationFull, summary=_("委托第三方机构"), openapi_extra=KEYED
)
def agency_choose(request: Request, pk: Id, body: Entrusted) -> EvaluationFull:
    """Entrust an evaluation to an agency, or to none."""
    actor = request.auth.user
    standing = evaluation_get(actor=actor, pk=pk)
    if not standing.may_organize:
        raise PermissionDenied
    agency = Agency.objects.filter(pk=body.agency, is_active=True).first() if body.agency else None
    if body.agency and agency is None:
        raise refusal("agency", "no-such", gettext("没有这个机构，或者已经停用"))
    with telling(lambda: state_of(pk)):
        services.agency_choose(evaluation=standing.evaluation, agency=agency, actor=actor)
    return whole(actor, pk)


@router.get("/evaluations/{pk}/people", auth=_READ, response=Parts, summary=_("评价人员"))
def people(request: Request, pk: Id) -> Parts:
    """Who takes part, for the organizer and whoever oversees the unit."""
    return _parts(request.auth.user, pk)


@router.post(
    "/evaluations/{pk}/people", auth=_REVIEW, response={201: Parts}, summary=_("请人参加评价"), openapi_extra=KEYED
)
def people_ask(request: Request, pk: Id, body: PartAsked) -> Parts:
    """Let somebody take part; they open it once they have declared that nothing stands in their way."""
    actor = request.auth.user
    standing = evaluation_get(actor=actor, pk=pk)
    if not standing.may_organize:
        raise PermissionDenied
    person = User.objects.filter(pk=body.person).first()
    if person is None:
        raise refusal("person", "no-such", gettext("没有这个人"))
    with telling(lambda: state_of(pk)), placed({"user": "person"}):
        services.assign(evaluation=standing.evaluation, user=person, duty=body.duty, actor=actor)
    return _parts(actor, pk)


@router.post(
    "/evaluations/{pk}/people/{part}/remove", auth=_REVIEW, response=Parts, summary=_("退出评价"), openapi_extra=KEYED
)
def people_remove(request: Request, pk: Id, part: Id, body: PartEnded) -> Parts:
    """Take somebody out; what they handed in does not count any more."""
    actor = request.auth.user
    standing = evaluation_get(actor=actor, pk=pk)
    if not standing.may_organize:
        raise PermissionDenied
    found = Assignment.objects.select_related("evaluation", "user").filter(evaluation=standing.evaluation)
    with telling(lambda: state_of(pk)):
        services.unassign(assignment=get_object_or_404(found, pk=part), actor=actor, reason=body.reason)
    return _parts(actor, pk)


def _require_keeper(actor: User) -> None:
    if not may_keep_agencies(actor, budget_year(None)):
        raise PermissionDenied


def _kept(actor: User, body: AgencyTyped, agency: Agency | None) -> Agency:
    said: dict[str, Any] = {name: value or "" for name, value in body.model_dump(exclude={"is_active"}).items()}
    return services.agency_save(
        actor=actor, year=budget_year(None), agency=agency, is_active=body.is_active, **said
    )  # fmt: skip


def _parts(actor: User, pk: int) -> Parts:
    standing = evaluation_get(actor=actor, pk=pk)
    if not standing.sees_people:
        raise PermissionDenied
    now = standing.evaluation
    offered = experts_for(now) if standing.may_organize else ()
    return Parts(
        people=[PartShape.of(row) for row in now.assignments.select_related("user")],
        offered=[Person(id=each.pk, name=each.name) for each in offered],
    )
