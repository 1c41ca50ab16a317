"""Goals: written, checked, handed in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.contents import own_content
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import refusal, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.shapes import GoalShort, VersionShort
from jiheng.web.api.texts import later as _
from jiheng.web.goals import policies, services
from jiheng.web.goals.answers import checked
from jiheng.web.goals.listing import narrowed
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Origin
from jiheng.web.goals.page_data import may_adjust
from jiheng.web.goals.selectors import goal_get, goal_list, latest_version
from jiheng.web.goals.services_drafts import goal_begin, goal_forms
from jiheng.web.goals.sheets import content_for, may_see_draft

__all__ = ["Findings", "GoalFull", "full_goal", "router"]

router = Router(tags=["goals"])
_READ, _WRITE = Token(Scope.READ), Token(Scope.WRITE)


class GoalFull(GoalShort):
    """A goal with its content.

    Attributes:
        content: JSON as `jiheng read` prints a project (or the department part); of what others write, as handed in last.
        version: number of what was handed in last.
        may: what the owner of the token may do with it now: edit, submit, withdraw, adjust.
    """

    content: dict[str, Any]
    version: int | None
    adjustment: str
    may: list[str]


class GoalsWanted(Schema):
    """Which goals are asked for; `text` is part of name or code, ``clean`` means that nothing has to be mended."""

    state: GoalState | None = None
    text: Word = ""
    level: Literal["", "errors", "clean"] = ""


class GoalNew(Schema):
    """What is begun: with a content, or blank in one of the forms."""

    organization: Code
    year: Year
    kind: GoalKind = GoalKind.PROJECT
    origin: Origin = Origin.BUDGET
    form: str | None = Field(None, max_length=64, examples=["hebei-project-goals"])
    content: dict[str, Any] | None = None


class GoalContent(Schema):
    """The whole content, and the `lock` that the goal had as the caller read it."""

    lock: Annotated[int, Field(ge=1, lt=2**31, examples=[1])]
    content: dict[str, Any] = Field(examples=[{"form": "hebei-project-goals", "name": "招商经费"}])


class Explanation(Schema):
    """Why errors remain; needed only where some do."""

    explanation: Words = Field("", examples=["上级文件尚未下达，金额待定"])


class Reason(Schema):
    """Why an approved goal is changed."""

    reason: Words = Field(examples=["年中追加预算"])


class FixShape(Schema):
    """A mechanical mend."""

    field: str
    before: str | None
    after: str | None


class OtherShape(Schema):
    """Another table of the unit that a finding names: its number in the yearly document, its name, its page."""

    number: int
    name: str
    url: str


class FindingShape(Schema):
    """What a check says; `indicator` is the row from 1."""

    rule: str
    severity: str
    indicator: int | None
    column: str
    path: str
    label: str
    message: str
    remedy: str
    fix: FixShape | None
    others: list[OtherShape] = []


class Findings(Schema):
    """All that the checks say of a goal."""

    errors: int
    warnings: int
    infos: int
    findings: list[FindingShape]


class VersionFull(VersionShort):
    """What was handed in."""

    content: dict[str, Any]


@router.get("/goals", auth=_READ, response=Page[GoalShort], summary=_("目标列表"))
def goals(
    request: Request,
    asked: Annotated[Asked, Query()],
    wanted: Annotated[GoalsWanted, Query()],
    year: Year | None = None,
    organization: Code | None = None,
) -> Page[GoalShort]:
    """The goals of one's own organizations, and of those below what was handed in."""
    actor, of_year = request.auth.user, budget_year(year)
    of = organization_of(actor, of_year, organization) if organization else None
    found = goal_list(actor=actor, year=of_year, organization=of, state=wanted.state or "")
    rows, following = cut(narrowed(found, text=wanted.text, level=wanted.level), asked)
    return Page(items=[GoalShort(**GoalShort.fields_of(row)) for row in rows], next=following)


@router.post("/goals", auth=_WRITE, response={201: GoalFull}, summary=_("新建目标"), openapi_extra=KEYED)
def goal_create(request: Request, body: GoalNew) -> GoalFull:
    """Begin a goal."""
    actor = request.auth.user
    organization = organization_of(actor, body.year, body.organization)
    content = body.content
    if content is None and body.form is not None and body.kind == GoalKind.PROJECT:
        if body.form not in dict(goal_forms()):
            raise refusal("form", "form-unknown", gettext("没有这种表式"))
        goal = goal_begin(organization=organization, year=body.year, form=body.form, origin=body.origin, actor=actor)
    else:
        if content is not None:
            content = own_content(content, kind=body.kind, organization=organization)
        goal = services.goal_create(
            organization=organization, year=body.year, actor=actor, kind=body.kind, content=content, origin=body.origin
        )
    return full_goal(actor, goal.pk)


