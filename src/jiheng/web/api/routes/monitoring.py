"""Monitoring: reports with their lights, what follows from them, alerts and what is said to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import placed, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Lock, Words, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.monitoring import policies, services
from jiheng.web.monitoring.models import Alert, AlertState, Colour, Report
from jiheng.web.monitoring.preparing import prepared, with_lights
from jiheng.web.monitoring.selectors import alert_get, alert_list, latest_version, report_get, report_list
from jiheng.web.monitoring.shown import shown
from jiheng.web.monitoring.typed import typed_content, typed_of
from jiheng.web.submissions.models import State

__all__ = ["router"]

router = Router(tags=["monitoring"])
_READ, _WRITE, _REVIEW = Token(Scope.READ), Token(Scope.WRITE), Token(Scope.REVIEW)


class ReportShort(Schema):
    """A report as lists show it; `rate` of execution, 1 for all; `errors`: what is still to be written."""

    id: int
    goal: int
    organization: str
    name: str
    round: str
    through: date
    due_on: date
    state: str
    colour: str
    reds: int
    yellows: int
    errors: int
    rate: Decimal | None
    conclusion: str
    lock: int

    @classmethod
    def fields_of(cls, row: Report) -> dict[str, Any]:
        """From a row with organization, round and goal."""
        names = ("state", "colour", "reds", "yellows", "errors", "rate", "conclusion", "lock")
        return {
            "id": row.pk, "goal": row.goal_id, "organization": row.organization.code, "name": row.goal.name,
            "round": row.round.name, "through": row.round.through, "due_on": row.round.due_on,
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class ReportFull(ReportShort):
    """A report with all it says.

    Attributes:
        content: facts, answers and lights; of what others write, as handed in last.
        typed: what can be written, in the form in which it is sent back; null for whoever does not write it.
        conclusion_text: what the finance division says to its conclusion.
        may: what the owner of the token may do with it now: edit, withdraw, correct, conclude.
    """

    conclusion_text: str
    content: dict[str, Any]
    typed: dict[str, Any] | None
    version: int | None
    may: list[str]


class ReportTyped(Schema):
    """What is written, as `typed` had it, and the `lock` that the report had as the caller read it."""

    lock: Lock
    typed: dict[str, Any] = Field(examples=[{"indicators": [{"actual": "6次", "possibility": "certain"}]}])


class ReportsWanted(Schema):
    """Which reports are asked for."""

    state: State | None = None
    colour: Colour | None = None
    round: Id | None = None


class AlertShape(Schema):
    """A red or yellow light that somebody has to see; `sentence` says why with its numbers."""

    id: int
    goal: int
    organization: str
    project: str
    kind: str
    about: str
    colour: str
    sentence: str
    seen_at: date
    state: str
    answer: str
    closing: str

    @classmethod
    def of(cls, row: Alert) -> AlertShape:
        """From a row with organization and goal."""
        return cls(
            id=row.pk, goal=row.goal_id, organization=row.organization.code, project=row.goal.name, kind=row.kind,
            about=row.place, colour=row.colour, sentence=shown(row.light).sentence, seen_at=row.seen_at,
            state=row.state, answer=row.answer, closing=row.closing,
        )  # fmt: skip


class Answer(Schema):
    """Why it is so, and what is done."""

    text: Words = Field(min_length=1, examples=["招标流标，已重新组织，九月开工"])


class Correction(Schema):
    """Why an approved report is opened again."""

    reason: Words = Field(min_length=1, examples=["支出数抄错"])


class Concluded(Schema):
    """What the finance division concludes; `text` where something has to follow."""

    conclusion: Literal["fine", "adjust", "rectify"]
    text: Words = Field("", examples=["调减接待批次"])


class Closing(Schema):
    """Why an alert needs nothing more."""

    reason: Words = Field(min_length=1, examples=["已按期开工"])


@router.get("/monitoring/reports", auth=_READ, response=Page[ReportShort], summary=_("监控表列表"))
def reports(
    request: Request,
    asked: Annotated[Asked, Query()],
    wanted: Annotated[ReportsWanted, Query()],
    year: Year | None = None,
    organization: Code | None = None,
) -> Page[ReportShort]:
    """The reports that one may see."""
    found = report_list(actor=request.auth.user, year=budget_year(year))
    asked_for = {**wanted.model_dump(), "organization__code": organization}
    found = found.filter(**{name: value for name, value in asked_for.items() if value is not None})
    rows, following = cut(found, asked)
    return Page(items=[ReportShort(**ReportShort.fields_of(row)) for row in rows], next=following)


@router.get("/monitoring/reports/{pk}", auth=_READ, response=ReportFull, summary=_("一张监控表"))
def report(request: Request, pk: Id) -> ReportFull:
    """A report with its lights."""
    return _full(request.auth.user, pk)


@router.put("/monitoring/reports/{pk}", auth=_WRITE, response=ReportFull, summary=_("保存监控表"), openapi_extra=KEYED)
def report_save(request: Request, pk: Id, body: ReportTyped) -> ReportFull:
    """Store what is written; 409 where a colleague was quicker or it was handed in."""
    actor = request.auth.user
    found = report_get(actor=actor, pk=pk)
    known = prepared(found)
    content = with_lights(typed_content(body.typed, known.facts, known.regulation), known.setting)
    with telling(lambda: _state(pk)):
        services.report_save(report=found, actor=actor, content=content, lock=body.lock)
    return _full(actor, pk)


@router.post(
    "/monitoring/reports/{pk}/submit", auth=_WRITE, response=ReportFull, summary=_("提交监控表"), openapi_extra=KEYED
)
def report_submit(request: Request, pk: Id) -> ReportFull:
    """Hand in, with the money and the lights as they are now."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.report_submit(report=report_get(actor=actor, pk=pk), actor=actor)
    return _full(actor, pk)


