"""Plans of evaluation: what rules choose, what people add and take out, and when the work on it begins."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.domain.scoring import Grade
from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import placed, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Day, Id, Said, Word, Year, budget_year
from jiheng.web.api.routes.evaluation import EvaluationFull, whole
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.choosing import Reason, Rules
from jiheng.web.evaluation.models import PlanItem
from jiheng.web.evaluation.policies import may_plan, organizers
from jiheng.web.evaluation.selectors import plan_items
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization

__all__ = ["router"]

router = Router(tags=["evaluation"])
_READ, _REVIEW = Token(Scope.READ), Token(Scope.REVIEW)


class RulesTyped(Schema):
    """Whatever fits one of them is chosen.

    Attributes:
        amount_from: budget in 万元; colours: of lights; grades: of self-evaluations.
        difference_from: points that a self-evaluation lost when it was scored again.
        years_since: so many years since it was evaluated, or never.
        is_new: of this year for the first time.
        random: how many more are drawn of what no rule chose; seed: of that draw, which anybody can repeat.
    """

    amount_from: Decimal | None = Field(None, ge=0, max_digits=16, decimal_places=6)
    colours: list[Literal["red", "yellow"]] = Field([], max_length=2)
    grades: list[Grade] = Field([], max_length=4)
    difference_from: Decimal | None = Field(None, gt=0, le=100, max_digits=5, decimal_places=2)
    years_since: int | None = Field(None, ge=1, le=20)
    is_new: bool = False
    random: int = Field(0, ge=0, le=500)
    seed: Annotated[Word, Field(max_length=64)] = ""

    def rules(self) -> Rules:
        """As the service takes them."""
        said = self.model_dump() | {"seed": self.seed.strip()}
        return Rules(**said | {"colours": tuple(self.colours), "grades": tuple(each.value for each in self.grades)})


class Whose(Schema):
    """Whose plan, the bureau's or a department's, and of which year."""

    organizer: Code
    year: Year


class PlanTried(Whose):
    """By which rules."""

    rules: RulesTyped = Field(examples=[{"amount_from": "500", "colours": ["red"]}])


class ChoiceShape(Schema):
    """A project that the rules choose, and why."""

    goal: int
    organization: str
    name: str
    reasons: list[str]


class PlanItemShape(Schema):
    """A project, or a whole unit (`goal` null), in a plan.

    Attributes:
        reasons: why the rules chose it, or why it was added by hand.
        removed_at, removal: since when it stands there no more, and why.
        evaluation: its key, once the work has begun.
    """

    id: int
    organizer: str
    organization: str
    goal: int | None
    name: str
    reasons: list[str]
    added_by: str
    added_at: datetime
    removed_at: datetime | None
    removal: str
    evaluation: int | None

    @classmethod
    def of(cls, row: PlanItem) -> PlanItemShape:
        """From a row of `plan_items`."""
        reasons = [Reason(each["rule"], each["values"]).sentence for each in row.reasons]
        begun = row.evaluation.pk if hasattr(row, "evaluation") else None
        return cls(
            id=row.pk, organizer=row.organizer.code, organization=row.organization.code, goal=row.goal_id,
            name=row.name, reasons=[*reasons, *([row.note] if row.note else [])], added_by=row.added_by.name,
            added_at=row.added_at, removed_at=row.removed_at, removal=row.removal, evaluation=begun,
        )  # fmt: skip


class PlanDrawn(Schema):
    """A draw: how many projects there were, the digest of what the rules looked at, how many they chose."""

    id: int
    population: int
    digest: str
    chosen: int


class PlanAdded(Whose):
    """A project, or a whole unit, and why."""

    goal: Id | None = None
    organization: Code | None = None
    note: Annotated[Said, Field(examples=["人大关注的民生项目"])]


class Removal(Schema):
    """Why it is taken out."""

    reason: Annotated[Said, Field(examples=["资金已收回"])]


class Beginning(Schema):
    """By when it should be done."""

    due_on: Day | None = None


@router.get("/evaluation-plans", auth=_READ, response=Page[PlanItemShape], summary=_("评价计划"))
def plan(
    request: Request, asked: Annotated[Asked, Query()], organizer: Code = "", year: Year | None = None
) -> Page[PlanItemShape]:
    """What stands, and stood, in the plan of a year; without a code in that of the first that one plans for."""
    of_year = budget_year(year)
    found = plan_items(organizer=_organizer(request.auth.user, organizer, of_year), year=of_year)
    rows, following = cut(found, asked)
    return Page(items=[PlanItemShape.of(row) for row in rows], next=following)


@router.post(
    "/evaluation-plans/try", auth=_REVIEW, response=list[ChoiceShape], summary=_("试选评价项目"), openapi_extra=KEYED
)
def plan_try(request: Request, body: PlanTried) -> list[ChoiceShape]:
    """What the rules would choose now; nothing is stored."""
    actor = request.auth.user
    organizer = _organizer(actor, body.organizer, body.year)
    found = services.plan_try(organizer=organizer, year=body.year, rules=body.rules.rules(), actor=actor)
    keys = [each.candidate.goal for each in found]
    goals = Goal.objects.select_related("organization").defer("content").in_bulk(keys)
    return [
        ChoiceShape(
            goal=each.candidate.goal, organization=goals[each.candidate.goal].organization.code,
            name=str(goals[each.candidate.goal]), reasons=[reason.sentence for reason in each.reasons],
        )
        for each in found
    ]  # fmt: skip


@router.post(
    "/evaluation-plans/draw", auth=_REVIEW, response={201: PlanDrawn}, summary=_("按规则列入计划"), openapi_extra=KEYED
)
def plan_draw(request: Request, body: PlanTried) -> PlanDrawn:
    """Put what the rules choose into the plan; what stands there already stays as it is."""
    actor = request.auth.user
    organizer = _organizer(actor, body.organizer, body.year)
    with placed({"seed": "rules.seed"}):
        made = services.plan_draw(organizer=organizer, year=body.year, rules=body.rules.rules(), actor=actor)
    return PlanDrawn(id=made.pk, population=made.population, digest=made.digest, chosen=made.chosen)


@router.post(
    "/evaluation-plans/items", auth=_REVIEW, response={201: PlanItemShape}, summary=_("列入评价计划"),
    openapi_extra=KEYED,
)  # fmt: skip
def plan_add(request: Request, body: PlanAdded) -> PlanItemShape:
    """Add a project, or a whole unit, by hand."""
    actor = request.auth.user
    organizer = _organizer(actor, body.organizer, body.year)
    goal = unit = None
    if body.goal is not None:
        goal = get_object_or_404(facts.projects_of(organizer, body.year), pk=body.goal)
    else:
        unit = get_object_or_404(facts.below(organizer), code=body.organization)
    made = services.item_add(
        organizer=organizer, year=body.year, goal=goal, organization=unit, note=body.note, actor=actor
    )
    return _item_shown(made)


@router.post(
    "/evaluation-plans/items/{pk}/remove", auth=_REVIEW, response=PlanItemShape, summary=_("移出评价计划"),
    openapi_extra=KEYED,
)  # fmt: skip
def plan_remove(request: Request, pk: Id, body: Removal) -> PlanItemShape:
    """Take something out of the plan; the line stays, with the reason."""
    actor = request.auth.user
    item = _item(actor, pk)
    with telling(lambda: _state(pk)):
        services.item_remove(item=item, actor=actor, reason=body.reason)
    return _item_shown(item)


@router.post(
    "/evaluation-plans/items/{pk}/begin", auth=_REVIEW, response={201: EvaluationFull}, summary=_("开始评价"),
    openapi_extra=KEYED,
)  # fmt: skip
def plan_begin(request: Request, pk: Id, body: Beginning) -> EvaluationFull:
    """Begin an evaluation, with the national frame to be fitted to it."""
    actor = request.auth.user
    item = _item(actor, pk)
    with telling(lambda: _state(pk)):
        made = services.evaluation_begin(item=item, actor=actor, due_on=body.due_on)
    return whole(actor, made.pk)


def _organizer(actor: User, code: str, year: int) -> Organization:
    """The one of a code, else the first in whose name `actor` evaluates.

    Raises:
        PermissionDenied: they evaluate in nobody's name, or not in that one's.
    """
    found = next((each for each in organizers(actor, year) if not code or each.code == code), None)
    if found is None:
        raise PermissionDenied
    return found


def _item(actor: User, pk: int) -> PlanItem:
    item = get_object_or_404(PlanItem.objects.select_related("organizer", "organization", "goal"), pk=pk)
    if not may_plan(actor, item.organizer, item.year):
        raise Http404
    return item


def _item_shown(item: PlanItem) -> PlanItemShape:
    return PlanItemShape.of(plan_items(organizer=item.organizer, year=item.year).get(pk=item.pk))


def _state(pk: int) -> dict[str, Any]:
    return dict(PlanItem.objects.values("removed_at", "evaluation").get(pk=pk))
