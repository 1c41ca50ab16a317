"""Ways to begin a goal: forms, last year's and other projects, files that are brought."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from jiheng.errors import JihengError
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED, PNG, XLSX, answers_with
from jiheng.web.api.errors import refusal
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Year, budget_year, organization_of
from jiheng.web.api.routes.goals import GoalFull, full_goal
from jiheng.web.api.shapes import ChangeShape, GoalShort
from jiheng.web.api.texts import later as _
from jiheng.web.goals import policies
from jiheng.web.goals.files import template_answer
from jiheng.web.goals.forms import UploadForm
from jiheng.web.goals.models import Origin, Upload, UploadState
from jiheng.web.goals.pictures import picture_of_page
from jiheng.web.goals.plans import DEPARTMENT, Plan, Way
from jiheng.web.goals.selectors import goal_get
from jiheng.web.goals.services_drafts import goal_copy, goal_forms, to_carry_on
from jiheng.web.goals.uploads import preview_of, upload_bring, upload_discard, upload_get, upload_take, uploads_of

__all__ = ["router"]

router = Router(tags=["goals"])
_READ, _WRITE = Token(Scope.READ), Token(Scope.WRITE)


class FormShape(Schema):
    """A form in which a project table can be begun."""

    id: str
    name: str


class GoalCopy(Schema):
    """For whom and when; the content of last year's table goes on with its code, that of another project without."""

    organization: Code
    year: Year
    origin: Origin = Origin.BUDGET


