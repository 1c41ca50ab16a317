"""Scoring evaluations: the frame, an expert's own sheet, and all of them side by side with the organizer's word.

Until the scores are opened nobody learns what somebody else gave; an expert only ever reads and writes their own sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from jiheng.regulations import Measure
from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import placed, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Id, Label, Lock, Passage, Words
from jiheng.web.api.routes.evaluation import state_of
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.leaves import COLUMNS, MOST, problems_of, weight_of
from jiheng.web.evaluation.measures import Measured
from jiheng.web.evaluation.models import Assignment, Evaluation
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.scorecard import Line, scorecard
from jiheng.web.evaluation.selectors import evaluation_get, frame_sources
from jiheng.web.regulation.selectors import regulation_of

__all__ = ["router"]

router = Router(tags=["evaluation"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)
_Text = Annotated[Words, Field(max_length=1000)]


# ── The frame ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class LeafShape(Schema):
    """A leaf of the frame; `id` stays with it, `measure` names what can be reckoned from the data, where something can."""

    id: Label = ""
    level1: Annotated[Words, Field(max_length=40, examples=["产出"])]
    level2: Annotated[Words, Field(max_length=40)] = ""
    name: Annotated[Words, Field(max_length=120, examples=["实际完成率"])]
    weight: Annotated[Label, Field(examples=["10"])]
    meaning: _Text = ""
    guidance: _Text = ""
    standard: _Text = ""
    measure: Annotated[Words, Field(max_length=32)] = ""


class FrameShape(Schema):
    """The frame; `problems`: why one cannot score by it yet."""

    lock: int
    rows: list[LeafShape]
    problems: list[str]


class FrameTyped(Schema):
    """The frame as it is to be."""

    lock: Lock
    rows: list[LeafShape] = Field(max_length=MOST)


class FrameTaken(Schema):
    """From which other evaluation of the same organizer; null: the national template."""

    lock: Lock
    source: Id | None = None


@router.get("/evaluations/{pk}/frame", auth=_READ, response=FrameShape, summary=_("评价指标体系"))
def frame(request: Request, pk: Id) -> FrameShape:
    """The leaves by which it is scored."""
    return _frame(request.auth.user, pk)


@router.put(
    "/evaluations/{pk}/frame", auth=_REVIEW, response=FrameShape, summary=_("保存评价指标体系"), openapi_extra=KEYED
)
def frame_save(request: Request, pk: Id, body: FrameTyped) -> FrameShape:
    """Store the frame, until the scoring begins; 409 where a colleague was quicker."""
    actor = request.auth.user
    rows = [each.model_dump() for each in body.rows]
    places = {f"row-{number}-{name}": f"rows.{number}.{name}" for number in range(len(rows)) for name in COLUMNS}
    with telling(lambda: state_of(pk)), placed(places):
        services.frame_save(evaluation=_of(actor, pk).evaluation, rows=rows, lock=body.lock, actor=actor)
    return _frame(actor, pk)


@router.post(
    "/evaluations/{pk}/frame/take", auth=_REVIEW, response=FrameShape, summary=_("套用评价指标体系"),
    openapi_extra=KEYED,
)  # fmt: skip
def frame_take(request: Request, pk: Id, body: FrameTaken) -> FrameShape:
    """Begin the frame anew."""
    actor = request.auth.user
    standing = _of(actor, pk)
    if not standing.may_organize:
        raise PermissionDenied
    source = None
    if body.source:
        known = [each.pk for each in frame_sources(standing.evaluation)]
        source = get_object_or_404(Evaluation.objects.filter(pk__in=known), pk=body.source)
    with telling(lambda: state_of(pk)):
        services.frame_take(evaluation=standing.evaluation, lock=body.lock, actor=actor, source=source)
    return _frame(actor, pk)


# ── An expert ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class ReckonedShape(Schema):
    """What the data say of a leaf: a sentence with its arithmetic, the points that it would earn."""

    sentence: str
    points: Decimal | None

    @classmethod
    def of(cls, found: Measured | None, weight: Decimal | None) -> ReckonedShape | None:
        """From a measure of a leaf with that weight."""
        if found is None or weight is None:
            return None
        return cls(sentence=found.sentence, points=found.points(weight))


class GivenShape(Schema):
    """What a leaf gets; less than its weight with a reason."""

    score: Decimal | None = Field(None, ge=0, le=100, max_digits=5, decimal_places=2, examples=["8.5"])
    reason: _Text = ""


class SheetLine(Schema):
    """A leaf with what one gave it."""

    id: str
    level1: str
    level2: str
    name: str
    weight: str
    standard: str
    reckoned: ReckonedShape | None
    score: Decimal | None
    reason: str


class OwnSheet(Schema):
    """An expert's own sheet; after `handed_in_at` nothing of it changes."""

    lock: int
    lines: list[SheetLine]
    opinion: str
    handed_in_at: datetime | None
    may: list[str]


