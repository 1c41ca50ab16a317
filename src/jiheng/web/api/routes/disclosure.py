"""Publishing and taking back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.routes.papers import FORMATS, Format
from jiheng.web.api.texts import later as _
from jiheng.web.disclosure import policies, services
from jiheng.web.disclosure.addresses import document_path
from jiheng.web.disclosure.models import Exemption, Part, Publication
from jiheng.web.disclosure.selectors import office
from jiheng.web.disclosure.selectors.office import Disclosure
from jiheng.web.goals.files import file_answer
from jiheng.web.organizations.models import Organization

__all__ = ["PublicationShape", "router"]

router = Router(tags=["disclosure"])
_READ, _PUBLISH = Token(Scope.READ), Token(Scope.PUBLISH)


class Standing(Schema):
    """How an organization stands to the deadline."""

    organization: str
    organization_name: str
    approved: int
    exempted: int
    number: int | None
    published_at: datetime | None
    standing: str

    @classmethod
    def fields_of(cls, row: Disclosure) -> dict[str, Any]:
        """From how an organization stands."""
        return {
            "organization": row.organization.code, "organization_name": row.organization.name,
            "approved": row.approved, "exempted": row.exempted, "number": row.number,
            "published_at": row.published_at, "standing": row.light.text,
        }  # fmt: skip


class PublicationShape(Schema):
    """A publication; the amount in 万元, `digest` the SM3 of the document, `address` of its page.

    Attributes:
        part: goals or results; of results `projects` counts self-evaluations and evaluations, and the amount is 0.
        left_out: format in which there is no file → why.
    """

    id: int
    organization: str
    organization_name: str
    year: int
    part: Part
    number: int
    title: str
    digest: str
    projects: int
    amount: Decimal
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawal: str
    left_out: dict[str, str]
    address: str

    @classmethod
    def fields_of(cls, row: Publication) -> dict[str, Any]:
        """From a row with its organization."""
        names = (
            "year",
            "part",
            "number",
            "title",
            "digest",
            "amount",
            "published_at",
            "withdrawn_at",
            "withdrawal",
            "left_out",
        )
        return {
            "id": row.pk, "organization": row.organization.code, "organization_name": row.organization.name,
            "projects": row.projects_count, "address": document_path(row),
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class ExemptionShape(Schema):
    """Why an approved project is not published."""

    id: int
    goal: int
    reason: str
    given_by: str
    given_at: datetime

    @classmethod
    def of(cls, row: Exemption) -> ExemptionShape:
        """From a row with who gave it."""
        return cls(id=row.pk, goal=row.goal_id, reason=row.reason, given_by=row.given_by.name, given_at=row.given_at)


class ApprovedShape(Schema):
    """An approved goal, with what keeps it from being published."""

    id: int
    kind: str
    code: str
    name: str
    amount: Decimal | None
    exemption: ExemptionShape | None


class StandingFull(Standing):
    """The same with all that is approved, in the order of the document, and what the caller may do."""

    goals: list[ApprovedShape]
    may: list[str]


class Budget(Schema):
    """Of which year, and what of it."""

    year: Year
    part: Part = Part.GOALS


class Withdrawal(Schema):
    """Why; the public will read it."""

    reason: Words = Field(examples=["金额有误，更正后重新公开"])


class Secrecy(Schema):
    """Why a project is not published."""

    reason: Words = Field(examples=["涉及国家秘密"])


@router.get("/disclosure/organizations", auth=_READ, response=Page[Standing], summary=_("公开进度"))
def standings(
    request: Request,
    asked: Annotated[Asked, Query()],
    *,
    year: Year | None = None,
    state: Literal["", "waiting", "late", "changed", "published", "nothing"] = "",
    text: Word = "",
    part: Part = Part.GOALS,
) -> Page[Standing]:
    """Who has published, and who is late; of results, approved counts what stands of them."""
    wanted = budget_year(year)
    found = office.states(actor=request.auth.user, year=wanted, state=state, text=text, part=part)
    rows, following = cut(found, asked)
    items = [Standing(**Standing.fields_of(each)) for each in office.disclosures(rows, wanted, part)]
    return Page(items=items, next=following)


@router.get("/disclosure/organizations/{code}", auth=_READ, response=StandingFull, summary=_("一个单位的公开情况"))
def standing(request: Request, code: Code, year: Year | None = None) -> StandingFull:
    """What an organization publishes: what is approved and what is kept back."""
    actor, wanted = request.auth.user, budget_year(year)
    organization = office.organization_get(actor=actor, pk=organization_of(actor, wanted, code).pk, year=wanted)
    [row] = office.disclosures([organization], wanted)
    goals = [
        ApprovedShape(
            id=goal.pk, kind=goal.kind, code=goal.code, name=str(goal), amount=goal.amount,
            exemption=ExemptionShape.of(exemption) if exemption else None,
        )
        for goal, exemption in office.approved_goals(organization, wanted)
    ]  # fmt: skip
    may = ["publish", "withdraw", "exempt"] if policies.may_publish(actor, organization, wanted) else []
    return StandingFull(**Standing.fields_of(row), goals=goals, may=may)


@router.get(
    "/disclosure/organizations/{code}/preview/{file_format}",
    auth=_READ,
    summary=_("预览将公开的文件"),
    openapi_extra=FORMATS,
)
def preview(
    request: Request, code: Code, file_format: Format, year: Year | None = None, part: Part = Part.GOALS
) -> HttpResponse:
    """The document as it would be published now."""
    wanted = budget_year(year)
    organization = organization_of(request.auth.user, wanted, code)
    document = services.document_to_publish(organization, wanted, part)
    return file_answer(document, file_format, f"{organization.code}-{wanted}")


@router.get(
    "/disclosure/organizations/{code}/publications", auth=_READ, response=Page[PublicationShape], summary=_("历次公开")
)
def publications(
    request: Request, code: Code, asked: Annotated[Asked, Query()], year: Year | None = None
) -> Page[PublicationShape]:
    """All publications of an organization and year, the withdrawn ones among them."""
    wanted = budget_year(year)
    found = office.history(organization_of(request.auth.user, wanted, code), wanted).select_related("organization")
    rows, following = cut(found, asked)
    return Page(items=[PublicationShape(**PublicationShape.fields_of(row)) for row in rows], next=following)


@router.post(
    "/disclosure/organizations/{code}/publications", auth=_PUBLISH, response={201: PublicationShape},
    summary=_("公开"), openapi_extra=KEYED,
)  # fmt: skip
def publish(request: Request, code: Code, body: Budget) -> PublicationShape:
    """Publish all that is approved and not exempted; what was published before is replaced, with a trace."""
    actor = request.auth.user
    organization = organization_of(actor, body.year, code)
    with telling(lambda: _valid(organization, body.year, body.part)):
        made = services.publish(organization=organization, year=body.year, actor=actor, part=body.part)
    return PublicationShape(**PublicationShape.fields_of(made))


@router.get("/disclosure/publications/{pk}", auth=_READ, response=PublicationShape, summary=_("一次公开"))
def publication(request: Request, pk: Id) -> PublicationShape:
    """One of them."""
    return PublicationShape(**PublicationShape.fields_of(office.publication_get(actor=request.auth.user, pk=pk)))


@router.post(
    "/disclosure/publications/{pk}/withdraw", auth=_PUBLISH, response=PublicationShape,
    summary=_("撤回公开"), openapi_extra=KEYED,
)  # fmt: skip
def withdraw(request: Request, pk: Id, body: Withdrawal) -> PublicationShape:
    """Take a publication back; its page says so from now on."""
    actor = request.auth.user
    found = office.publication_get(actor=actor, pk=pk)
    with telling(lambda: _valid(found.organization, found.year, Part(found.part))):
        services.withdraw(publication=found, actor=actor, reason=body.reason)
    return PublicationShape(**PublicationShape.fields_of(office.publication_get(actor=actor, pk=pk)))


@router.post(
    "/disclosure/goals/{pk}/exemption", auth=_PUBLISH, response={201: ExemptionShape},
    summary=_("列为不公开"), openapi_extra=KEYED,
)  # fmt: skip
def exempt(request: Request, pk: Id, body: Secrecy) -> ExemptionShape:
    """Keep an approved project out of publications from the next one on."""
    actor = request.auth.user
    given = services.exempt(goal=office.goal_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return ExemptionShape.of(given)


@router.delete(
    "/disclosure/exemptions/{pk}", auth=_PUBLISH, response={204: None}, summary=_("恢复公开"), openapi_extra=KEYED
)
def exemption_end(request: Request, pk: Id) -> None:
    """Let a project be published again from the next publication on."""
    actor = request.auth.user
    services.exemption_end(exemption=office.exemption_get(actor=actor, pk=pk), actor=actor)


def _valid(organization: Organization, year: int, part: Part) -> dict[str, Any]:
    """Which publication is valid now, for whoever was too late."""
    valid = office.history(organization, year, part).filter(withdrawn_at=None).first()
    return {"number": valid and valid.number, "digest": valid and valid.digest}