class UploadShape(Schema):
    """A file that was brought, kept for a day.

    Attributes:
        name: of a file out of an archive or a mail, after the name of that.
        state: ``reading`` until it is read beside the site; ``failed``: `problem` says why nothing was recognised.
        pages: that there are pictures of.
        scanned: pages of a scan that are being recognised; done: how many of them are.
    """

    id: int
    organization: str
    year: int
    name: str
    sha256: str
    state: UploadState
    pages: int
    scanned: int
    done: int
    tables_found: int
    problem: str
    brought_at: datetime

    @classmethod
    def fields_of(cls, row: Upload) -> dict[str, Any]:
        """From a row with its organization."""
        names = ("year", "name", "sha256", "state", "problem", "brought_at")
        return {
            "id": row.pk, "organization": row.organization.code, "pages": int((row.original or {}).get("pages", 0)),
            "scanned": row.pages, "done": row.pages_done, "tables_found": row.tables,
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class PlanShape(Schema):
    """What is proposed for a table (`way`), what else may be done, and why nothing is brought up to date.

    Attributes:
        goal, lock: the goal of the same project that is there already; `lock` is to be named when it is brought up to date.
    """

    way: Way
    ways: list[Way]
    reason: str
    goal: int | None
    lock: int | None
    changes: list[ChangeShape]

    @classmethod
    def of(cls, plan: Plan) -> PlanShape:
        """From a plan."""
        goal = plan.existing
        return cls(
            way=plan.way, ways=list(plan.ways), reason=plan.reason, goal=goal.pk if goal else None, lock=goal.lock if goal else None,
            changes=[ChangeShape.of(each) for each in plan.changes],
        )  # fmt: skip


class TableShape(Schema):
    """A recognised table: its number, the name, how many errors the checks find, and what would become of it."""

    number: int
    name: str
    errors: int
    plan: PlanShape


class PreviewShape(UploadShape):
    """What was recognised; nothing yet while the file is being read.

    Attributes:
        is_foreign: the file names another organization.
        department: what would become of the department part; null where the file has none.
        document: JSON as `jiheng read` prints it, remarks about reading among it.
        blocks: what stands in the file, texts and rows of tables, to compare with; of a PDF or a scan there are pages
            instead.
        files: the other documents of an archive or a mail, each of which has its own preview; told when it is brought.
    """

    is_foreign: bool
    department: PlanShape | None
    tables: list[TableShape]
    document: dict[str, Any]
    blocks: list[str | list[list[str]]]
    files: list[UploadShape] = []


class Choice(Schema):
    """What to do with a table; `lock` of the goal that is brought up to date, as the preview showed it."""

    number: Annotated[int, Field(ge=1, le=10_000, examples=[1])]
    way: Way = Way.CREATE
    lock: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class DepartmentChoice(Schema):
    """The same for the department part."""

    way: Way = Way.CREATE
    lock: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class Choices(Schema):
    """What to do with the tables of a file; those that are not named are left."""

    tables: Annotated[list[Choice], Field(max_length=1000)] = []
    department: DepartmentChoice | None = None


class TakenShape(Schema):
    """New goals, and drafts that were brought up to date."""

    created: list[GoalShort]
    updated: list[GoalShort]


@router.get("/forms", auth=_READ, response=list[FormShape], summary=_("可填报的表式"))
def forms(request: Request) -> list[FormShape]:
    """The forms in which a project table can be begun."""
    return [FormShape(id=key, name=name) for key, name in goal_forms()]


@router.get("/forms/{form}/template", auth=_READ, summary=_("填报模板（Excel）"), openapi_extra=answers_with(XLSX))
def form_template(request: Request, form: Annotated[str, Field(max_length=64)]) -> HttpResponse:
    """The workbook to fill in a form; a filled one is brought as a file."""
    return template_answer(form)


@router.get("/organizations/{code}/to-carry-on", auth=_READ, response=Page[GoalShort], summary=_("上年可延续的项目"))
def carry_on(
    request: Request, code: Code, asked: Annotated[Asked, Query()], year: Year | None = None
) -> Page[GoalShort]:
    """The projects of the year before that have no table in this one yet."""
    actor, wanted = request.auth.user, budget_year(year)
    found = to_carry_on(actor=actor, organization=organization_of(actor, wanted, code), year=wanted)
    rows, following = cut(found.select_related("organization", "changed_by"), asked)
    return Page(items=[GoalShort(**GoalShort.fields_of(row)) for row in rows], next=following)


@router.post("/goals/{pk}/copy", auth=_WRITE, response={201: GoalFull}, summary=_("复制"), openapi_extra=KEYED)
def copy(request: Request, pk: Id, body: GoalCopy) -> GoalFull:
    """Begin a table with the content of last year's, or of another project."""
    actor = request.auth.user
    organization = organization_of(actor, body.year, body.organization)
    source = goal_get(actor=actor, pk=pk)
    made = goal_copy(source=source, organization=organization, year=body.year, origin=body.origin, actor=actor)
    return full_goal(actor, made.pk)


@router.post("/uploads", auth=_WRITE, response={201: PreviewShape}, summary=_("上传文件"))
def upload(
    request: Request,
    file: Annotated[UploadedFile, File()],
    organization: Annotated[Code, Form()],
    year: Annotated[Year, Form()],
    password: Annotated[str, Form(max_length=128)] = "",
) -> PreviewShape:
    """Bring a file of any readable format, an archive or a mail with such files; nothing is taken over yet.

    The answer is the preview of the file, of an archive that of the first that could be read, with all others in
    `files`. A scan is read beside the site: look at ``GET /uploads/{pk}`` until `state` is no longer ``reading``.
    """
    actor = request.auth.user
    home = organization_of(actor, year, organization)
    if not policies.may_create(actor, home, year):
        raise PermissionDenied
    form = UploadForm({}, MultiValueDict({"file": [file]}))
    if not form.is_valid():
        raise refusal("file", "too-large", str(form.errors["file"][0]))
    made = upload_bring(
        organization=home, year=year, name=file.name or "", data=file.read(), actor=actor, password=password
    )
    first = next((each for each in made if each.state != UploadState.FAILED), None)
    if first is None:
        raise refusal(
            "file", "unreadable", gettext("{name}：{problem}").format(name=made[0].name, problem=made[0].problem)
        )
    others = [UploadShape(**UploadShape.fields_of(each)) for each in made if each is not first]
    return _preview(first).model_copy(update={"files": others})


@router.get("/uploads", auth=_WRITE, response=Page[UploadShape], summary=_("我上传的文件"))
def uploads(request: Request, asked: Annotated[Asked, Query()]) -> Page[UploadShape]:
    """The files that one brought oneself; nobody else sees them."""
    found = uploads_of(request.auth.user).select_related("organization").defer("data", "document")
    rows, following = cut(found, asked)
    return Page(items=[UploadShape(**UploadShape.fields_of(row)) for row in rows], next=following)


@router.get("/uploads/{pk}", auth=_WRITE, response=PreviewShape, summary=_("识别结果"))
def upload_preview(request: Request, pk: Id) -> PreviewShape:
    """What was recognised in one of them, or how far it is."""
    return _preview(upload_get(actor=request.auth.user, pk=pk))


@router.delete("/uploads/{pk}", auth=_WRITE, response={204: None}, summary=_("丢弃上传的文件"), openapi_extra=KEYED)
def upload_delete(request: Request, pk: Id) -> None:
    """Throw one of them away before its day is over."""
    actor = request.auth.user
    upload_discard(upload=upload_get(actor=actor, pk=pk), actor=actor)


@router.get("/uploads/{pk}/pages/{number}", auth=_WRITE, summary=_("原文件的一页"), openapi_extra=answers_with(PNG))
def upload_page(request: Request, pk: Id, number: Id) -> HttpResponse:
    """A page of a PDF or of a scan as a picture, to compare with."""
    found = _recognised(request, pk)
    if number > int((found.original or {}).get("pages", 0)):
        raise Http404
    try:
        picture = picture_of_page(bytes(found.data), number)
    except JihengError:
        raise Http404 from None
    return HttpResponse(picture, content_type=PNG)


@router.post(
    "/uploads/{pk}/take", auth=_WRITE, response={201: TakenShape}, summary=_("导入选中的表"), openapi_extra=KEYED
)
def take(request: Request, pk: Id, body: Choices) -> TakenShape:
    """Make goals of tables, or bring those that are there up to date; the file goes."""
    chosen: dict[int, Choice | DepartmentChoice] = {each.number: each for each in body.tables}
    if body.department:
        chosen[DEPARTMENT] = body.department
    if all(each.way is Way.SKIP for each in chosen.values()):
        raise refusal("tables", "nothing-chosen", gettext("没有勾选要导入的表"))
    made = upload_take(
        upload=_recognised(request, pk),
        ways={number: each.way for number, each in chosen.items()},
        locks={number: each.lock for number, each in chosen.items() if each.lock is not None},
        actor=request.auth.user,
    )
    created, updated = ([GoalShort(**GoalShort.fields_of(goal)) for goal in goals] for goals in made)
    return TakenShape(created=created, updated=updated)


def _recognised(request: Request, pk: int) -> Upload:
    found = upload_get(actor=request.auth.user, pk=pk)
    if not found.document:
        raise Http404
    return found


def _preview(upload: Upload) -> PreviewShape:
    if not upload.document:
        return PreviewShape(
            **PreviewShape.fields_of(upload), is_foreign=False, department=None, tables=[], document={}, blocks=[]
        )
    preview = preview_of(upload)
    return PreviewShape(
        **PreviewShape.fields_of(upload),
        is_foreign=preview.is_foreign,
        department=PlanShape.of(preview.department) if preview.department else None,
        tables=[
            TableShape(number=each.number, name=each.name, errors=each.errors, plan=PlanShape.of(each.plan))
            for each in preview.tables
        ],
        document=upload.document or {},
        blocks=(upload.original or {}).get("blocks", []),
    )
