"""Notices that ask organizations to mend something."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Day, Id, Name, Said, ShortName, Words, Year, budget_year
from jiheng.web.api.routes.rectification import ProblemShape
from jiheng.web.api.texts import later as _
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.rectification import policies, services
from jiheng.web.rectification.models import Category, Notice, Source
from jiheng.web.rectification.selectors import notice_get
from jiheng.web.rectification.services.issuing import MOST
from jiheng.web.rectification.sources import evaluation_of

__all__ = ["router"]

router = Router(tags=["rectification"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)


class LetterShort(Schema):
    """A notice; it never changes once it was issued. `document` is its 文号."""

    id: int
    issuer: str
    organization: str
    year: int
    goal: int | None
    source: str
    document: str
    title: str
    due_on: date
    issued_by: str
    issued_at: datetime

    @classmethod
    def fields_of(cls, row: Notice) -> dict[str, Any]:
        """From a row with issuer, organization and who issued it."""
        names = ("year", "source", "document", "title", "due_on", "issued_at")
        return {
            "id": row.pk, "issuer": row.issuer.code, "organization": row.organization.code, "goal": row.goal_id,
            "issued_by": row.issued_by.name, **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class LetterFull(LetterShort):
    """A notice with its problems."""

    problems: list[ProblemShape]


class FoundTyped(Schema):
    """A problem; `due_on` where it is another day than the notice's, `unit` where it is not the organization itself."""

    category: Category
    description: Annotated[Said, Field(examples=["接待客商批次只完成 4 次，计划 10 次"])]
    requirement: Annotated[Said, Field(examples=["年底前补足批次"])]
    due_on: Day | None = None
    unit: Name | None = None
    person: ShortName | None = None


class LetterNew(Schema):
    """What is asked of whom.

    Attributes:
        organization: whom it asks; not needed where `goal` says it.
        goal: the project that it is about; null for the whole organization.
        evaluation: the final evaluation that it comes from, where that is its source.
        issuer: in whose name; the bureau, or the department, that the owner of the token acts for where it is not given.
        document: 文号; the next of the issuer's own where it is not given.
    """

    organization: Code | None = Field(None, examples=["205001"])
    year: Year
    goal: Id | None = None
    source: Source
    evaluation: Id | None = None
    title: Annotated[Words, Field(min_length=1, max_length=200, examples=["关于绩效问题的整改通知"])]
    due_on: Day
    problems: list[FoundTyped] = Field(min_length=1, max_length=MOST)
    issuer: Code | None = None
    document: Name | None = None


@router.get("/rectification/notices", auth=_READ, response=Page[LetterShort], summary=_("整改通知"))
def letters(
    request: Request, asked: Annotated[Asked, Query()], year: Year | None = None, organization: Code | None = None
) -> Page[LetterShort]:
    """The notices that one may see."""
    found = policies.visible_notices(request.auth.user, budget_year(year))
    found = found.filter(organization__code=organization) if organization else found
    rows, following = cut(found.select_related("issuer", "organization", "issued_by"), asked)
    return Page(items=[LetterShort(**LetterShort.fields_of(row)) for row in rows], next=following)


@router.post(
    "/rectification/notices", auth=_REVIEW, response={201: LetterFull}, summary=_("下达整改通知"), openapi_extra=KEYED
)
def letter_issue(request: Request, body: LetterNew) -> LetterFull:
    """Send an organization a notice; its people are told."""
    actor = request.auth.user
    goal = _goal(actor, body)
    home = goal.organization if goal else _asked(actor, body)
    issuer = get_object_or_404(Organization, code=body.issuer) if body.issuer else None
    found = [
        services.Found(
            each.category.value, each.description, each.requirement, each.due_on, each.unit or "", each.person or ""
        )
        for each in body.problems
    ]
    made = services.notice_create(
        organization=home, year=body.year, goal=goal, source=body.source, source_id=_source(actor, body), title=body.title,
        due_on=body.due_on, problems=found, actor=actor, issuer=issuer, document=body.document or "",
    )  # fmt: skip
    return _letter(actor, made.pk)


@router.get("/rectification/notices/{pk}", auth=_READ, response=LetterFull, summary=_("一份整改通知"))
def letter(request: Request, pk: Id) -> LetterFull:
    """A notice with its problems as they stand now."""
    return _letter(request.auth.user, pk)


def _goal(actor: User, body: LetterNew) -> Goal | None:
    """The project that is named.

    Raises:
        Http404: there is none, or `actor` sends no notices about it.
    """
    if body.goal is None:
        return None
    found = policies.asked_projects(actor, body.year).select_related("organization__parent")
    found = found.filter(organization__code=body.organization) if body.organization else found
    return get_object_or_404(found, pk=body.goal)


def _asked(actor: User, body: LetterNew) -> Organization:
    found = policies.asked_by(actor, body.year).select_related("parent")
    return get_object_or_404(found, code=body.organization)


def _source(actor: User, body: LetterNew) -> int | None:
    """The key of the evaluation that it comes from.

    Raises:
        Http404: there is none that is final, or `actor` does not see it.
    """
    if body.evaluation is None or body.source != Source.EVALUATION:
        return None
    if evaluation_of(actor, body.evaluation) is None:
        raise Http404
    return body.evaluation


def _letter(actor: User, pk: int) -> LetterFull:
    found = notice_get(actor=actor, pk=pk)
    problems = found.problems.select_related("notice", "organization")
    return LetterFull(**LetterShort.fields_of(found), problems=[ProblemShape.of(each) for each in problems])
