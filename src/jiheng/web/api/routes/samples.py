"""Samples of approved self-evaluations that the finance bureau draws, and scoring them again."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import refusal, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Id, Label, Lock, ShortName, Words, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.organizations.policies import roles
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.models import Rescore, Sample
from jiheng.web.self_evaluation.rescoring import Compared, compared, difference_of
from jiheng.web.self_evaluation.sampling import Method
from jiheng.web.self_evaluation.selectors_samples import rescore_get, rescores_of, sample_get, sample_list
from jiheng.web.self_evaluation.services_samples import rescore_finish, rescore_save, sample_draw

__all__ = ["router"]

router = Router(tags=["self-evaluation"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)
_MOST_LINES = 500


class SampleShape(Schema):
    """A sample: the same seed, method and population (by its digest) draw the same ones."""

    id: int
    year: int
    name: str
    seed: str
    method: dict[str, Any]
    population: dict[str, Any]
    drawn_by: str
    drawn_at: datetime

    @classmethod
    def of(cls, row: Sample) -> SampleShape:
        """From a row with who drew it."""
        names = ("year", "name", "seed", "method", "population", "drawn_at")
        return cls(id=row.pk, drawn_by=row.drawn_by.name, **{name: getattr(row, name) for name in names})


class SampleNew(Schema):
    """How to draw: a number of all, or a share in percent of each part.

    Attributes:
        by: what the population is divided by.
        seed: to draw again what was drawn once; made up where it is empty.
    """

    year: Year
    name: Annotated[ShortName, Field(examples=["年度抽查"])]
    count: int | None = Field(None, ge=1, le=2000, examples=[20])
    percent: Decimal | None = Field(None, ge=1, le=100, max_digits=5, decimal_places=2)
    by: Literal["all", "department", "money", "grade"] = "all"
    seed: Label | None = None


class RescoreShort(Schema):
    """A self-evaluation of a sample, scored again: both totals, and what the second is above the first.

    Attributes:
        stratum: the part of the population that it was drawn for.
        done_at: from then on the unit sees it.
    """

    id: int
    sample: int
    item: int
    organization: str
    name: str
    stratum: str
    own_total: Decimal | None
    own_grade: str
    total: Decimal | None
    grade: str
    difference: Decimal | None
    opinion: str
    lock: int
    done_at: datetime | None

    @classmethod
    def fields_of(cls, row: Rescore) -> dict[str, Any]:
        """From a row with its version, item and organization."""
        names = ("stratum", "total", "grade", "opinion", "lock", "done_at")
        item = row.version.item
        return {
            "id": row.pk, "sample": row.sample_id, "item": item.pk, "organization": item.organization.code,
            "name": str(row), "own_total": row.version.total, "own_grade": row.version.grade,
            "difference": difference_of(row), **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class LineShape(Schema):
    """A line with both scores; `again` and `reason` are empty where it is left as the unit has it."""

    key: str
    name: str
    weight: Decimal
    target: str
    actual: str
    own: Decimal | None
    again: str
    reason: str

    @classmethod
    def of(cls, row: Compared) -> LineShape:
        """From a line that was compared."""
        line = row.line
        return cls(
            key=line.key, name=line.name, weight=line.weight, target=line.target, actual=line.actual, own=line.own,
            again=row.again, reason=row.reason,
        )  # fmt: skip


class RescoreFull(RescoreShort):
    """The same with its lines; `may`: what the owner of the token may do with it now: score (and finish)."""

    lines: list[LineShape]
    may: list[str]


class LineScored(Schema):
    """What a line gets instead of what the unit gave itself, and why."""

    points: Decimal = Field(ge=0, le=1000, max_digits=6, decimal_places=2, examples=["8.5"])
    reason: Annotated[Words, Field(min_length=1, max_length=1000, examples=["佐证材料只证明 6 批次"])]


class RescoreTyped(Schema):
    """All lines that are scored otherwise than by the unit, by their keys; all others stay."""

    lock: Lock
    scores: dict[Label, LineScored] = Field({}, max_length=_MOST_LINES)
    opinion: Words = ""


class RescoreSeen(Schema):
    """The `lock` that it had as the caller read it."""

    lock: Lock


@router.get("/samples", auth=_READ, response=Page[SampleShape], summary=_("自评抽查"))
def samples(request: Request, asked: Annotated[Asked, Query()], year: Year | None = None) -> Page[SampleShape]:
    """The samples of a year, for the finance bureau."""
    actor, of_year = request.auth.user, budget_year(year)
    if not any(held.role in policies.BUREAU for held in roles(actor, of_year)):
        raise PermissionDenied
    rows, following = cut(sample_list(actor=actor, year=of_year), asked)
    return Page(items=[SampleShape.of(row) for row in rows], next=following)


@router.post("/samples", auth=_REVIEW, response={201: SampleShape}, summary=_("抽取样本"), openapi_extra=KEYED)
def sample_new(request: Request, body: SampleNew) -> SampleShape:
    """Draw from the approved self-evaluations of projects."""
    actor = request.auth.user
    if not policies.may_sample(actor, body.year):
        raise PermissionDenied
    if (body.count is None) == (body.percent is None):
        raise refusal("count", "count-or-percent", gettext("请填写个数或比例，只填一个"))
    method = Method(body.count, body.percent, body.by)
    drawn = sample_draw(year=body.year, name=body.name, method=method, seed=body.seed or "", actor=actor)
    return SampleShape.of(sample_get(actor=actor, pk=drawn.pk))


@router.get("/samples/{pk}", auth=_READ, response=SampleShape, summary=_("一次抽查"))
def sample(request: Request, pk: Id) -> SampleShape:
    """A sample."""
    return SampleShape.of(sample_get(actor=request.auth.user, pk=pk))


@router.get("/samples/{pk}/rescores", auth=_READ, response=Page[RescoreShort], summary=_("抽中的自评和复核结果"))
def rescores(request: Request, pk: Id, asked: Annotated[Asked, Query()]) -> Page[RescoreShort]:
    """What was drawn of the organizations in one's charge."""
    actor = request.auth.user
    rows, following = cut(rescores_of(actor, sample_get(actor=actor, pk=pk)), asked)
    return Page(items=[RescoreShort(**RescoreShort.fields_of(row)) for row in rows], next=following)