@router.get("/goals/{pk}", auth=_READ, response=GoalFull, summary=_("一个目标"))
def goal(request: Request, pk: Id) -> GoalFull:
    """A goal with its content."""
    return full_goal(request.auth.user, pk)


@router.put("/goals/{pk}", auth=_WRITE, response=GoalFull, summary=_("保存"), openapi_extra=KEYED)
def goal_save(request: Request, pk: Id, body: GoalContent) -> GoalFull:
    """Replace the content; 409 where a colleague was quicker or it was handed in."""
    actor = request.auth.user
    found = goal_get(actor=actor, pk=pk)
    content = own_content(body.content, kind=found.kind, organization=found.organization)
    with telling(lambda: _state(pk)):
        services.goal_save(goal=found, actor=actor, content=content, lock=body.lock)
    return full_goal(actor, pk)


@router.delete("/goals/{pk}", auth=_WRITE, response={204: None}, summary=_("删除草稿"), openapi_extra=KEYED)
def goal_delete(request: Request, pk: Id) -> None:
    """Throw away a draft that was never handed in."""
    actor = request.auth.user
    services.goal_delete(goal=goal_get(actor=actor, pk=pk), actor=actor)


@router.post("/goals/{pk}/submit", auth=_WRITE, response=VersionShort, summary=_("提交审核"), openapi_extra=KEYED)
def goal_submit(request: Request, pk: Id, body: Explanation) -> VersionShort:
    """Hand in: a version that never changes, on its way into the review."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        version = services.goal_submit(goal=goal_get(actor=actor, pk=pk), actor=actor, explanation=body.explanation)
    return VersionShort(**VersionShort.fields_of(version))


@router.post("/goals/{pk}/withdraw", auth=_WRITE, response=GoalFull, summary=_("撤回提交"), openapi_extra=KEYED)
def goal_withdraw(request: Request, pk: Id) -> GoalFull:
    """Take back what no reviewer has opened."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.goal_withdraw(goal=goal_get(actor=actor, pk=pk), actor=actor)
    return full_goal(actor, pk)


@router.post("/goals/{pk}/adjust", auth=_WRITE, response=GoalFull, summary=_("调整"), openapi_extra=KEYED)
def goal_adjust(request: Request, pk: Id, body: Reason) -> GoalFull:
    """Open approved goals for a change that goes through the same chain."""
    actor = request.auth.user
    services.goal_adjust(goal=goal_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return full_goal(actor, pk)


@router.get("/goals/{pk}/findings", auth=_READ, response=Findings, summary=_("检查结果"))
def goal_findings(request: Request, pk: Id) -> dict[str, Any]:
    """What the checks say of the content that one may see."""
    found = goal_get(actor=request.auth.user, pk=pk)
    content = content_for(request.auth.user, found)
    return checked(found, content, handed_in=not may_see_draft(request.auth.user, found))


@router.get("/goals/{pk}/versions", auth=_READ, response=Page[VersionShort], summary=_("历次提交"))
def goal_versions(request: Request, pk: Id, asked: Annotated[Asked, Query()]) -> Page[VersionShort]:
    """What was handed in, the oldest first."""
    found = goal_get(actor=request.auth.user, pk=pk)
    rows, following = cut(found.versions.select_related("submitted_by").defer("content"), asked)
    return Page(items=[VersionShort(**VersionShort.fields_of(row)) for row in rows], next=following)


@router.get("/goals/{pk}/versions/{number}", auth=_READ, response=VersionFull, summary=_("一次提交"))
def goal_version(request: Request, pk: Id, number: Id) -> VersionFull:
    """One of them with its content."""
    found = goal_get(actor=request.auth.user, pk=pk)
    version = get_object_or_404(found.versions.select_related("submitted_by"), number=number)
    return VersionFull(**VersionShort.fields_of(version), content=version.content)


def full_goal(actor: User, pk: int) -> GoalFull:
    """A goal as the API shows it to `actor`.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    goal = goal_get(actor=actor, pk=pk)
    version = latest_version(goal)
    known = {
        "edit": policies.may_edit(actor, goal),
        "submit": policies.may_submit(actor, goal),
        "withdraw": policies.may_withdraw(actor, goal),
        "adjust": may_adjust(actor, goal),
    }
    return GoalFull(
        **GoalShort.fields_of(goal),
        content=content_for(actor, goal),
        version=version.number if version else None,
        adjustment=goal.adjustment,
        may=[name for name, allowed in known.items() if allowed],
    )


def _state(pk: int) -> dict[str, Any]:
    """What stands there now, for whoever was too late."""
    now = Goal.objects.get(pk=pk)
    return {"state": now.state, "lock": now.lock}