@router.post(
    "/monitoring/reports/{pk}/withdraw", auth=_WRITE, response=ReportFull, summary=_("撤回监控表"), openapi_extra=KEYED
)
def report_withdraw(request: Request, pk: Id) -> ReportFull:
    """Take back what no reviewer has opened."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.report_withdraw(report=report_get(actor=actor, pk=pk), actor=actor)
    return _full(actor, pk)


@router.post(
    "/monitoring/reports/{pk}/correct", auth=_WRITE, response=ReportFull, summary=_("更正监控表"), openapi_extra=KEYED
)
def report_correct(request: Request, pk: Id, body: Correction) -> ReportFull:
    """Open an approved report again."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.report_reopen(report=report_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return _full(actor, pk)


@router.post(
    "/monitoring/reports/{pk}/conclude", auth=_REVIEW, response=ReportFull, summary=_("下监控结论"), openapi_extra=KEYED
)
def report_conclude(request: Request, pk: Id, body: Concluded) -> ReportFull:
    """Say what follows from what was handed in; the unit is told."""
    actor = request.auth.user
    found = report_get(actor=actor, pk=pk)
    with placed({"conclusion_text": "text"}):
        services.report_conclude(report=found, actor=actor, conclusion=body.conclusion, text=body.text)
    return _full(actor, pk)


@router.get("/monitoring/alerts", auth=_READ, response=Page[AlertShape], summary=_("预警列表"))
def alerts(
    request: Request, asked: Annotated[Asked, Query()], year: Year | None = None, state: AlertState | None = None
) -> Page[AlertShape]:
    """The alerts that one may see."""
    found = alert_list(actor=request.auth.user, year=budget_year(year))
    rows, following = cut(found.filter(state=state) if state else found, asked)
    return Page(items=[AlertShape.of(row) for row in rows], next=following)


@router.get("/monitoring/alerts/{pk}", auth=_READ, response=AlertShape, summary=_("一条预警"))
def alert(request: Request, pk: Id) -> AlertShape:
    """An alert."""
    return AlertShape.of(alert_get(actor=request.auth.user, pk=pk))


@router.post(
    "/monitoring/alerts/{pk}/answer", auth=_WRITE, response=AlertShape, summary=_("回复预警"), openapi_extra=KEYED
)
def alert_answer(request: Request, pk: Id, body: Answer) -> AlertShape:
    """Say what the unit does about it."""
    actor = request.auth.user
    services.alert_answer(alert=alert_get(actor=actor, pk=pk), actor=actor, text=body.text)
    return AlertShape.of(alert_get(actor=actor, pk=pk))


@router.post(
    "/monitoring/alerts/{pk}/close", auth=_REVIEW, response=AlertShape, summary=_("关闭预警"), openapi_extra=KEYED
)
def alert_close(request: Request, pk: Id, body: Closing) -> AlertShape:
    """Close it for a reason; it opens again only when it gets worse."""
    actor = request.auth.user
    services.alert_close(alert=alert_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return AlertShape.of(alert_get(actor=actor, pk=pk))


def _full(actor: User, pk: int) -> ReportFull:
    found = report_get(actor=actor, pk=pk)
    version, may_edit = latest_version(found), policies.may_edit(actor, found)
    content = prepared(found).content(found.content) if may_edit else version.content if version else found.content
    known = {
        "edit": may_edit, "withdraw": policies.may_withdraw(actor, found),
        "correct": policies.may_correct(actor, found), "conclude": policies.may_conclude(actor, found),
    }  # fmt: skip
    return ReportFull(
        **ReportShort.fields_of(found),
        conclusion_text=found.conclusion_text,
        content=content,
        typed=typed_of(content) if may_edit else None,
        version=version.number if version else None,
        may=[name for name, allowed in known.items() if allowed],
    )


def _state(pk: int) -> dict[str, Any]:
    now = Report.objects.get(pk=pk)
    return {"state": now.state, "lock": now.lock}