class OwnScores(Schema):
    """What one gives, by the ids of the leaves; what is missing is not scored yet."""

    lock: Lock
    scores: dict[Label, GivenShape] = Field(
        {}, max_length=MOST, examples=[{"n1": {"score": "8.5", "reason": "资料不全"}}]
    )
    opinion: Annotated[Passage, Field(max_length=5000)] = ""


@router.get("/evaluations/{pk}/own-scores", auth=_READ, response=OwnSheet, summary=_("我的评分"))
def own_scores(request: Request, pk: Id) -> OwnSheet:
    """An expert's own sheet; nobody else's is to be seen here."""
    return _sheet(request.auth.user, pk)


@router.put(
    "/evaluations/{pk}/own-scores", auth=_REVIEW, response=OwnSheet, summary=_("保存我的评分"), openapi_extra=KEYED
)
def own_scores_save(request: Request, pk: Id, body: OwnScores) -> OwnSheet:
    """Store what one gives, as far as it is."""
    actor = request.auth.user
    standing = _of(actor, pk)
    with telling(lambda: _sheet_state(standing.held)), placed(_paths(body.scores)):
        services.scores_save(
            evaluation=standing.evaluation, scores=_plain(body.scores), opinion=body.opinion, lock=body.lock,
            actor=actor,
        )  # fmt: skip
    return _sheet(actor, pk)


@router.post(
    "/evaluations/{pk}/own-scores/hand-in", auth=_REVIEW, response=OwnSheet, summary=_("提交我的评分"),
    openapi_extra=KEYED,
)  # fmt: skip
def own_scores_hand_in(request: Request, pk: Id) -> OwnSheet:
    """Hand one's sheet in, for good; with the last one all are opened."""
    actor = request.auth.user
    with telling(lambda: state_of(pk)):
        services.hand_in(evaluation=_of(actor, pk).evaluation, actor=actor)
    return _sheet(actor, pk)


# ── All of them ───────────────────────────────────────────────────────────────────────────────────────────────────────


class ExpertGiven(Schema):
    """What one expert gave; `stands_alone` where nobody else thinks so."""

    score: Decimal | None
    reason: str
    stands_alone: bool


class CardLine(Schema):
    """A leaf with everything that was given; `given` in the order of the card's `experts`.

    Attributes:
        median: of the experts; score, reason: of the organizer; deviation: why the score is not the median.
    """

    id: str
    level1: str
    name: str
    weight: Decimal
    reckoned: ReckonedShape | None
    given: list[ExpertGiven]
    median: Decimal | None
    score: Decimal | None
    reason: str
    deviation: str

    @classmethod
    def of(cls, line: Line) -> CardLine:
        """From a line of the card."""
        row = line.row
        return cls(
            id=row["id"], level1=row["level1"], name=row["name"], weight=line.weight,
            reckoned=ReckonedShape.of(line.measured, line.weight),
            given=[
                ExpertGiven(score=each.score, reason=each.reason, stands_alone=each.is_outlier) for each in line.given
            ],
            median=line.spread.median, score=line.final, reason=line.reason, deviation=line.deviation,
        )  # fmt: skip


class Card(Schema):
    """All leaves.

    Attributes:
        experts: names, for the organizer and whoever oversees the unit; else empty texts.
        missing: what is still to be said before it can be sent to the unit; total and grade are null until then.
    """

    lock: int
    experts: list[str]
    lines: list[CardLine]
    missing: list[str]
    total: Decimal | None
    grade: str | None


