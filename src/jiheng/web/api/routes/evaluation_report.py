"""The report of an evaluation: written, kept in versions, judged by the evaluated unit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import telling
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Id, Lock, Passage, Said, Word
from jiheng.web.api.routes.evaluation import state_of
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation import services
from jiheng.web.evaluation.models import Opinion, ReportVersion
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.reporting import SECTIONS, drafts, heading
from jiheng.web.evaluation.selectors import evaluation_get, reports_for

__all__ = ["report_seen", "router"]

router = Router(tags=["evaluation"])
_READ, _WRITE, _REVIEW = Token(Scope.READ), Token(Scope.WRITE), Token(Scope.REVIEW)
_Key = Literal["basics", "work", "conclusion", "analysis", "problems", "advice", "other"]


class SectionShape(Schema):
    """A section; `text` is empty where nobody wrote it, and the report then says what the data say (`draft`)."""

    key: str
    heading: str
    text: str
    draft: str


class NarrativeShape(Schema):
    """The text of the report."""

    lock: int
    sections: list[SectionShape]


class NarrativeTyped(Schema):
    """Section → text; what is missing or empty follows the data."""

    lock: Lock
    texts: dict[_Key, Passage] = Field(examples=[{"advice": "完善台账"}])


class OpinionShape(Schema):
    """What the unit says of a version, and what it was answered; `accepted` is null until then."""

    id: int
    text: str
    said_by: str
    said_at: datetime
    answer: str
    accepted: bool | None

    @classmethod
    def of(cls, row: Opinion) -> OpinionShape:
        """From a row with who said it."""
        names = ("text", "said_at", "answer")
        said = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, said_by=row.said_by.name, accepted=row.is_accepted, **said)


class ReportVersionShort(Schema):
    """A version of the report; `sent_at`: when the unit was asked for its opinion of it."""

    number: int
    digest: str
    note: str
    made_by: str
    made_at: datetime
    sent_at: datetime | None
    opinions: list[OpinionShape]

    @classmethod
    def fields_of(cls, row: ReportVersion) -> dict[str, Any]:
        """From a row of `reports_for`."""
        names = ("number", "digest", "note", "made_at", "sent_at")
        opinions = [OpinionShape.of(each) for each in row.opinions.all()]
        return {"made_by": row.made_by.name, "opinions": opinions, **{name: getattr(row, name) for name in names}}


class ReportVersionFull(ReportVersionShort):
    """A version with all it says: sections, scored frame, total and grade."""

    content: dict[str, Any]


class VersionMade(Schema):
    """What this version is."""

    note: Word = Field("", examples=["初稿"])


class OpinionSaid(Schema):
    """What the unit thinks of it."""

    text: Annotated[Said, Field(examples=["满意度调查面太窄"])]


class OpinionAnswered(Schema):
    """Whether it is followed, and why."""

    accepted: bool
    answer: Annotated[Said, Field(examples=["已补充调查"])]


@router.get("/evaluations/{pk}/narrative", auth=_READ, response=NarrativeShape, summary=_("评价报告文本"))
def narrative(request: Request, pk: Id) -> NarrativeShape:
    """The text of the report, for whoever writes it."""
    return _narrative(request.auth.user, pk)


@router.put(
    "/evaluations/{pk}/narrative", auth=_REVIEW, response=NarrativeShape, summary=_("保存评价报告文本"),
    openapi_extra=KEYED,
)  # fmt: skip
def narrative_save(request: Request, pk: Id, body: NarrativeTyped) -> NarrativeShape:
    """Store the text; 409 where a colleague was quicker."""
    actor = request.auth.user
    now, texts = _of(actor, pk).evaluation, {str(key): text for key, text in body.texts.items()}
    with telling(lambda: state_of(pk)):
        services.narrative_save(evaluation=now, texts=texts, lock=body.lock, actor=actor)
    return _narrative(actor, pk)


@router.get("/evaluations/{pk}/reports", auth=_READ, response=list[ReportVersionShort], summary=_("评价报告各稿和意见"))
def reports(request: Request, pk: Id) -> list[ReportVersionShort]:
    """The versions that one may see, the newest first: the unit what was sent to it."""
    standing = _of(request.auth.user, pk)
    if not standing.sees_reports and not standing.is_unit:
        raise PermissionDenied
    return [ReportVersionShort(**ReportVersionShort.fields_of(row)) for row in reports_for(standing)]


@router.post(
    "/evaluations/{pk}/reports", auth=_REVIEW, response={201: ReportVersionFull}, summary=_("评价报告成稿"),
    openapi_extra=KEYED,
)  # fmt: skip
def report_make(request: Request, pk: Id, body: VersionMade) -> ReportVersionFull:
    """Keep the report as it is now as a version that never changes."""
    actor = request.auth.user
    with telling(lambda: state_of(pk)):
        made = services.report_make(evaluation=_of(actor, pk).evaluation, note=body.note, actor=actor)
    return _version(actor, pk, made.number)


@router.get("/evaluations/{pk}/reports/{number}", auth=_READ, response=ReportVersionFull, summary=_("一稿评价报告"))
def report(request: Request, pk: Id, number: Id) -> ReportVersionFull:
    """A version with all it says."""
    return _version(request.auth.user, pk, number)


@router.post(
    "/evaluations/{pk}/reports/{number}/opinions", auth=_WRITE, response={201: OpinionShape},
    summary=_("对评价报告提意见"), openapi_extra=KEYED,
)  # fmt: skip
def opinion_say(request: Request, pk: Id, number: Id, body: OpinionSaid) -> OpinionShape:
    """Say, as the evaluated unit, what one thinks of the version that was sent."""
    actor = request.auth.user
    if not _of(actor, pk).may_say_opinion:
        raise PermissionDenied
    with telling(lambda: state_of(pk)):
        said = services.opinion_say(report=report_seen(actor, pk, number), text=body.text, actor=actor)
    return OpinionShape.of(said)


@router.post(
    "/evaluations/{pk}/opinions/{opinion}/answer", auth=_REVIEW, response=OpinionShape, summary=_("答复单位意见"),
    openapi_extra=KEYED,
)  # fmt: skip
def opinion_answer(request: Request, pk: Id, opinion: Id, body: OpinionAnswered) -> OpinionShape:
    """Answer an opinion: followed or not, and why."""
    actor = request.auth.user
    if not _of(actor, pk).may_organize:
        raise PermissionDenied
    rows = Opinion.objects.select_related("report__evaluation", "said_by").filter(report__evaluation=pk)
    row = get_object_or_404(rows, pk=opinion)
    with telling(lambda: state_of(pk)):
        services.opinion_answer(opinion=row, is_accepted=body.accepted, answer=body.answer, actor=actor)
    return OpinionShape.of(rows.get(pk=opinion))


def _of(actor: User, pk: int) -> Standing:
    return evaluation_get(actor=actor, pk=pk)


def _narrative(actor: User, pk: int) -> NarrativeShape:
    standing = _of(actor, pk)
    if not standing.may_write_papers:
        raise PermissionDenied
    now = standing.evaluation
    drafted = drafts(now)
    sections = [
        SectionShape(key=key, heading=heading(key), text=now.narrative.get(key) or "", draft=drafted[key])
        for key in SECTIONS
    ]
    return NarrativeShape(lock=now.lock, sections=sections)


def report_seen(actor: User, pk: int, number: int) -> ReportVersion:
    """The version of that number.

    Raises:
        Http404: there is none, or it is not for `actor`.
    """
    standing = _of(actor, pk)
    rows = ReportVersion.objects.filter(evaluation=standing.evaluation).select_related("made_by")
    found = get_object_or_404(rows.prefetch_related("opinions__said_by"), number=number)
    found.evaluation = standing.evaluation
    if not standing.sees_report(found):
        raise Http404
    return found


def _version(actor: User, pk: int, number: int) -> ReportVersionFull:
    found = report_seen(actor, pk, number)
    return ReportVersionFull(**ReportVersionShort.fields_of(found), content=found.content)
