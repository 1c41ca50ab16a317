"""Which steps a submission takes: kept by the performance office of the bureau."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import Http404
from ninja import Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import telling
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Label, ShortName, Word, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.organizations.models import Kind, Role
from jiheng.web.review import policies, selectors, services
from jiheng.web.review.models import Chain
from jiheng.web.review.services import StepSetting
from jiheng.web.review.subjects import subjects

__all__ = ["router"]

router = Router(tags=["review"])
_MANAGE = Token(Scope.MANAGE)


class StepShape(Schema):
    """A step; those of the same order are open at the same time, kinds in `skipped_for` do without it."""

    order: Annotated[int, Field(ge=1, le=99, examples=[1])]
    name: Annotated[Label, Field(examples=["单位负责人"])]
    role: Role = Field(examples=["unit_leader"])
    skipped_for: Annotated[list[Kind], Field(max_length=len(Kind))] = []
    quality_form: bool = False
    days: Annotated[int, Field(ge=1, le=365)] | None = None


class ChainShape(Schema):
    """A chain; `lock` is to be named when it is saved."""

    name: str
    lock: int
    steps: list[StepShape]

    @classmethod
    def of(cls, row: Chain) -> ChainShape:
        """From a row with its steps."""
        steps = [
            StepShape(**{name: getattr(step, name) for name in StepShape.model_fields}) for step in row.steps.all()
        ]
        return cls(name=row.name, lock=row.lock, steps=steps)


class ChainChange(Schema):
    """A chain as it is to be, and the `lock` that it had as the caller read it."""

    name: Annotated[ShortName, Field(examples=["绩效目标审核流程"])]
    lock: Annotated[int, Field(ge=1, lt=2**31, examples=[1])]
    steps: Annotated[list[StepShape], Field(min_length=1, max_length=20)]


@router.get("/review/chains/{subject}", auth=_MANAGE, response=ChainShape, summary=_("审核流程"))
def chain(request: Request, subject: Word, year: Year | None = None) -> ChainShape:
    """The steps that submissions take from now on."""
    return ChainShape.of(_chain(request.auth.user, subject, budget_year(year)))


@router.put(
    "/review/chains/{subject}", auth=_MANAGE, response=ChainShape, summary=_("修改审核流程"), openapi_extra=KEYED
)
def chain_save(request: Request, subject: Word, body: ChainChange, year: Year | None = None) -> ChainShape:
    """Replace the steps; what is under way keeps those that it began with."""
    actor, wanted = request.auth.user, budget_year(year)
    found = _chain(actor, subject, wanted)
    steps = [StepSetting(**{**each.model_dump(), "skipped_for": tuple(each.skipped_for)}) for each in body.steps]
    with telling(lambda: {"lock": Chain.objects.get(pk=found.pk).lock}):
        services.chain_save(chain=found, name=body.name, steps=steps, lock=body.lock, actor=actor, year=wanted)
    return ChainShape.of(_chain(actor, subject, wanted))


def _chain(actor: User, subject: str, year: int) -> Chain:
    if not policies.may_configure(actor, year):
        raise PermissionDenied
    if subject not in subjects():
        raise Http404
    return selectors.chain_of(subject) or services.default_chain(subject=subject, actor=actor)
