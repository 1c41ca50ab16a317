"""Self-evaluations: begun, written, scored, handed in."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Lock, Moment, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.texts import later as _
from jiheng.web.self_evaluation import policies, services
from jiheng.web.self_evaluation.answers import answer
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.selectors import item_get, item_list, narrowed, version_for
from jiheng.web.self_evaluation.typed import typed_content
from jiheng.web.submissions.models import State

__all__ = ["router"]

router = Router(tags=["self-evaluation"])
_READ, _WRITE = Token(Scope.READ), Token(Scope.WRITE)


class ItemShort(Schema):
    """A self-evaluation as lists show it; `rate` of execution, 1 for all; `goal` is null of a whole unit."""

    id: int
    goal: int | None
    organization: str
    kind: str
    name: str
    state: str
    total: Decimal | None
    grade: str
    rate: Decimal | None
    errors: int
    warnings: int
    lock: int

    @classmethod
    def fields_of(cls, row: SelfEvaluation) -> dict[str, Any]:
        """From a row with its organization."""
        names = ("kind", "state", "total", "grade", "rate", "errors", "warnings", "lock")
        return {
            "id": row.pk, "goal": row.goal_id, "organization": row.organization.code, "name": str(row),
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class ScoreShape(Schema):
    """A score, the money first: its points ("—" while there are none), how they came about, what is wanting."""

    name: str
    weight: str
    points: str
    rule: str
    arithmetic: str
    problem: str
    needs_reason: bool


class ItemFinding(Schema):
    """What a check says; `row` from 0, null of the whole."""

    severity: str
    row: int | None
    column: str
    label: str
    message: str
    remedy: str


class Checked(Schema):
    """All scores and findings; `total` and `grade` are empty while a score is missing."""

    scores: list[ScoreShape]
    total: str
    grade: str
    findings: list[ItemFinding]


class ItemFull(ItemShort):
    """A self-evaluation with all it says.

    Attributes:
        content: of what others write, as handed in last.
        checked: every score with its rule and arithmetic, and the findings, of that content.
        may: what the owner of the token may do with it now: edit, withdraw.
    """

    content: dict[str, Any]
    checked: Checked
    may: list[str]


class ItemsWanted(Schema):
    """Which self-evaluations are asked for; `text` is part of name or code."""

    kind: Kind | None = None
    state: State | None = None
    text: Word = ""


class Begun(Schema):
    """For whom self-evaluations are begun."""

    organization: Code
    year: Year


class ItemTyped(Schema):
    """The content with what was reached, and the `lock` that it had as the caller read it."""

    lock: Lock
    content: dict[str, Any] = Field(examples=[{"indicators": [{"actual": "12批次", "weight": "10"}]}])


class ItemSeen(Schema):
    """The `lock` that it had as the caller read it."""

    lock: Lock


class WindowTyped(Schema):
    """From when to when self-evaluations are handed in."""

    opens_at: Moment = Field(examples=["2028-01-05T08:00:00+08:00"])
    due_at: Moment = Field(examples=["2028-02-28T18:00:00+08:00"])


class Handed(Schema):
    """Why errors remain; needed only where some do."""

    explanation: Words = Field("", examples=["数据以竣工验收资料为准"])


class Reopened(Schema):
    """Why an approved self-evaluation is opened again."""

    reason: Words = Field(min_length=1, examples=["完成数据有误"])


@router.get("/self-evaluations", auth=_READ, response=Page[ItemShort], summary=_("自评表列表"))
def items(
    request: Request,
    asked: Annotated[Asked, Query()],
    wanted: Annotated[ItemsWanted, Query()],
    year: Year | None = None,
    organization: Code | None = None,
) -> Page[ItemShort]:
    """The self-evaluations that one may see."""
    found = item_list(actor=request.auth.user, year=budget_year(year))
    chosen = narrowed(
        found, organization=organization or "", kind=wanted.kind or "", state=wanted.state or "", text=wanted.text
    )
    rows, following = cut(chosen, asked)
    return Page(items=[ItemShort(**ItemShort.fields_of(row)) for row in rows], next=following)


@router.post(
    "/self-evaluations", auth=_WRITE, response={201: list[ItemShort]}, summary=_("生成自评表"), openapi_extra=KEYED
)
def items_begin(request: Request, body: Begun) -> list[ItemShort]:
    """One of each approved project that has none, and that of the whole unit; the new ones."""
    actor = request.auth.user
    organization = organization_of(actor, body.year, body.organization)
    made = services.self_evaluations_begin(organization=organization, year=body.year, actor=actor)
    return [ItemShort(**ItemShort.fields_of(row)) for row in made]


@router.get("/self-evaluations/{pk}", auth=_READ, response=ItemFull, summary=_("一张自评表"))
def item(request: Request, pk: Id) -> ItemFull:
    """A self-evaluation with its scores."""
    return _full(request.auth.user, pk)


@router.put("/self-evaluations/{pk}", auth=_WRITE, response=ItemFull, summary=_("保存自评表"), openapi_extra=KEYED)
def item_save(request: Request, pk: Id, body: ItemTyped) -> ItemFull:
    """Store what is written; 409 where a colleague was quicker or it was handed in."""
    actor = request.auth.user
    found = item_get(actor=actor, pk=pk)
    content = typed_content(body.content, found.content, kind=found.kind)
    with telling(lambda: _state(pk)):
        services.self_evaluation_save(item=found, actor=actor, content=content, lock=body.lock)
    return _full(actor, pk)


@router.post(
    "/self-evaluations/{pk}/refresh", auth=_WRITE, response=ItemFull, summary=_("按最新批复刷新自评表"),
    openapi_extra=KEYED,
)  # fmt: skip
def item_refresh(request: Request, pk: Id, body: ItemSeen) -> ItemFull:
    """Made anew from the goals as they are approved now and from the last monitoring; what was typed stays."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.self_evaluation_refresh(item=item_get(actor=actor, pk=pk), actor=actor, lock=body.lock)
    return _full(actor, pk)


