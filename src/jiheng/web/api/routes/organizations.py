"""The tree, as far as one has to do with it."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Router

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Year, budget_year, organization_of
from jiheng.web.api.shapes import OrganizationShape
from jiheng.web.api.texts import later as _
from jiheng.web.organizations.models import Kind
from jiheng.web.organizations.selectors import organization_list

__all__ = ["router"]

router = Router(tags=["organizations"])
_READ = Token(Scope.READ)


@router.get("/organizations", auth=_READ, response=Page[OrganizationShape], summary=_("单位"))
def organizations(
    request: Request, asked: Annotated[Asked, Query()], year: Year | None = None, kind: Kind | None = None
) -> Page[OrganizationShape]:
    """The organizations that one has a role for, and those below them."""
    found = organization_list(actor=request.auth.user, year=budget_year(year), kind=kind)
    rows, following = cut(found, asked)
    return Page(items=[OrganizationShape.of(row) for row in rows], next=following)


@router.get("/organizations/{code}", auth=_READ, response=OrganizationShape, summary=_("一个单位"))
def organization(request: Request, code: Code, year: Year | None = None) -> OrganizationShape:
    """One of them."""
    return OrganizationShape.of(organization_of(request.auth.user, budget_year(year), code))
