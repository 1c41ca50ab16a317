"""What results mean for the next budget: proposed by rules, decided by the bureau, told to units, answered by them."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Said, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.texts import later as _
from jiheng.web.results import policies, services
from jiheng.web.results.facts import results_json
from jiheng.web.results.models import Decision, DecisionAction
from jiheng.web.results.selectors import Row, decision_list, decision_of, project_get, project_list, rows_of
from jiheng.web.ui.errors import Conflict

__all__ = ["router"]

router = Router(tags=["results"])
_READ, _WRITE, _REVIEW = Token(Scope.READ), Token(Scope.WRITE), Token(Scope.REVIEW)
_AT_ONCE = 500


class DecisionShape(Schema):
    """What was decided about a project's next budget, amounts in 万元; `view`: what the unit said to it."""

    id: int
    goal: int
    organization: str
    project: str
    action: str
    percent: Decimal
    base: Decimal | None
    amount: Decimal | None
    reason: str
    published_at: datetime | None
    view: str

    @classmethod
    def of(cls, row: Decision) -> DecisionShape:
        """From a row with goal and organization."""
        names = ("action", "percent", "base", "amount", "published_at", "view")
        return cls(
            id=row.pk, goal=row.goal_id, organization=row.organization.code, project=row.goal.name,
            reason=row.why, **{name: getattr(row, name) for name in names},
        )  # fmt: skip


class ProposalShape(Schema):
    """What the rules propose, and why; `amount`: the next budget that would follow, in 万元."""

    action: str
    percent: Decimal
    reason: str
    amount: Decimal | None


class CaseShape(Schema):
    """A project with its results.

    Attributes:
        results: grade, score and where they come from, rate of execution, problems that are not closed; of what is
            decided as they were then.
        proposal: for the finance bureau only.
        decision: null while nothing is decided.
        may: what the owner of the token may do now: decide, undo, answer.
    """

    goal: int
    organization: str
    code: str
    name: str
    year: int
    results: dict[str, Any]
    proposal: ProposalShape | None
    decision: DecisionShape | None
    may: list[str]

    @classmethod
    def of(cls, row: Row, actor: User, decided_for: Container[int]) -> CaseShape:
        """From a line of the list, as `actor` sees it, who decides about organizations with these keys."""
        goal, now, decision = row.goal, row.case.proposal, row.decision
        if decision:
            decision.goal, decision.organization = goal, goal.organization  # known already: not read again
        decides = goal.organization_id in decided_for and not (decision and decision.is_published)
        known = {
            "decide": decides, "undo": decides and decision is not None,
            "answer": decision is not None and policies.may_answer(actor, decision),
        }  # fmt: skip
        said = ProposalShape(action=now.action.value, percent=now.percent, reason=now.reason, amount=row.case.amount)
        return cls(
            goal=goal.pk, organization=goal.organization.code, code=goal.code, name=goal.name, year=goal.year,
            results=results_json(row.results),
            proposal=said if policies.may_see_undecided(actor, goal.year) else None,
            decision=DecisionShape.of(decision) if decision else None,
            may=[name for name, allowed in known.items() if allowed],
        )  # fmt: skip


class CasesWanted(Schema):
    """Which projects are asked for; `organization` with those below it, `text` is part of name or code."""

    state: Literal["", "undecided", "decided", "published", "answered"] = ""
    action: DecisionAction | None = None
    organization: Code = ""
    text: Word = ""


class Decided(Schema):
    """What follows; `percent` of the budget to cut or to add, `reason` where it is not what was proposed."""

    action: DecisionAction
    percent: Decimal = Field(Decimal(0), ge=0, le=100, max_digits=5, decimal_places=2)
    reason: Words = ""


class Undone(Schema):
    """Why a decision is taken back."""

    reason: Annotated[Said, Field(examples=["等待评价结果"])]


class Viewed(Schema):
    """What the unit says to it."""

    view: Annotated[Said, Field(examples=["同意"])]


class Accepted(Schema):
    """The projects of one year that are decided as proposed; those that are decided already stay as they are."""

    year: Year
    goals: Annotated[list[Id], Field(min_length=1, max_length=_AT_ONCE, examples=[[1, 2]])]


class Told(Schema):
    """Of which year, and of whom only; with those below it."""

    year: Year
    organization: Code | None = None


class Count(Schema):
    """How many projects it was."""

    count: int