class FinalGiven(GivenShape):
    """The organizer's word on a leaf; `deviation` where it is not the median of the experts."""

    deviation: _Text = ""


class FinalScores(Schema):
    """The organizer's word on each leaf, by its id."""

    lock: Lock
    scores: dict[Label, FinalGiven] = Field(
        max_length=MOST, examples=[{"n1": {"score": "8", "reason": "资料不全", "deviation": "核对了原始资料"}}]
    )


@router.get("/evaluations/{pk}/scores", auth=_READ, response=Card, summary=_("综合评分"))
def scores(request: Request, pk: Id) -> Card:
    """What the experts gave, and the organizer's word; once the scores are opened."""
    return _card(request.auth.user, pk)


@router.put("/evaluations/{pk}/scores", auth=_REVIEW, response=Card, summary=_("保存综合评分"), openapi_extra=KEYED)
def scores_save(request: Request, pk: Id, body: FinalScores) -> Card:
    """Store the organizer's word on each leaf; 409 where a colleague was quicker."""
    actor = request.auth.user
    with telling(lambda: state_of(pk)), placed(_paths(body.scores)):
        services.final_scores_save(
            evaluation=_of(actor, pk).evaluation, scores=_plain(body.scores), lock=body.lock, actor=actor
        )
    return _card(actor, pk)


def _of(actor: User, pk: int) -> Standing:
    return evaluation_get(actor=actor, pk=pk)


def _frame(actor: User, pk: int) -> FrameShape:
    standing = _of(actor, pk)
    if not standing.is_inside:
        raise PermissionDenied
    now = standing.evaluation
    return FrameShape(lock=now.lock, rows=[LeafShape(**row) for row in now.frame], problems=problems_of(now.frame))


def _paths(scores: Mapping[str, GivenShape]) -> dict[str, str]:
    """Fields of the services → paths in the request."""
    return {f"{name}-{key}": f"scores.{key}.{name}" for key in scores for name in ("score", "reason", "deviation")}


def _plain(scores: Mapping[str, GivenShape]) -> dict[str, dict[str, str]]:
    """As they are typed."""
    return {
        key: {**said.model_dump(exclude={"score"}), "score": "" if said.score is None else f"{said.score:f}"}
        for key, said in scores.items()
    }


def _sheet(actor: User, pk: int) -> OwnSheet:
    standing = _of(actor, pk)
    own = standing.held
    if not standing.is_expert or own is None:
        raise PermissionDenied
    now = standing.evaluation
    measures = facts.measures_of(now)
    lines = []
    for row in now.frame:
        found = measures.get(Measure(row["measure"])) if row["measure"] else None
        said = own.scores.get(row["id"]) or {}
        lines.append(
            SheetLine(
                id=row["id"], level1=row["level1"], level2=row["level2"], name=row["name"], weight=row["weight"],
                standard=row["standard"], reckoned=ReckonedShape.of(found, weight_of(row)),
                score=said.get("score") or None, reason=said.get("reason", ""),
            )
        )  # fmt: skip
    return OwnSheet(
        lock=own.lock, lines=lines, opinion=own.opinion, handed_in_at=own.handed_in_at,
        may=["score"] if standing.may_score else [],
    )  # fmt: skip


def _sheet_state(held: Assignment | None) -> dict[str, Any]:
    return dict(Assignment.objects.values("lock", "handed_in_at").get(pk=held.pk)) if held else {}


def _card(actor: User, pk: int) -> Card:
    standing = _of(actor, pk)
    if not standing.sees_scores:
        raise PermissionDenied
    now = standing.evaluation
    card = scorecard(now, facts.measures_of(now))
    is_whole = not card.missing
    return Card(
        lock=now.lock,
        experts=[each.user.name if standing.sees_people else "" for each in card.experts],
        lines=[CardLine.of(line) for line in card.lines],
        missing=card.missing,
        total=card.total if is_whole else None,
        grade=regulation_of(now.year).grade(card.total).value if is_whole else None,
    )
