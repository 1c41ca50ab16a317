"""The money of approved projects: sums, movements, what is typed by month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.execution import policies
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.selectors import Sums, money_of, monies_of, movements_of, project_get, total_of
from jiheng.web.execution.services import Cell, adjustment_take, cells_set
from jiheng.web.goals.models import Goal

__all__ = ["router"]

router = Router(tags=["execution"])
_READ, _WRITE = Token(Scope.READ), Token(Scope.WRITE)
_MOST_CELLS = 500


class SumsShape(Schema):
    """Amounts in 万元; `rate` is spent ÷ adjusted, 1 for all; null where nothing is known."""

    opening: Decimal
    adjusted: Decimal
    arrived: Decimal | None
    spent: Decimal | None
    expected: Decimal | None
    rate: Decimal | None

    @classmethod
    def of(cls, sums: Sums) -> SumsShape:
        """From the sums."""
        return cls(**sums._asdict(), rate=_plain(sums.rate))


class MoneyShort(Schema):
    """A project with all its money together; `id` is that of its goal."""

    id: int
    organization: str
    code: str
    name: str
    year: int
    sums: SumsShape

    @classmethod
    def fields_of(cls, row: Goal, sums: dict[Source, Sums]) -> dict[str, Any]:
        """From a goal with its organization, and its sums."""
        return {
            "id": row.pk, "organization": row.organization.code, "code": row.code, "name": row.name, "year": row.year,
            "sums": SumsShape.of(total_of(sums)),
        }  # fmt: skip


class MoneyFull(MoneyShort):
    """The same with the sums by source of the money; `may_enter`: whether the owner of the token types here."""

    sources: dict[str, SumsShape]
    may_enter: bool


class MovementShape(Schema):
    """Money that moved, in 万元; a negative amount takes something back. `file`: the name of the import it came with."""

    id: int
    kind: str
    source: str
    on: date
    amount: Decimal
    note: str
    file: str | None
    entered_by: str

    @classmethod
    def of(cls, row: Movement) -> MovementShape:
        """From a row with its import and who entered it."""
        return cls(
            id=row.pk, kind=row.kind, source=row.source, on=row.on, amount=row.amount, note=row.note,
            file=row.table.name if row.table else None, entered_by=row.entered_by.name,
        )  # fmt: skip


class CellShape(Schema):
    """A cell that is to hold `amount` (in 万元; null empties it) instead of `before`, which the caller saw there.

    Attributes:
        month: 1 to 12; 0 for what belongs to the whole year: the opening budget, the expected sum.
    """

    kind: MovementKind
    source: Source = Source.FISCAL
    month: int = Field(ge=0, le=12, examples=[7])
    amount: Decimal | None = Field(max_digits=24, decimal_places=6, examples=["12.50"])
    before: Decimal | None = Field(None, max_digits=24, decimal_places=6)


class CellsTyped(Schema):
    """All are stored, or none."""

    cells: list[CellShape] = Field(min_length=1, max_length=_MOST_CELLS)


def _plain(rate: Decimal | None) -> Decimal | None:
    """With the decimals that say something, whatever the database makes of a division: 0.25."""
    return None if rate is None else Decimal(f"{rate:.6f}".rstrip("0").rstrip("."))


@router.get("/execution/projects", auth=_READ, response=Page[MoneyShort], summary=_("预算执行列表"))
def projects(
    request: Request,
    asked: Annotated[Asked, Query()],
    year: Year | None = None,
    organization: Code | None = None,
    text: Word = "",
) -> Page[MoneyShort]:
    """The approved projects with their money."""
    found = policies.projects(request.auth.user, budget_year(year)).select_related("organization").defer("content")
    if organization:
        found = found.filter(organization__code=organization)
    if text:
        found = found.filter(name__contains=text)
    rows, following = cut(found, asked)
    money = monies_of([row.pk for row in rows])
    return Page(items=[MoneyShort(**MoneyShort.fields_of(row, money.get(row.pk, {}))) for row in rows], next=following)


@router.get("/execution/projects/{pk}", auth=_READ, response=MoneyFull, summary=_("一个项目的预算执行"))
def project(request: Request, pk: Id) -> MoneyFull:
    """The money of a project by source."""
    return _full(request, project_get(actor=request.auth.user, pk=pk))


@router.get("/execution/projects/{pk}/movements", auth=_READ, response=Page[MovementShape], summary=_("收支流水"))
def movements(request: Request, pk: Id, asked: Annotated[Asked, Query()]) -> Page[MovementShape]:
    """Everything that moved, as it was entered."""
    found = movements_of(project_get(actor=request.auth.user, pk=pk)).select_related("table", "entered_by")
    rows, following = cut(found, asked)
    return Page(items=[MovementShape.of(row) for row in rows], next=following)


@router.put(
    "/execution/projects/{pk}/cells", auth=_WRITE, response=MoneyFull, summary=_("填写金额"), openapi_extra=KEYED
)
def cells(request: Request, pk: Id, body: CellsTyped) -> MoneyFull:
    """Type amounts; 409 where somebody else changed one of the cells meanwhile."""
    actor = request.auth.user
    goal = project_get(actor=actor, pk=pk)
    cells_set(goal=goal, actor=actor, cells=[Cell(**each.model_dump()) for each in body.cells])
    return _full(request, goal)


@router.post(
    "/execution/projects/{pk}/adjustment", auth=_WRITE, response=MoneyFull, summary=_("登记目标调整带来的预算调整"),
    openapi_extra=KEYED,
)  # fmt: skip
def adjustment(request: Request, pk: Id) -> MoneyFull:
    """Enter what an approved adjustment of the goals changed of the budget; once, however often."""
    actor = request.auth.user
    goal = project_get(actor=actor, pk=pk)
    adjustment_take(goal=goal, actor=actor)
    return _full(request, goal)


def _full(request: Request, goal: Goal) -> MoneyFull:
    money = money_of(goal.pk)
    return MoneyFull(
        **MoneyShort.fields_of(goal, money),
        sources={source.value: SumsShape.of(sums) for source, sums in money.items()},
        may_enter=policies.may_enter(request.auth.user, goal),
    )