@router.get("/results", auth=_READ, response=Page[DecisionShape], summary=_("结果应用意见"))
def results(
    request: Request, asked: Annotated[Asked, Query()], year: Year | None = None, action: DecisionAction | None = None
) -> Page[DecisionShape]:
    """The decisions about next year's budget: of units and departments, those that they were told."""
    found = decision_list(actor=request.auth.user, year=budget_year(year))
    rows, following = cut(found.filter(action=action) if action else found, asked)
    return Page(items=[DecisionShape.of(row) for row in rows], next=following)


@router.get("/results/projects", auth=_READ, response=Page[CaseShape], summary=_("结果应用：项目和建议"))
def cases(
    request: Request,
    asked: Annotated[Asked, Query()],
    wanted: Annotated[CasesWanted, Query()],
    year: Year | None = None,
) -> Page[CaseShape]:
    """The projects whose results one sees, with what is proposed and what is decided."""
    actor, of_year = request.auth.user, budget_year(year)
    said = {**wanted.model_dump(), "action": wanted.action or ""}
    rows, following = cut(project_list(actor=actor, year=of_year, **said), asked)
    own = set(policies.decided_for(actor, of_year).values_list("pk", flat=True))
    return Page(items=[CaseShape.of(row, actor, own) for row in rows_of(rows)], next=following)


@router.get("/results/projects/{pk}", auth=_READ, response=CaseShape, summary=_("一个项目的结果应用"))
def case(request: Request, pk: Id) -> CaseShape:
    """What is known of a project, what is proposed and what was decided."""
    return _case(request.auth.user, pk)


@router.post(
    "/results/projects/{pk}/decide", auth=_REVIEW, response=CaseShape, summary=_("确定结果应用意见"),
    openapi_extra=KEYED,
)  # fmt: skip
def case_decide(request: Request, pk: Id, body: Decided) -> CaseShape:
    """Decide, as proposed or otherwise; what was decided before and not published is replaced."""
    actor = request.auth.user
    goal = project_get(actor=actor, pk=pk)
    services.goal_decide(goal=goal, actor=actor, **body.model_dump())
    return _case(actor, pk)


@router.post(
    "/results/projects/{pk}/undo", auth=_REVIEW, response=CaseShape, summary=_("撤销结果应用意见"),
    openapi_extra=KEYED,
)  # fmt: skip
def case_undo(request: Request, pk: Id, body: Undone) -> CaseShape:
    """Take a decision back; possible until the unit knows."""
    actor = request.auth.user
    goal = project_get(actor=actor, pk=pk)
    if not policies.may_decide(actor, goal):
        raise PermissionDenied
    decision = decision_of(goal)
    if decision is None:
        raise Conflict("result-moved", gettext("这项意见已经下达或撤销，请刷新页面查看"))
    services.decision_undo(decision=decision, actor=actor, reason=body.reason)
    return _case(actor, pk)


@router.post(
    "/results/projects/{pk}/answer", auth=_WRITE, response=CaseShape, summary=_("反馈对结果应用的意见"),
    openapi_extra=KEYED,
)  # fmt: skip
def case_answer(request: Request, pk: Id, body: Viewed) -> CaseShape:
    """Say, once, what the unit thinks of it."""
    actor = request.auth.user
    decision = decision_of(project_get(actor=actor, pk=pk))
    if decision is None:
        raise PermissionDenied
    services.decision_answer(decision=decision, actor=actor, text=body.view)
    return _case(actor, pk)


@router.post("/results/acceptances", auth=_REVIEW, response=Count, summary=_("按建议批量确定"), openapi_extra=KEYED)
def cases_accept(request: Request, body: Accepted) -> Count:
    """Decide as proposed, for all or for none."""
    actor = request.auth.user
    if not policies.decides(actor, body.year):
        raise PermissionDenied
    goals = list(policies.visible_projects(actor, body.year).filter(pk__in=body.goals))
    if len(goals) < len(set(body.goals)):
        raise Http404
    return Count(count=services.decisions_accept(goals=goals, actor=actor))


@router.post("/results/publications", auth=_REVIEW, response=Count, summary=_("下达结果应用意见"), openapi_extra=KEYED)
def cases_publish(request: Request, body: Told) -> Count:
    """Tell the units what was decided and not told yet."""
    actor = request.auth.user
    if not policies.decides(actor, body.year):
        raise PermissionDenied
    home = organization_of(actor, body.year, body.organization) if body.organization else None
    return Count(count=services.decisions_publish(year=body.year, actor=actor, organization=home))


def _case(actor: User, pk: int) -> CaseShape:
    goal = project_get(actor=actor, pk=pk)
    own = {goal.organization_id} if policies.may_decide(actor, goal) else set()
    return CaseShape.of(rows_of([goal])[0], actor, own)
