"""Problems that are to be mended: what the unit does about them, and what the issuer says to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import placed, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Day, Id, Said, Word, Words, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.rectification import policies, services
from jiheng.web.rectification.models import Event, Problem, ProblemState
from jiheng.web.rectification.selectors import problem_get

__all__ = ["ProblemShape", "router"]

router = Router(tags=["rectification"])
_READ, _WRITE, _REVIEW = Token(Scope.READ), Token(Scope.WRITE), Token(Scope.REVIEW)


class ProblemShape(Schema):
    """A problem of a notice, as the ledger has it; `wished_due_on`: an extension that is asked for."""

    id: int
    goal: int | None
    organization: str
    notice: int
    document: str
    source: str
    category: str
    description: str
    requirement: str
    due_on: date
    wished_due_on: date | None
    person: str
    state: str
    measures: str
    result: str
    finished_on: date | None
    opinion: str
    advice: str

    @classmethod
    def of(cls, row: Problem) -> ProblemShape:
        """From a row with its notice and organization."""
        names = (
            "category", "description", "requirement", "due_on", "wished_due_on", "person", "state", "measures",
            "result", "finished_on", "opinion", "advice",
        )  # fmt: skip
        return cls(
            id=row.pk, goal=row.goal_id, organization=row.organization.code, notice=row.notice_id,
            document=row.notice.document, source=row.notice.source, **{name: getattr(row, name) for name in names},
        )  # fmt: skip


class EventShape(Schema):
    """Something that happened to a problem; `actor` is null where the program did it by itself."""

    kind: str
    at: datetime
    actor: str | None
    text: str
    details: dict[str, Any]

    @classmethod
    def of(cls, row: Event) -> EventShape:
        """From a row with who acted."""
        actor = row.actor.name if row.actor else None
        return cls(kind=row.kind, at=row.at, actor=actor, text=row.text, details=row.details)


class Planned(Schema):
    """What will be done, and who does it."""

    measures: Annotated[Said, Field(examples=["分批招标，寒假集中施工"])]
    person: Annotated[Word, Field(max_length=64)] = ""


class Progress(Schema):
    """How far it is."""

    text: Annotated[Said, Field(examples=["已完成招标"])]


class Feedback(Schema):
    """What came of it."""

    result: Annotated[Said, Field(examples=["已补足"])]
    finished_on: Day


class ExtensionAsked(Schema):
    """Until when, and why."""

    due_on: Day
    reason: Annotated[Said, Field(examples=["等上级批复"])]


class ExtensionAnswered(Schema):
    """More time or not; a refusal says why."""

    granted: bool
    reason: Words = ""


class Mended(Schema):
    """What the issuer says of the result; `advice`: what it should mean for the budget."""

    opinion: Annotated[Said, Field(examples=["已核对验收单"])]
    advice: Annotated[Words, Field(max_length=200)] = ""


class SentBack(Schema):
    """Why it is not mended (yet, or any more)."""

    reason: Annotated[Said, Field(examples=["只补足了一半"])]


@router.get("/rectification/problems", auth=_READ, response=Page[ProblemShape], summary=_("整改台账"))
def problems(
    request: Request,
    asked: Annotated[Asked, Query()],
    year: Year | None = None,
    organization: Code | None = None,
    state: ProblemState | None = None,
) -> Page[ProblemShape]:
    """The problems that one may see."""
    found = policies.visible_problems(request.auth.user, budget_year(year)).select_related("notice", "organization")
    wanted: dict[str, Any] = {"organization__code": organization, "state": state}
    rows, following = cut(found.filter(**{name: value for name, value in wanted.items() if value}), asked)
    return Page(items=[ProblemShape.of(row) for row in rows], next=following)


@router.get("/rectification/problems/{pk}", auth=_READ, response=ProblemShape, summary=_("一个问题"))
def problem(request: Request, pk: Id) -> ProblemShape:
    """A problem."""
    return _shown(request.auth.user, pk)


@router.get("/rectification/problems/{pk}/events", auth=_READ, response=Page[EventShape], summary=_("整改经过"))
def problem_events(request: Request, pk: Id, asked: Annotated[Asked, Query()]) -> Page[EventShape]:
    """Everything that happened to a problem, the oldest first."""
    found = problem_get(actor=request.auth.user, pk=pk).events.select_related("actor")
    rows, following = cut(found, asked)
    return Page(items=[EventShape.of(row) for row in rows], next=following)


# ── The unit ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@router.post(
    "/rectification/problems/{pk}/plan", auth=_WRITE, response=ProblemShape, summary=_("写整改措施"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_plan(request: Request, pk: Id, body: Planned) -> ProblemShape:
    """Say what will be done."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.plan_write(
            problem=problem_get(actor=actor, pk=pk), actor=actor, measures=body.measures, person=body.person
        )
    return _shown(actor, pk)


