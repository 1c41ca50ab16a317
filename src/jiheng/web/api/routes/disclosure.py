"""Publishing and taking back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.errors import telling
from jiheng.web.api.idempotency import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.texts import later as _
from jiheng.web.disclosure import services
from jiheng.web.disclosure.addresses import document_path
from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.selectors import office
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


class PublicationShape(Schema):
    """A publication; the amount in 万元, `digest` the SM3 of the document, `address` of its page."""

    id: int
    organization: str
    organization_name: str
    year: int
    number: int
    title: str
    digest: str
    projects: int
    amount: Decimal
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawal: str
    address: str

    @classmethod
    def fields_of(cls, row: Publication) -> dict[str, Any]:
        """From a row with its organization."""
        names = ("year", "number", "title", "digest", "amount", "published_at", "withdrawn_at", "withdrawal")
        return {
            "id": row.pk, "organization": row.organization.code, "organization_name": row.organization.name,
            "projects": row.projects_count, "address": document_path(row),
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class Budget(Schema):
    """Of which year."""

    year: Year


class Withdrawal(Schema):
    """Why; the public will read it."""

    reason: Words


@router.get("/disclosure/organizations", auth=_READ, response=Page[Standing], summary=_("公开进度"))
def standings(
    request: Request,
    asked: Annotated[Asked, Query()],
    year: Year | None = None,
    state: Literal["", "waiting", "late", "changed", "published", "nothing"] = "",
    text: Word = "",
) -> Page[Standing]:
    """Who has published, and who is late."""
    wanted = budget_year(year)
    rows, following = cut(office.states(actor=request.auth.user, year=wanted, state=state, text=text), asked)
    items = [
        Standing(
            organization=each.organization.code, organization_name=each.organization.name, approved=each.approved,
            exempted=each.exempted, number=each.number, published_at=each.published_at, standing=each.light.text,
        )
        for each in office.disclosures(rows, wanted)
    ]  # fmt: skip
    return Page(items=items, next=following)


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
    with telling(lambda: _valid(organization, body.year)):
        made = services.publish(organization=organization, year=body.year, actor=actor)
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
    with telling(lambda: _valid(found.organization, found.year)):
        services.withdraw(publication=found, actor=actor, reason=body.reason)
    return PublicationShape(**PublicationShape.fields_of(office.publication_get(actor=actor, pk=pk)))


def _valid(organization: Organization, year: int) -> dict[str, Any]:
    """Which publication is valid now, for whoever was too late."""
    valid = office.history(organization, year).filter(withdrawn_at=None).first()
    return {"number": valid and valid.number, "digest": valid and valid.digest}
