"""Tables of the payment system: brought, their columns named, tried, taken over, undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import refusal, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Label, ShortName, Year, budget_year, organization_of
from jiheng.web.api.texts import later as _
from jiheng.web.execution import policies
from jiheng.web.execution.forms import FileForm
from jiheng.web.execution.models import ImportState, Source, TableImport, UnknownRow
from jiheng.web.execution.tables import services
from jiheng.web.execution.tables.assigning import unknown_assign
from jiheng.web.execution.tables.columns import Options, Way
from jiheng.web.execution.tables.projects import importable
from jiheng.web.execution.tables.selectors import table_get, table_list
from jiheng.web.execution.tables.work import options_from

__all__ = ["router"]

router = Router(tags=["execution"])
_READ, _WRITE = Token(Scope.READ), Token(Scope.WRITE)
_Field = Literal["code", "name", "unit_code", "source", "date", "amount", "voucher", "note"]
Heading = Annotated[str, Field(max_length=1000)]
_MOST_WORDS = 100


class OptionsShape(Schema):
    """What the amounts of a table are.

    Attributes:
        unit: of the amounts.
        way: single payments by the number of their voucher, sums of a month, or sums since January.
        kind: what they are entered as.
        month: where no column says it; 0 where one does.
        source: where no column says it.
        sources: words of the column → source, beside those that are known.
        vouchers: whether numbers begin anew each month or run through the year.
    """

    unit: Literal["元", "万元"] = "元"
    way: Way = Way.PAYMENTS
    kind: Literal["spent", "arrived", "adjustment", "opening"] = "spent"
    month: int = Field(0, ge=0, le=12)
    source: Source = Source.FISCAL
    sources: dict[Label, Source] = Field({}, max_length=_MOST_WORDS)
    vouchers: Literal["month", "year"] = "month"

    def over(self, known: Options) -> Options:
        """What is named here; of the rest what is known."""
        return known._replace(**self.model_dump(mode="json", exclude_unset=True))


class ImportShort(Schema):
    """A file as the list shows it.

    Attributes:
        state: reading, read (its columns are to be named), checking, checked (to be taken over), taking, done, undone, failed.
        rows: below the heading; progress: how many of them were looked at so far.
        problem: why it could not be read.
    """

    id: int
    organization: str
    year: int
    name: str
    sha256: str
    state: str
    rows: int
    progress: int
    problem: str
    imported_by: str
    imported_at: datetime
    undone_at: datetime | None

    @classmethod
    def fields_of(cls, row: TableImport) -> dict[str, Any]:
        """From a row with its organization and who brought it."""
        names = ("year", "name", "sha256", "state", "rows", "progress", "problem", "imported_at", "undone_at")
        return {
            "id": row.pk, "organization": row.organization.code, "imported_by": row.imported_by.name,
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class ImportFull(ImportShort):
    """A file with what is known of it.

    Attributes:
        headings: of its columns; columns: field → heading, as kept for files with these headings, else as proposed.
        mapping: the name of the kept columns, where there are some.
        options: what its amounts are taken for.
        report: what becomes of its rows: six counts (added, replaced, unchanged, unknown, refused, skipped) that add up
            to `rows`, sums before and after in 万元, examples; empty until it was tried.
    """

    headings: list[str]
    columns: dict[str, str]
    mapping: str | None
    options: OptionsShape
    report: dict[str, Any]

    @classmethod
    def of(cls, row: TableImport) -> ImportFull:
        """From a row with its organization and who brought it."""
        known = options_from(row.options)._asdict()
        return cls(
            **ImportShort.fields_of(row), headings=row.options.get("headings", []), columns=row.columns,
            mapping=row.mapping.name if row.mapping else None, options=OptionsShape(**known), report=row.report,
        )  # fmt: skip


class ImportTried(Schema):
    """What its columns and amounts mean; what is not named stays as it was read.

    Attributes:
        columns: field → heading of the file.
        remember: a name under which the columns are kept for the next file with these headings.
    """

    columns: dict[_Field, Heading] | None = Field(None, examples=[{"code": "项目编码", "amount": "支付金额（元）"}])
    options: OptionsShape | None = None
    remember: ShortName | None = Field(None, examples=["国库集中支付明细"])


class RowLeft(Schema):
    """A row that was not taken over; `refused`: it can never be, else its project is not known (yet)."""

    number: int
    code: str
    name: str
    amount: Decimal | None
    problem: str
    refused: bool

    @classmethod
    def of(cls, row: UnknownRow) -> RowLeft:
        """From a row."""
        names = ("number", "code", "name", "amount", "problem")
        return cls(refused=row.is_refused, **{name: getattr(row, name) for name in names})


class ProjectMeant(Schema):
    """Which project (`goal`) is meant by the code and name that stand in a row (its number) that was not taken over."""

    row: Id
    goal: Id


class Assigned(Schema):
    """How many rows that waited were taken over."""

    rows: int


@router.get("/execution/imports", auth=_READ, response=Page[ImportShort], summary=_("导入的支付表"))
def imports(request: Request, asked: Annotated[Asked, Query()], year: Year | None = None) -> Page[ImportShort]:
    """The files that one may see; one that is under way is its bringer's only."""
    rows, following = cut(table_list(actor=request.auth.user, year=budget_year(year)), asked)
    return Page(items=[ImportShort(**ImportShort.fields_of(row)) for row in rows], next=following)


