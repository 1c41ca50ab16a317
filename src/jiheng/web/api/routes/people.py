"""People and what they may do: for the system and the security administrator. Nothing here gives or takes a secret."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts import policies as accounts_policies
from jiheng.web.accounts import selectors as accounts_selectors
from jiheng.web.accounts import services as accounts
from jiheng.web.accounts.models import Office, User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import refusal
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, ShortName, Word, Year
from jiheng.web.api.texts import later as _
from jiheng.web.organizations import policies, services
from jiheng.web.organizations.models import Division, Membership, Organization, Role

__all__ = ["router"]

router = Router(tags=["administration"])
_MANAGE = Token(Scope.MANAGE)


class RoleShape(Schema):
    """A role that somebody holds; `year` is null where it holds always."""

    id: int
    organization: str
    organization_name: str
    role: str
    year: int | None
    division: str | None

    @classmethod
    def of(cls, row: Membership) -> RoleShape:
        """From a row with its organization and division."""
        return cls(
            id=row.pk, organization=row.organization.code, organization_name=row.organization.name, role=row.role,
            year=row.year, division=row.division.name if row.division else None,
        )  # fmt: skip


class PersonShape(Schema):
    """A person; `office` is which of the three administrators they are, empty for everybody else."""

    id: int
    login: str
    name: str
    email: str
    office: str
    is_active: bool
    locked_until: datetime | None
    roles: list[RoleShape]

    @classmethod
    def of(cls, row: User) -> PersonShape:
        """From a row with their roles."""
        return cls(
            id=row.pk, login=row.login, name=row.name, email=row.email, office=row.office, is_active=row.is_active,
            locked_until=row.locked_until, roles=[RoleShape.of(each) for each in row.memberships.all()],
        )  # fmt: skip


class PersonNew(Schema):
    """Somebody new, without a role and without a password."""

    login: Annotated[ShortName, Field(examples=["zhangsan"])]
    name: Annotated[ShortName, Field(examples=["张三"])]
    email: Annotated[str, Field(max_length=254, examples=["zhangsan@example.org"])] = ""


class PersonChange(Schema):
    """A person as they are to be; whoever is not active cannot sign in, nor can their programs."""

    name: Annotated[ShortName, Field(examples=["张三"])]
    email: Annotated[str, Field(max_length=254, examples=["zhangsan@example.org"])] = ""
    is_active: bool = True


class RoleNew(Schema):
    """A role to give; without a year it holds always, a division only for reviewers of the finance bureau."""

    organization: Code
    role: Role = Field(examples=["preparer"])
    year: Year | None = None
    division: ShortName | None = Field(None, examples=["教科文处"])


class OfficeChange(Schema):
    """Which of the three administrators somebody is to be; empty relieves them."""

    office: Office = Field(examples=["audit"])


@router.get("/administration/people", auth=_MANAGE, response=Page[PersonShape], summary=_("人员"))
def people(request: Request, asked: Annotated[Asked, Query()], text: Word = "") -> Page[PersonShape]:
    """The people with their roles, by part of login or name."""
    if not policies.may_manage_people(request.auth.user):
        raise PermissionDenied
    rows, following = cut(_with_roles(accounts_selectors.person_list(actor=request.auth.user, text=text)), asked)
    return Page(items=[PersonShape.of(row) for row in rows], next=following)


@router.post(
    "/administration/people", auth=_MANAGE, response={201: PersonShape}, summary=_("新增人员"), openapi_extra=KEYED
)
def person_create(request: Request, body: PersonNew) -> PersonShape:
    """Make a person; the first password is given on the page of the person, and never goes through a program."""
    actor = request.auth.user
    made, _none = accounts.person_create(**body.model_dump(), with_password=False, actor=actor)
    return _shown(actor, made.pk)


@router.get("/administration/people/{pk}", auth=_MANAGE, response=PersonShape, summary=_("一个人"))
def person(request: Request, pk: Id) -> PersonShape:
    """One of them."""
    return _shown(request.auth.user, pk)


@router.put(
    "/administration/people/{pk}", auth=_MANAGE, response=PersonShape, summary=_("修改人员"), openapi_extra=KEYED
)
def person_change(request: Request, pk: Id, body: PersonChange) -> PersonShape:
    """Change how somebody is called or reached, or whether they may sign in at all."""
    actor = request.auth.user
    accounts.person_change(person=_person(actor, pk), **body.model_dump(), actor=actor)
    return _shown(actor, pk)


@router.post(
    "/administration/people/{pk}/unlock", auth=_MANAGE, response=PersonShape, summary=_("解锁"), openapi_extra=KEYED
)
def person_unlock(request: Request, pk: Id) -> PersonShape:
    """Let somebody try again who gave a wrong password too often."""
    actor = request.auth.user
    accounts.person_unlock(person=_person(actor, pk), actor=actor)
    return _shown(actor, pk)


@router.post(
    "/administration/people/{pk}/roles", auth=_MANAGE, response={201: RoleShape},
    summary=_("授予角色"), openapi_extra=KEYED,
)  # fmt: skip
def role_give(request: Request, pk: Id, body: RoleNew) -> RoleShape:
    """Let somebody act for an organization."""
    actor = request.auth.user
    found = _person(actor, pk)
    if not accounts_policies.may_give_roles(actor):
        raise PermissionDenied
    organization = Organization.objects.filter(code=body.organization).first()
    if organization is None:
        said = gettext("没有编码为“{code}”的单位").format(code=body.organization)
        raise refusal("organization", "organization-unknown", said)
    division = Division.objects.filter(bureau=organization, name=body.division).first() if body.division else None
    if body.division and division is None:
        said = gettext("没有名为“{name}”的业务处室").format(name=body.division)
        raise refusal("division", "division-unknown", said)
    given = services.role_give(
        person=found, organization=organization, role=body.role, year=body.year, division=division, actor=actor
    )
    return RoleShape.of(given)


@router.delete(
    "/administration/people/{pk}/roles/{membership}", auth=_MANAGE, response={204: None},
    summary=_("收回角色"), openapi_extra=KEYED,
)  # fmt: skip
def role_take(request: Request, pk: Id, membership: Id) -> None:
    """Take a role away."""
    actor = request.auth.user
    held = _person(actor, pk).memberships.select_related("organization", "division")
    services.role_take(membership=get_object_or_404(held, pk=membership), actor=actor)


@router.put(
    "/administration/people/{pk}/office", auth=_MANAGE, response=PersonShape,
    summary=_("任免管理员"), openapi_extra=KEYED,
)  # fmt: skip
def office_change(request: Request, pk: Id, body: OfficeChange) -> PersonShape:
    """Make somebody one of the three administrators, or relieve them."""
    actor = request.auth.user
    found = _person(actor, pk)
    if body.office:
        services.office_give(person=found, office=body.office, actor=actor)
    else:
        services.office_take(person=found, actor=actor)
    return _shown(actor, pk)


def _with_roles(found: QuerySet[User]) -> QuerySet[User]:
    return found.prefetch_related("memberships__organization", "memberships__division")


def _person(actor: User, pk: int) -> User:
    return get_object_or_404(accounts_selectors.person_list(actor=actor), pk=pk)


def _shown(actor: User, pk: int) -> PersonShape:
    return PersonShape.of(get_object_or_404(_with_roles(accounts_selectors.person_list(actor=actor)), pk=pk))