@router.post(
    "/rectification/problems/{pk}/progress", auth=_WRITE, response=ProblemShape, summary=_("记整改进展"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_progress(request: Request, pk: Id, body: Progress) -> ProblemShape:
    """Say how far it is."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.progress_add(problem=problem_get(actor=actor, pk=pk), actor=actor, text=body.text)
    return _shown(actor, pk)


@router.post(
    "/rectification/problems/{pk}/feedback", auth=_WRITE, response=ProblemShape, summary=_("反馈整改结果"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_feedback(request: Request, pk: Id, body: Feedback) -> ProblemShape:
    """Say that it is mended; it is then verified by whoever sent the notice."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.feedback_give(
            problem=problem_get(actor=actor, pk=pk), actor=actor, result=body.result, finished_on=body.finished_on
        )
    return _shown(actor, pk)


@router.post(
    "/rectification/problems/{pk}/extension", auth=_WRITE, response=ProblemShape, summary=_("申请延期"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_extension(request: Request, pk: Id, body: ExtensionAsked) -> ProblemShape:
    """Ask for more time."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        found = problem_get(actor=actor, pk=pk)
        services.extension_ask(problem=found, actor=actor, due_on=body.due_on, reason=body.reason)
    return _shown(actor, pk)


# ── The issuer ────────────────────────────────────────────────────────────────────────────────────────────────────────


@router.post(
    "/rectification/problems/{pk}/extension/answer", auth=_REVIEW, response=ProblemShape, summary=_("答复延期申请"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_extension_answer(request: Request, pk: Id, body: ExtensionAnswered) -> ProblemShape:
    """Give more time, or not."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        found = problem_get(actor=actor, pk=pk)
        services.extension_decide(problem=found, actor=actor, is_granted=body.granted, reason=body.reason)
    return _shown(actor, pk)


@router.post(
    "/rectification/problems/{pk}/close", auth=_REVIEW, response=ProblemShape, summary=_("核验销号"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_close(request: Request, pk: Id, body: Mended) -> ProblemShape:
    """Verify that it is mended and close it."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        found = problem_get(actor=actor, pk=pk)
        services.problem_close(problem=found, actor=actor, opinion=body.opinion, advice=body.advice)
    return _shown(actor, pk)


@router.post(
    "/rectification/problems/{pk}/return", auth=_REVIEW, response=ProblemShape, summary=_("核验退回"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_return(request: Request, pk: Id, body: SentBack) -> ProblemShape:
    """Verify that it is not mended and send it back."""
    actor = request.auth.user
    with telling(lambda: _state(pk)), placed({"opinion": "reason"}):
        services.problem_return(problem=problem_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return _shown(actor, pk)


@router.post(
    "/rectification/problems/{pk}/reopen", auth=_REVIEW, response=ProblemShape, summary=_("重新打开问题"),
    openapi_extra=KEYED,
)  # fmt: skip
def problem_reopen(request: Request, pk: Id, body: SentBack) -> ProblemShape:
    """Open it again, for it came back or was never mended."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.problem_reopen(problem=problem_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return _shown(actor, pk)


def _shown(actor: User, pk: int) -> ProblemShape:
    return ProblemShape.of(problem_get(actor=actor, pk=pk))


def _state(pk: int) -> dict[str, Any]:
    return dict(Problem.objects.values("state", "due_on", "wished_due_on").get(pk=pk))
