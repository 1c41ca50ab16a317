"""The tree of organizations, for its administrators, and its exchange with Excel."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED, XLSX, answers_with
from jiheng.web.api.errors import refusal
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Name, ShortName, Word
from jiheng.web.api.shapes import OrganizationShape
from jiheng.web.api.texts import later as _
from jiheng.web.organizations import policies, services, sheets
from jiheng.web.organizations.forms import ImportForm
from jiheng.web.organizations.models import Division, Kind, Organization
from jiheng.web.organizations.services import sheets_for

__all__ = ["router"]

router = Router(tags=["administration"])
_MANAGE = Token(Scope.MANAGE)


class OrganizationChange(Schema):
    """An organization as it is to be; the parent by its code, the division by its name."""

    code: Code
    name: Name = Field(examples=["教育局第一小学"])
    parent: Code | None = Field(None, examples=["205"])
    division: ShortName | None = Field(None, examples=["教科文处"])
    is_active: bool = True


class OrganizationNew(Schema):
    """A new organization; what kind it is stays."""

    kind: Kind = Field(examples=["unit"])
    code: Code
    name: Name = Field(examples=["教育局第一小学"])
    parent: Code | None = Field(None, examples=["205"])
    division: ShortName | None = Field(None, examples=["教科文处"])


class DivisionShape(Schema):
    """A division of the finance bureau; the bureau by its code."""

    id: int
    bureau: str
    name: str

    @classmethod
    def of(cls, row: Division) -> DivisionShape:
        """From a row with its bureau."""
        return cls(id=row.pk, bureau=row.bureau.code, name=row.name)


class DivisionNew(Schema):
    """A new division; the bureau by its code."""

    bureau: Code = Field(examples=["001"])
    name: ShortName = Field(examples=["教科文处"])


class DivisionName(Schema):
    """What it is to be called."""

    name: ShortName = Field(examples=["教科文处"])


class SheetCount(Schema):
    """What happens with the rows of a sheet."""

    sheet: str
    added: int
    changed: int
    same: int


class RowProblem(Schema):
    """Why a row cannot be taken, and where: `cell` as Excel calls it."""

    sheet: str
    cell: str
    found: str
    text: str


class Imported(Schema):
    """What an import did, or would do; nothing is kept while there is a problem."""

    kept: bool
    counts: list[SheetCount]
    problems: list[RowProblem]


class _Place(NamedTuple):
    parent: Organization | None
    division: Division | None


@router.get("/administration/organizations", auth=_MANAGE, response=Page[OrganizationShape], summary=_("全部单位"))
def organizations(request: Request, asked: Annotated[Asked, Query()], text: Word = "") -> Page[OrganizationShape]:
    """All organizations, by part of the name or beginning of the code; for the system and the security administrator."""
    _require(policies.may_manage_people(request.auth.user))
    found = Organization.objects.select_related("parent", "division")
    rows, following = cut(found.filter(Q(name__contains=text) | Q(code__startswith=text)), asked)
    return Page(items=[OrganizationShape.of(row) for row in rows], next=following)


@router.post(
    "/administration/organizations", auth=_MANAGE, response={201: OrganizationShape},
    summary=_("新增单位"), openapi_extra=KEYED,
)  # fmt: skip
def organization_create(request: Request, body: OrganizationNew) -> OrganizationShape:
    """Add an organization to the tree."""
    _require(policies.may_manage_organizations(request.auth.user))
    place = _place(body.parent, body.division)
    made = services.organization_create(
        kind=body.kind, code=body.code, name=body.name, **place._asdict(), actor=request.auth.user
    )
    return OrganizationShape.of(made)


@router.put(
    "/administration/organizations/{code}", auth=_MANAGE, response=OrganizationShape,
    summary=_("修改单位"), openapi_extra=KEYED,
)  # fmt: skip
def organization_change(request: Request, code: Code, body: OrganizationChange) -> OrganizationShape:
    """Change an organization, its code too; what kind it is stays."""
    _require(policies.may_manage_organizations(request.auth.user))
    found = get_object_or_404(Organization, code=code)
    place = _place(body.parent, body.division)
    changed = services.organization_change(
        organization=found, code=body.code, name=body.name, **place._asdict(), is_active=body.is_active,
        actor=request.auth.user,
    )  # fmt: skip
    return OrganizationShape.of(changed)


@router.get("/administration/divisions", auth=_MANAGE, response=Page[DivisionShape], summary=_("业务处室"))
def divisions(request: Request, asked: Annotated[Asked, Query()]) -> Page[DivisionShape]:
    """The divisions of the finance bureau."""
    _require(policies.may_manage_people(request.auth.user))
    rows, following = cut(Division.objects.select_related("bureau"), asked)
    return Page(items=[DivisionShape.of(row) for row in rows], next=following)


@router.post(
    "/administration/divisions", auth=_MANAGE, response={201: DivisionShape},
    summary=_("新增业务处室"), openapi_extra=KEYED,
)  # fmt: skip
def division_create(request: Request, body: DivisionNew) -> DivisionShape:
    """Add a division to the bureau."""
    _require(policies.may_manage_organizations(request.auth.user))
    bureau = _organization(body.bureau, "bureau")
    return DivisionShape.of(services.division_create(bureau=bureau, name=body.name, actor=request.auth.user))


@router.put(
    "/administration/divisions/{pk}",
    auth=_MANAGE,
    response=DivisionShape,
    summary=_("修改业务处室"),
    openapi_extra=KEYED,
)
def division_change(request: Request, pk: Id, body: DivisionName) -> DivisionShape:
    """Give a division another name."""
    _require(policies.may_manage_organizations(request.auth.user))
    found = get_object_or_404(Division.objects.select_related("bureau"), pk=pk)
    return DivisionShape.of(services.division_change(division=found, name=body.name, actor=request.auth.user))


@router.get("/administration/template", auth=_MANAGE, summary=_("导入模板（Excel）"), openapi_extra=answers_with(XLSX))
def template(request: Request) -> HttpResponse:
    """An empty workbook to fill in: the tree and people, or roles."""
    titles = sheets_for(request.auth.user)
    _require(bool(titles))
    return _workbook(sheets.write(dict.fromkeys(titles, ())), "template")


@router.get("/administration/export", auth=_MANAGE, summary=_("导出（Excel）"), openapi_extra=answers_with(XLSX))
def export(request: Request) -> HttpResponse:
    """Everything that an import would take."""
    return _workbook(services.export_file(actor=request.auth.user), "organizations")


@router.post("/administration/import", auth=_MANAGE, response=Imported, summary=_("导入（Excel）"))
def import_file(
    request: Request, file: Annotated[UploadedFile, File()], keep: Annotated[bool, Form()] = False
) -> Imported:
    """What a workbook would change; with `keep` it is done, all of it or nothing. New people have no password."""
    _require(bool(sheets_for(request.auth.user)))
    form = ImportForm({}, MultiValueDict({"file": [file]}))
    if not form.is_valid():
        raise refusal("file", "too-large", str(form.errors["file"][0]))
    rows = sheets.read(file.read())
    outcome = services.import_rows(rows=rows, with_passwords=False, keep=keep, actor=request.auth.user)
    return Imported(
        kept=keep and not outcome.problems,
        counts=[
            SheetCount(sheet=title, added=new, changed=changed, same=same)
            for title, new, changed, same in outcome.counts
        ],
        problems=[RowProblem(**each._asdict()) for each in outcome.problems],
    )


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _place(parent: str | None, division: str | None) -> _Place:
    """Where an organization stands; the division is one of its parent's, the bureau."""
    above = _organization(parent, "parent") if parent else None
    if not division:
        return _Place(above, None)
    found = Division.objects.filter(bureau=above, name=division).select_related("bureau").first() if above else None
    if found is None:
        raise refusal("division", "division-unknown", gettext("没有名为“{name}”的业务处室").format(name=division))
    return _Place(above, found)


def _organization(code: str, field: str) -> Organization:
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise refusal(field, "organization-unknown", gettext("没有编码为“{code}”的单位").format(code=code))
    return found


def _workbook(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})
