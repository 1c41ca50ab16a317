"""What is public: for everybody, without a token."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.api.errors import error_answer
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Year
from jiheng.web.api.routes.disclosure import PublicationShape
from jiheng.web.api.routes.papers import FORMATS, Format
from jiheng.web.api.texts import later as _
from jiheng.web.disclosure.addresses import file_path, project_path, result_path
from jiheng.web.disclosure.models import Publication, PublishedProject, PublishedResult, ResultKind
from jiheng.web.disclosure.selectors import published
from jiheng.web.disclosure.selectors.search import Wanted, matching, matching_results
from jiheng.web.disclosure.views.downloads import file as download

__all__ = ["router"]

router = Router(tags=["public"], auth=None)


class PublicOrganization(Schema):
    """An organization of which something is public."""

    code: str
    name: str
    years: int
    last_year: int


class PublicProject(Schema):
    """A project of a publication; the amount in 万元, `table` its number in the document, `address` of its page."""

    organization: str
    organization_name: str
    year: int
    number: int
    table: int
    code: str
    name: str
    amount: Decimal | None
    indicators: int
    address: str

    @classmethod
    def of(cls, row: PublishedProject) -> PublicProject:
        """From a row with its organization and publication."""
        names = ("year", "code", "name", "amount", "indicators")
        return cls(
            organization=row.organization.code, organization_name=row.organization.name,
            number=row.publication.number, table=row.number, address=project_path(row.publication, row),
            **{name: getattr(row, name) for name in names},
        )  # fmt: skip


class PublicResult(Schema):
    """A self-evaluation or an evaluation of a publication; `rate` of execution is 1 for all, `table` as of projects."""

    organization: str
    organization_name: str
    year: int
    number: int
    table: int
    kind: ResultKind
    code: str
    name: str
    evaluator: str
    score: Decimal | None
    grade: str
    rate: Decimal | None
    address: str

    @classmethod
    def of(cls, row: PublishedResult) -> PublicResult:
        """From a row with its organization and publication."""
        names = ("year", "kind", "code", "name", "evaluator", "score", "grade", "rate")
        return cls(
            organization=row.organization.code, organization_name=row.organization.name,
            number=row.publication.number, table=row.number, address=result_path(row.publication, row),
            **{name: getattr(row, name) for name in names},
        )  # fmt: skip


class FileShape(Schema):
    """The document in one format; size in bytes, digests in hexadecimal."""

    format: str
    size: int
    sha256: str
    sm3: str
    address: str


class Verified(Schema):
    """What a digest belongs to: a file in a format, or (null) a document as such."""

    publication: PublicationShape
    format: str | None


class PublicDocument(PublicationShape):
    """A publication in full."""

    files: list[FileShape]
    document: dict[str, Any]


@router.get("/public/projects", response=Page[PublicProject], summary=_("搜索已公开的项目"))
def projects(
    request: HttpRequest,
    asked: Annotated[Asked, Query()],
    text: Word = "",
    year: Year | None = None,
    organization: Code = "",
) -> Page[PublicProject]:
    """Projects in whose texts all the words stand, in the order in which they were published."""
    found = matching(Wanted.of(text, str(year or ""), organization)).select_related(
        "organization", "publication__organization"
    )
    rows, following = cut(found.defer("text", "title", "content", "publication__document"), asked)
    return Page(items=[PublicProject.of(row) for row in rows], next=following)


@router.get("/public/results", response=Page[PublicResult], summary=_("搜索已公开的自评和评价结果"))
def results(
    request: HttpRequest,
    asked: Annotated[Asked, Query()],
    text: Word = "",
    year: Year | None = None,
    organization: Code = "",
) -> Page[PublicResult]:
    """Self-evaluations and evaluations in whose texts all the words stand."""
    found = matching_results(Wanted.of(text, str(year or ""), organization)).select_related(
        "organization", "publication__organization"
    )
    rows, following = cut(found.defer("text", "title", "content", "publication__document"), asked)
    return Page(items=[PublicResult.of(row) for row in rows], next=following)


@router.get("/public/organizations", response=Page[PublicOrganization], summary=_("已公开的单位"))
def organizations(request: HttpRequest, asked: Annotated[Asked, Query()]) -> Page[PublicOrganization]:
    """The organizations of which something is public."""
    rows: list[Any]
    rows, following = cut(published.organizations(), asked)
    items = [
        PublicOrganization(code=row.code, name=row.name, years=row.public_years, last_year=row.last_year)
        for row in rows
    ]
    return Page(items=items, next=following)


@router.get("/public/organizations/{code}/documents", response=Page[PublicationShape], summary=_("一个单位的公开"))
def documents(request: HttpRequest, code: Code, asked: Annotated[Asked, Query()]) -> Page[PublicationShape]:
    """All publications of an organization, the withdrawn ones with their reason."""
    rows, following = cut(published.publications_of(published.organization_get(code)), asked)
    return Page(items=[PublicationShape(**PublicationShape.fields_of(row)) for row in rows], next=following)


@router.get("/public/documents/{code}/{year}/{number}", response=PublicDocument, summary=_("一份公开的文件"))
def document(request: HttpRequest, code: Code, year: Year, number: Id) -> PublicDocument | HttpResponse:
    """The document as JSON, with digest and files; 410 where it was withdrawn."""
    found = published.publication_get(code, year, number, with_document=True)
    if found.withdrawn_at:
        return _gone(found)
    files = [
        FileShape(
            format=each.format, size=each.size, sha256=each.sha256, sm3=each.sm3, address=file_path(found, each.format)
        )
        for each in found.files.all()
    ]
    return PublicDocument(**PublicationShape.fields_of(found), files=files, document=found.document)


@router.get("/public/verify", response=list[Verified], summary=_("核验摘要"))
def verify(request: HttpRequest, digest: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")]) -> list[Verified]:
    """What was published under a digest (SM3 or SHA-256, in hexadecimal): whole documents, and files; withdrawn ones, too."""
    found = published.by_digest(digest.lower())
    return [
        Verified(publication=PublicationShape(**PublicationShape.fields_of(row)), format=file.format if file else None)
        for row, file in found
    ]


@router.get("/public/documents/{code}/{year}/{number}/files/{format_name}", summary=_("下载"), openapi_extra=FORMATS)
def document_file(request: HttpRequest, code: Code, year: Year, number: Id, format_name: Format) -> HttpResponseBase:
    """The document as docx, pdf, xlsx, html or json."""
    found = published.publication_get(code, year, number)
    if found.withdrawn_at:
        return _gone(found)
    return download(request, code, year, number, format_name)


def _gone(publication: Publication) -> HttpResponse:
    assert publication.withdrawn_at is not None
    return error_answer(
        410, "withdrawn", gettext("这次公开已经撤回"),
        withdrawn_at=publication.withdrawn_at.isoformat(), reason=publication.withdrawal,
    )  # fmt: skip