@router.post(
    "/self-evaluations/{pk}/submit", auth=_WRITE, response=ItemFull, summary=_("提交自评表"), openapi_extra=KEYED
)
def item_submit(request: Request, pk: Id, body: Handed) -> ItemFull:
    """Hand in, with the money as it is known now."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        found = item_get(actor=actor, pk=pk)
        services.self_evaluation_submit(item=found, actor=actor, explanation=body.explanation)
    return _full(actor, pk)


@router.post(
    "/self-evaluations/{pk}/withdraw", auth=_WRITE, response=ItemFull, summary=_("撤回自评表"), openapi_extra=KEYED
)
def item_withdraw(request: Request, pk: Id) -> ItemFull:
    """Take back what no reviewer has opened."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.self_evaluation_withdraw(item=item_get(actor=actor, pk=pk), actor=actor)
    return _full(actor, pk)


@router.post(
    "/self-evaluations/{pk}/reopen", auth=_WRITE, response=ItemFull, summary=_("更正自评表"), openapi_extra=KEYED
)
def item_reopen(request: Request, pk: Id, body: Reopened) -> ItemFull:
    """Open an approved self-evaluation again."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.self_evaluation_reopen(item=item_get(actor=actor, pk=pk), actor=actor, reason=body.reason)
    return _full(actor, pk)


@router.put(
    "/cycles/{year}/self-evaluation-window", auth=Token(Scope.MANAGE), response=WindowTyped,
    summary=_("设置自评时间"), openapi_extra=KEYED,
)  # fmt: skip
def window(request: Request, year: Year, body: WindowTyped) -> WindowTyped:
    """Say when the self-evaluations of a budget year are handed in."""
    found = services.window_set(year=year, opens_at=body.opens_at, due_at=body.due_at, actor=request.auth.user)
    return WindowTyped(opens_at=found.opens_at, due_at=found.due_at)


def _full(actor: User, pk: int) -> ItemFull:
    found = item_get(actor=actor, pk=pk)
    version = version_for(actor, found)
    content = version.content if version else found.content
    known = {"edit": policies.may_edit(actor, found), "withdraw": policies.may_withdraw(actor, found)}
    return ItemFull(
        **ItemShort.fields_of(found),
        content=content,
        checked=Checked(**answer(found, content)),
        may=[name for name, allowed in known.items() if allowed],
    )


def _state(pk: int) -> dict[str, Any]:
    now = SelfEvaluation.objects.get(pk=pk)
    return {"state": now.state, "lock": now.lock}
