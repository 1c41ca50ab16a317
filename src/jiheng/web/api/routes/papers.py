"""What is looked at beside the content: printed files, differences, what the checks say of something not yet saved."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from jiheng.domain.target import format_target, parse_target
from jiheng.rules.page import page as rule_page
from jiheng.rules.registry import RULES
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.contents import own_content
from jiheng.web.api.described import KEYED, answers_with
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Code, Id, Word, Year, budget_year
from jiheng.web.api.routes.goals import Findings
from jiheng.web.api.shapes import ChangeShape
from jiheng.web.api.texts import later as _
from jiheng.web.goals import policies
from jiheng.web.goals.answers import checked
from jiheng.web.goals.differences import changes
from jiheng.web.goals.files import FILE_TYPES, document_for, file_answer, file_name
from jiheng.web.goals.selectors import document_of, goal_get
from jiheng.web.goals.selectors_overview import writes
from jiheng.web.goals.sheets import sides_of

__all__ = ["FORMATS", "Format", "router"]

router = Router(tags=["goals"])
_READ = Token(Scope.READ)
Format = Literal["docx", "pdf", "xlsx", "html", "json"]
FORMATS = answers_with(*(name.partition(";")[0] for name in FILE_TYPES.values()))


class Content(Schema):
    """A content as it would be saved."""

    content: dict[str, Any] = Field(examples=[{"form": "hebei-project-goals", "name": "招商经费"}])


class Compared(Schema):
    """Two contents: ``draft``, the number of a version, ``last-year``; `sides` are all that there are to choose from."""

    sides: list[str]
    old: str | None
    new: str | None
    changes: list[ChangeShape]


class TargetShape(Schema):
    """A target taken apart; `kind` is ``quantitative`` where all parts were understood."""

    kind: str
    sign: str
    number: str
    unit: str
    text: str


class RuleShort(Schema):
    """A rule."""

    slug: str
    title: str
    family: str
    severity: str


class Section(Schema):
    """A part of the explanation."""

    heading: str
    text: str


class Ground(Schema):
    """An official ground."""

    number: str
    title: str
    clause: str


class RuleFull(RuleShort):
    """What a rule checks, why, and what to do."""

    sections: list[Section]
    basis: list[Ground]


@router.get("/goals/{pk}/files/{file_format}", auth=_READ, summary=_("印好的表"), openapi_extra=FORMATS)
def goal_file(request: Request, pk: Id, file_format: Format, version: Id | None = None) -> HttpResponse:
    """The printed form: of a version, else of the content that one may see."""
    actor = request.auth.user
    goal = goal_get(actor=actor, pk=pk)
    return file_answer(document_for(actor, goal, str(version or "")), file_format, file_name(goal))


@router.get("/organizations/{code}/files/{file_format}", auth=_READ, summary=_("年度文本"), openapi_extra=FORMATS)
def document_file(request: Request, code: Code, file_format: Format, year: Year | None = None) -> HttpResponse:
    """The whole yearly document of one's organization, as it is being written."""
    wanted = budget_year(year)
    organization = get_object_or_404(writes(request.auth.user, wanted), code=code)
    return file_answer(document_of(organization, wanted), file_format, f"{organization.name}{wanted}年预算绩效文本")


@router.get("/goals/{pk}/changes", auth=_READ, response=Compared, summary=_("比较"))
def goal_changes(request: Request, pk: Id, old: Word = "", new: Word = "") -> Compared:
    """What one content says otherwise than another; without names the newest and the one before."""
    goal = goal_get(actor=request.auth.user, pk=pk)
    sides = sides_of(request.auth.user, goal, list(goal.versions.all()))
    known = {side.key: side for side in sides}
    if any(name and name not in known for name in (old, new)):
        raise Http404
    newer = known.get(new) or next(iter(sides), None)
    older = known.get(old) or (sides[1] if len(sides) > 1 else None)
    found = changes(older.content, newer.content) if older and newer else []
    return Compared(
        sides=list(known),
        old=older and older.key,
        new=newer and newer.key,
        changes=[ChangeShape.of(each) for each in found],
    )


@router.post(
    "/goals/{pk}/check", auth=Token(Scope.WRITE), response=Findings, summary=_("检查未保存的内容"), openapi_extra=KEYED
)
def goal_check(request: Request, pk: Id, body: Content) -> dict[str, Any]:
    """What the checks say of a content; nothing is stored."""
    goal = goal_get(actor=request.auth.user, pk=pk)
    if not policies.may_edit(request.auth.user, goal):
        raise PermissionDenied
    content = own_content(body.content, kind=goal.kind, organization=goal.organization)
    return checked(goal, content)


@router.get("/targets/parse", auth=_READ, response=TargetShape, summary=_("拆分指标值"))
def target(request: Request, text: Annotated[Word, Field(examples=["≥10次"])]) -> TargetShape:
    """A target taken apart by the grammar of targets."""
    found = parse_target(text.strip())
    return TargetShape(
        kind=found.kind.value,
        sign=found.operator.sign if found.operator else "",
        number=found.number or "",
        unit=found.unit or "",
        text=format_target(found) if found.kind.value == "quantitative" else found.raw,
    )


@router.get("/rules", auth=_READ, response=list[RuleShort], summary=_("规则"))
def rules(request: Request) -> list[RuleShort]:
    """All rules that the checks know."""
    pages = map(rule_page, RULES.values())
    return [RuleShort(slug=each.slug, title=each.title, family=each.family, severity=each.severity) for each in pages]


@router.get("/rules/{slug}", auth=_READ, response=RuleFull, summary=_("一条规则"))
def rule(request: Request, slug: Word) -> RuleFull:
    """What a rule checks, why, and what to do."""
    if slug not in RULES:
        raise Http404
    found = rule_page(RULES[slug])
    return RuleFull(
        slug=found.slug, title=found.title, family=found.family, severity=found.severity,
        sections=[Section(heading=heading, text=text) for heading, text in found.sections],
        basis=[Ground(**each._asdict()) for each in found.basis],
    )  # fmt: skip