@router.post("/execution/imports", auth=_WRITE, response={201: ImportFull}, summary=_("上传支付表"))
def import_bring(
    request: Request,
    file: Annotated[UploadedFile, File()],
    organization: Annotated[Code, Form()],
    year: Annotated[Year, Form()],
) -> ImportFull:
    """Bring a file; a large one is read beside the site, look again until its state is ``read``."""
    actor = request.auth.user
    home = organization_of(actor, year, organization)
    if not policies.may_import(actor, home, year):
        raise PermissionDenied
    form = FileForm({}, MultiValueDict({"file": [file]}))
    if not form.is_valid():
        raise refusal("file", "too-large", str(form.errors["file"][0]))
    made = services.table_bring(organization=home, year=year, name=file.name or "", data=file.read(), actor=actor)
    if made.state == ImportState.FAILED:
        services.table_discard(table=made, actor=actor)
        raise refusal("file", "unreadable", gettext("{name}：{problem}").format(name=made.name, problem=made.problem))
    return ImportFull.of(made)


@router.get("/execution/imports/{pk}", auth=_READ, response=ImportFull, summary=_("一个支付表的试算和结果"))
def import_one(request: Request, pk: Id) -> ImportFull:
    """A file with the account of its rows."""
    return ImportFull.of(table_get(actor=request.auth.user, pk=pk))


@router.delete(
    "/execution/imports/{pk}", auth=_WRITE, response={204: None}, summary=_("丢弃支付表"), openapi_extra=KEYED
)
def import_discard(request: Request, pk: Id) -> None:
    """Throw a file away that was not taken over."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.table_discard(table=table_get(actor=actor, pk=pk, own=True), actor=actor)


@router.post(
    "/execution/imports/{pk}/check", auth=_WRITE, response=ImportFull, summary=_("对应列并试算"), openapi_extra=KEYED
)
def import_check(request: Request, pk: Id, body: ImportTried) -> ImportFull:
    """Try what would become of every row; nothing is taken over yet."""
    actor = request.auth.user
    table = table_get(actor=actor, pk=pk, own=True)
    columns = table.columns if body.columns is None else _columns(table, body.columns)
    known = options_from(table.options)
    options = body.options.over(known) if body.options else known
    with telling(lambda: _state(pk)):
        services.table_check(
            table=table, columns=columns, options=options, actor=actor, remember=body.remember or ""
        )  # fmt: skip
    return ImportFull.of(table_get(actor=actor, pk=pk))


@router.post(
    "/execution/imports/{pk}/take", auth=_WRITE, response=ImportFull, summary=_("导入支付表"), openapi_extra=KEYED
)
def import_take(request: Request, pk: Id) -> ImportFull:
    """Take over what was tried; the same payments in a second file change nothing."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.table_take(table=table_get(actor=actor, pk=pk, own=True), actor=actor)
    return ImportFull.of(table_get(actor=actor, pk=pk))


@router.post(
    "/execution/imports/{pk}/undo", auth=_WRITE, response=ImportFull, summary=_("撤销导入"), openapi_extra=KEYED
)
def import_undo(request: Request, pk: Id) -> ImportFull:
    """Take an import back, the newest first: what it added goes, what it replaced returns."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.table_undo(table=table_get(actor=actor, pk=pk), actor=actor)
    return ImportFull.of(table_get(actor=actor, pk=pk))


@router.get("/execution/imports/{pk}/rows", auth=_READ, response=Page[RowLeft], summary=_("未导入的行"))
def import_rows(request: Request, pk: Id, asked: Annotated[Asked, Query()]) -> Page[RowLeft]:
    """The rows that were not taken over, each with its reason."""
    table = table_get(actor=request.auth.user, pk=pk)
    rows, following = cut(UnknownRow.objects.filter(table=table, goal=None), asked)
    return Page(items=[RowLeft.of(row) for row in rows], next=following)


@router.post(
    "/execution/imports/{pk}/assign", auth=_WRITE, response=Assigned, summary=_("指定项目"), openapi_extra=KEYED
)
def import_assign(request: Request, pk: Id, body: ProjectMeant) -> Assigned:
    """Say which project a code and name mean: all rows that waited for it are taken over, later files know it."""
    actor = request.auth.user
    table = table_get(actor=actor, pk=pk)
    if not policies.may_import(actor, table.organization, table.year):
        raise PermissionDenied
    row = get_object_or_404(UnknownRow.objects.filter(table=table, goal=None, is_refused=False), number=body.row)
    goal = importable(actor, table.organization, table.year).select_related("organization").filter(pk=body.goal).first()
    if goal is None:
        raise refusal("goal", "goal", gettext("只能指定到本单位（及下属单位）已批复的项目"))
    count = unknown_assign(
        organization=table.organization, year=table.year, code=row.code, name=row.name, goal=goal, actor=actor
    )
    return Assigned(rows=count)


def _columns(table: TableImport, named: Mapping[_Field, str]) -> dict[str, str]:
    """The columns that are named, each among the headings of the file.

    Raises:
        ValidationError: there is no such heading.
    """
    headings = table.options.get("headings", [])
    for field, heading in named.items():
        if heading not in headings:
            raise refusal(f"columns.{field}", "no-heading", gettext("文件里没有这一列：{name}").format(name=heading))
    return {str(field): heading for field, heading in named.items()}


def _state(pk: int) -> dict[str, Any]:
    return {"state": TableImport.objects.values_list("state", flat=True).filter(pk=pk).first()}