@router.get("/rescores/{pk}", auth=_READ, response=RescoreFull, summary=_("一份复核"))
def rescore(request: Request, pk: Id) -> RescoreFull:
    """Both scores of each line; for the unit and its department once it is done."""
    return _full(request.auth.user, pk)


@router.put("/rescores/{pk}", auth=_REVIEW, response=RescoreFull, summary=_("复核评分"), openapi_extra=KEYED)
def rescore_score(request: Request, pk: Id, body: RescoreTyped) -> RescoreFull:
    """Keep what was scored so far."""
    actor = request.auth.user
    found = rescore_get(actor=actor, pk=pk)
    scores = {key: {"points": f"{said.points:f}", "reason": said.reason} for key, said in body.scores.items()}
    with telling(lambda: _state(pk)):
        rescore_save(rescore=found, scores=scores, opinion=body.opinion, lock=body.lock, actor=actor)
    return _full(actor, pk)


@router.post("/rescores/{pk}/finish", auth=_REVIEW, response=RescoreFull, summary=_("完成复核"), openapi_extra=KEYED)
def rescore_done(request: Request, pk: Id, body: RescoreSeen) -> RescoreFull:
    """Close it: from now on the unit sees it, and nobody changes it."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        rescore_finish(rescore=rescore_get(actor=actor, pk=pk), lock=body.lock, actor=actor)
    return _full(actor, pk)


def _full(actor: User, pk: int) -> RescoreFull:
    found = rescore_get(actor=actor, pk=pk)
    return RescoreFull(
        **RescoreShort.fields_of(found),
        lines=[LineShape.of(each) for each in compared(found)],
        may=["score"] if policies.may_rescore(actor, found) else [],
    )


def _state(pk: int) -> dict[str, Any]:
    now = Rescore.objects.get(pk=pk)
    return {"lock": now.lock, "done_at": now.done_at}
