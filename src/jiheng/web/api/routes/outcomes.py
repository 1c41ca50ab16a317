"""What comes of a year: evaluations, problems that are mended, decisions about the next budget.

Of evaluations one learns how they stand and the final word; what experts gave is for the pages.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Day, Id, Word, Words, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.selectors import evaluation_get, evaluation_list
from jiheng.web.rectification import services as mending
from jiheng.web.rectification.models import Problem, ProblemState
from jiheng.web.rectification.policies import visible_problems
from jiheng.web.rectification.selectors import problem_get
from jiheng.web.results.models import Decision, DecisionAction
from jiheng.web.results.selectors import decision_list

__all__ = ["router"]

router = Router(tags=["outcomes"])
_READ, _WRITE = Token(Scope.READ), Token(Scope.WRITE)


class EvaluationShape(Schema):
    """An evaluation; score and grade are null until they are final."""

    id: int
    goal: int | None
    organization: str
    organizer: str
    by: str
    name: str
    year: int
    state: str
    score: Decimal | None
    grade: str | None
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Evaluation) -> EvaluationShape:
        """From a row with its organizations."""
        return cls(
            id=row.pk, goal=row.goal_id, organization=row.organization.code, organizer=row.organizer.code, by=row.by,
            name=row.name, year=row.year, state=row.state, finished_at=row.finished_at,
            score=row.final_score, grade=row.grade or None,
        )  # fmt: skip


class ProblemShape(Schema):
    """A problem of a notice, as the ledger has it."""

    id: int
    goal: int | None
    organization: str
    document: str
    source: str
    category: str
    description: str
    requirement: str
    due_on: date
    person: str
    state: str
    measures: str
    result: str
    finished_on: date | None
    opinion: str

    @classmethod
    def of(cls, row: Problem) -> ProblemShape:
        """From a row with its notice and organization."""
        names = (
            "category", "description", "requirement", "due_on", "person", "state", "measures", "result", "finished_on",
            "opinion",
        )  # fmt: skip
        return cls(
            id=row.pk, goal=row.goal_id, organization=row.organization.code, document=row.notice.document,
            source=row.notice.source, **{name: getattr(row, name) for name in names},
        )  # fmt: skip


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
            reason=row.reason or row.proposal, **{name: getattr(row, name) for name in names},
        )  # fmt: skip


class Planned(Schema):
    """What will be done, and who does it."""

    measures: Words = Field(min_length=1, examples=["分批招标，寒假集中施工"])
    person: Word = ""


class Progress(Schema):
    """How far it is."""

    text: Words = Field(min_length=1, examples=["已完成招标"])


class Feedback(Schema):
    """What came of it."""

    result: Words = Field(min_length=1, examples=["已补足"])
    finished_on: Day


@router.get("/evaluations", auth=_READ, response=Page[EvaluationShape], summary=_("评价列表"))
def evaluations(request: Request, asked: Annotated[Asked, Query()], year: Year | None = None) -> Page[EvaluationShape]:
    """The evaluations that one has to do with."""
    rows, following = cut(evaluation_list(actor=request.auth.user, year=budget_year(year)), asked)
    return Page(items=[EvaluationShape.of(row) for row in rows], next=following)


@router.get("/evaluations/{pk}", auth=_READ, response=EvaluationShape, summary=_("一项评价"))
def evaluation(request: Request, pk: Id) -> EvaluationShape:
    """An evaluation."""
    return EvaluationShape.of(evaluation_get(actor=request.auth.user, pk=pk).evaluation)


@router.get("/rectification/problems", auth=_READ, response=Page[ProblemShape], summary=_("整改台账"))
def problems(
    request: Request,
    asked: Annotated[Asked, Query()],
    year: Year | None = None,
    organization: Code | None = None,
    state: ProblemState | None = None,
) -> Page[ProblemShape]:
    """The problems that one may see."""
    found = visible_problems(request.auth.user, budget_year(year)).select_related("notice", "organization")
    wanted: dict[str, Any] = {"organization__code": organization, "state": state}
    rows, following = cut(found.filter(**{name: value for name, value in wanted.items() if value}), asked)
    return Page(items=[ProblemShape.of(row) for row in rows], next=following)


@router.get("/rectification/problems/{pk}", auth=_READ, response=ProblemShape, summary=_("一个问题"))
def problem(request: Request, pk: Id) -> ProblemShape:
    """A problem."""
    return ProblemShape.of(problem_get(actor=request.auth.user, pk=pk))


@router.post(
    "/rectification/problems/{pk}/plan",
    auth=_WRITE,
    response=ProblemShape,
    summary=_("写整改措施"),
    openapi_extra=KEYED,
)
def problem_plan(request: Request, pk: Id, body: Planned) -> ProblemShape:
    """Say what will be done."""
    actor = request.auth.user
    found = problem_get(actor=actor, pk=pk)
    mending.plan_write(problem=found, actor=actor, measures=body.measures, person=body.person)
    return ProblemShape.of(problem_get(actor=actor, pk=pk))


@router.post(
    "/rectification/problems/{pk}/progress", auth=_WRITE, response=ProblemShape, summary=_("记整改进展"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_progress(request: Request, pk: Id, body: Progress) -> ProblemShape:
    """Say how far it is."""
    actor = request.auth.user
    mending.progress_add(problem=problem_get(actor=actor, pk=pk), actor=actor, text=body.text)
    return ProblemShape.of(problem_get(actor=actor, pk=pk))


@router.post(
    "/rectification/problems/{pk}/feedback", auth=_WRITE, response=ProblemShape, summary=_("反馈整改结果"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_feedback(request: Request, pk: Id, body: Feedback) -> ProblemShape:
    """Say that it is mended; it is then verified by whoever sent the notice."""
    actor = request.auth.user
    found = problem_get(actor=actor, pk=pk)
    mending.feedback_give(problem=found, actor=actor, result=body.result, finished_on=body.finished_on)
    return ProblemShape.of(problem_get(actor=actor, pk=pk))


@router.get("/results", auth=_READ, response=Page[DecisionShape], summary=_("结果应用意见"))
def results(
    request: Request, asked: Annotated[Asked, Query()], year: Year | None = None, action: DecisionAction | None = None
) -> Page[DecisionShape]:
    """The decisions about next year's budget: of units and departments, those that they were told."""
    found = decision_list(actor=request.auth.user, year=budget_year(year))
    rows, following = cut(found.filter(action=action) if action else found, asked)
    return Page(items=[DecisionShape.of(row) for row in rows], next=following)
