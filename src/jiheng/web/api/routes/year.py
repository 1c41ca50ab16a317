"""The budget year: read by all, kept by the performance office."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Day, Id, Label, Moment, Word, Year
from jiheng.web.api.shapes import CycleShape, PhaseShape
from jiheng.web.api.texts import later as _
from jiheng.web.organizations import services
from jiheng.web.organizations.models import Cycle, Phase
from jiheng.web.organizations.policies import may_manage_year
from jiheng.web.organizations.selectors import cycles

__all__ = ["router"]

router = Router(tags=["year"])
_MANAGE = Token(Scope.MANAGE)


class CycleNew(Schema):
    """Which year begins."""

    year: Annotated[int, Field(ge=2000, le=2099, examples=[2028])]


class CycleChange(Schema):
    """The days on which the budget and its final accounts were approved: the days for publishing run from them.

    Attributes:
        accounts_approved_on: stays as it is where it is not named.
    """

    approved_on: Day | None
    accounts_approved_on: Day | None = None


class PhaseNew(Schema):
    """A window in which units hand in."""

    name: Annotated[Label, Field(examples=["一上"])]
    opens_at: Moment = Field(examples=["2026-09-01T08:00:00+08:00"])
    due_at: Moment = Field(examples=["2026-09-30T18:00:00+08:00"])


class PhaseChange(PhaseNew):
    """A window as it is to be; the reason stands in the log."""

    reason: Word = Field("", examples=["应各部门请求延长一周"])


@router.get("/cycles", auth=Token(Scope.READ), response=list[CycleShape], summary=_("预算年度和申报时间"))
def cycle_list(request: Request) -> list[CycleShape]:
    """The budget years, newest first, with the windows in which goals can be handed in."""
    return [CycleShape.of(row) for row in cycles()]


@router.post("/cycles", auth=_MANAGE, response={201: CycleShape}, summary=_("开始一个预算年度"), openapi_extra=KEYED)
def cycle_create(request: Request, body: CycleNew) -> CycleShape:
    """Begin a budget year."""
    return CycleShape.of(services.cycle_create(year=body.year, actor=request.auth.user))


@router.put("/cycles/{year}", auth=_MANAGE, response=CycleShape, summary=_("登记预算批准日期"), openapi_extra=KEYED)
def cycle_change(request: Request, year: Year, body: CycleChange) -> CycleShape:
    """Note the days on which the budget and its final accounts were approved."""
    actor = request.auth.user
    changed = services.cycle_change(cycle=_cycle(actor, year), **body.model_dump(exclude_unset=True), actor=actor)
    return CycleShape.of(changed)


@router.post(
    "/cycles/{year}/phases", auth=_MANAGE, response={201: PhaseShape}, summary=_("新增申报阶段"), openapi_extra=KEYED
)
def phase_create(request: Request, year: Year, body: PhaseNew) -> PhaseShape:
    """Plan a window."""
    actor = request.auth.user
    return PhaseShape.of(services.phase_create(cycle=_cycle(actor, year), **body.model_dump(), actor=actor))


@router.put("/phases/{pk}", auth=_MANAGE, response=PhaseShape, summary=_("修改申报阶段"), openapi_extra=KEYED)
def phase_change(request: Request, pk: Id, body: PhaseChange) -> PhaseShape:
    """Move a window or its deadline."""
    actor = request.auth.user
    return PhaseShape.of(services.phase_change(phase=_phase(actor, pk), **body.model_dump(), actor=actor))


@router.delete("/phases/{pk}", auth=_MANAGE, response={204: None}, summary=_("删除申报阶段"), openapi_extra=KEYED)
def phase_delete(request: Request, pk: Id) -> None:
    """Give up a window that has not opened yet."""
    actor = request.auth.user
    services.phase_delete(phase=_phase(actor, pk), actor=actor)


def _cycle(actor: User, year: int) -> Cycle:
    if not may_manage_year(actor, year):
        raise PermissionDenied
    return get_object_or_404(Cycle, year=year)


def _phase(actor: User, pk: int) -> Phase:
    found = get_object_or_404(Phase.objects.select_related("cycle"), pk=pk)
    if not may_manage_year(actor, found.cycle.year):
        raise PermissionDenied
    return found
