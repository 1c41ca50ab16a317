"""Evaluations: how they stand, the final word, and each step towards it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.domain.scoring import Grade
from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Words, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation import services
from jiheng.web.evaluation.models import By, Evaluation, State
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.selectors import evaluation_get, evaluation_list

__all__ = ["EvaluationFull", "router", "state_of", "whole"]

router = Router(tags=["evaluation"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)


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
    due_on: date | None
    score: Decimal | None
    grade: str | None
    finished_at: datetime | None

    @classmethod
    def fields_of(cls, row: Evaluation) -> dict[str, Any]:
        """From a row with its organizations."""
        names = ("by", "name", "year", "state", "due_on", "finished_at")
        return {
            "id": row.pk, "goal": row.goal_id, "organization": row.organization.code, "organizer": row.organizer.code,
            "score": row.final_score, "grade": row.grade or None, **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class EvaluationFull(EvaluationShape):
    """An evaluation as the owner of the token sees it.

    Attributes:
        lock: counts up with each change of frame, final scores or text; to be named when they are saved.
        agency: the key of the third party that it is entrusted to; null for those who do not see who takes part.
        may: what they may do or see now: declare, score (an expert), materials, scores, reports, organize, write, opinion.
    """

    lock: int
    agency: int | None
    may: list[str]


class EvaluationsWanted(Schema):
    """Which evaluations are asked for; `organization` with those below it, `text` is part of a name."""

    organization: Code = ""
    state: State | None = None
    by: By | None = None
    grade: Grade | None = None
    text: Word = ""


class Declared(Schema):
    """Whether anything stands in the way of judging fairly; a conflict is described."""

    stance: Literal["free", "conflict"]
    text: Words = Field("", examples=["曾在该单位任职"])


@router.get("/evaluations", auth=_READ, response=Page[EvaluationShape], summary=_("评价列表"))
def evaluations(
    request: Request,
    asked: Annotated[Asked, Query()],
    wanted: Annotated[EvaluationsWanted, Query()],
    year: Year | None = None,
) -> Page[EvaluationShape]:
    """The evaluations that one has to do with."""
    said = {name: value or "" for name, value in wanted.model_dump(mode="json").items()}
    rows, following = cut(evaluation_list(actor=request.auth.user, year=budget_year(year), **said), asked)
    return Page(items=[EvaluationShape(**EvaluationShape.fields_of(row)) for row in rows], next=following)


@router.get("/evaluations/{pk}", auth=_READ, response=EvaluationFull, summary=_("一项评价"))
def evaluation(request: Request, pk: Id) -> EvaluationFull:
    """An evaluation."""
    return whole(request.auth.user, pk)


@router.post(
    "/evaluations/{pk}/declare", auth=_REVIEW, response=EvaluationFull | None, summary=_("声明利益关系"),
    openapi_extra=KEYED,
)  # fmt: skip
def evaluation_declare(request: Request, pk: Id, body: Declared) -> EvaluationFull | None:
    """Say whether anything stands in one's way; whoever says so is out at once, and answered with null."""
    actor = request.auth.user
    standing = evaluation_get(actor=actor, pk=pk)
    with telling(lambda: state_of(pk)):
        services.declare(evaluation=standing.evaluation, actor=actor, stance=body.stance, text=body.text)
    return whole(actor, pk) if body.stance == "free" else None


@router.post(
    "/evaluations/{pk}/start", auth=_REVIEW, response=EvaluationFull, summary=_("开始专家评分"), openapi_extra=KEYED
)
def evaluation_start(request: Request, pk: Id) -> EvaluationFull:
    """Fix the frame and let the experts score."""
    return _on(request.auth.user, pk, services.scoring_start)


@router.post(
    "/evaluations/{pk}/close", auth=_REVIEW, response=EvaluationFull, summary=_("结束专家评分"), openapi_extra=KEYED
)
def evaluation_close(request: Request, pk: Id) -> EvaluationFull:
    """Open the scores without waiting any longer; or, without experts, begin to score oneself."""
    return _on(request.auth.user, pk, services.scoring_close)


@router.post(
    "/evaluations/{pk}/consult", auth=_REVIEW, response=EvaluationFull, summary=_("征求单位意见"), openapi_extra=KEYED
)
def evaluation_consult(request: Request, pk: Id) -> EvaluationFull:
    """Send the report as it is now to the evaluated unit for its opinion."""
    return _on(request.auth.user, pk, services.consult)


@router.post(
    "/evaluations/{pk}/finish", auth=_REVIEW, response=EvaluationFull, summary=_("评价定稿"), openapi_extra=KEYED
)
def evaluation_finish(request: Request, pk: Id) -> EvaluationFull:
    """Make score, grade and report final: nothing of it changes any more."""
    return _on(request.auth.user, pk, services.finish)


def _on(actor: User, pk: int, act: Callable[..., object]) -> EvaluationFull:
    with telling(lambda: state_of(pk)):
        act(evaluation=evaluation_get(actor=actor, pk=pk).evaluation, actor=actor)
    return whole(actor, pk)


def whole(actor: User, pk: int) -> EvaluationFull:
    """The evaluation as `actor` sees it now.

    Raises:
        Http404: there is none for `actor`.
    """
    standing = evaluation_get(actor=actor, pk=pk)
    now = standing.evaluation
    return EvaluationFull(
        **EvaluationShape.fields_of(now),
        lock=now.lock,
        agency=now.agency_id if standing.sees_people else None,
        may=_may(standing),
    )


def _may(standing: Standing) -> list[str]:
    known = {
        "declare": standing.may_declare, "score": standing.may_score, "materials": standing.sees_materials,
        "scores": standing.sees_scores, "reports": standing.sees_reports or standing.is_unit,
        "organize": standing.may_organize, "write": standing.may_write_papers, "opinion": standing.may_say_opinion,
    }  # fmt: skip
    return [name for name, allowed in known.items() if allowed]


def state_of(pk: int) -> dict[str, Any]:
    """What stands there now, for whoever was too late."""
    return dict(Evaluation.objects.values("state", "lock").get(pk=pk))
