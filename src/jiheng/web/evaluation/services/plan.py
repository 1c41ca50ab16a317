"""The plan of a year: what the rules choose, what people add and take out, and when the work on it begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.regulations import evaluation_frames
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.evaluation import facts, policies
from jiheng.web.evaluation.choosing import Choice, Rules, choose, population_digest
from jiheng.web.evaluation.leaves import DEFAULT_FRAME, leaves_of
from jiheng.web.evaluation.models import Draw, Evaluation, PlanItem, by_of
from jiheng.web.evaluation.words import written
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.errors import Conflict

__all__ = ["evaluation_begin", "item_add", "item_remove", "plan_draw", "plan_try"]


def plan_try(*, organizer: Organization, year: int, rules: Rules, actor: User) -> list[Choice]:
    """What the rules would choose now; nothing is stored.

    Raises:
        PermissionDenied: `actor` does not plan for the organization.
    """
    if not policies.may_plan(actor, organizer, year):
        raise PermissionDenied
    return choose(facts.candidates(organizer, year), rules, year=year)


@transaction.atomic
def plan_draw(*, organizer: Organization, year: int, rules: Rules, actor: User) -> Draw:
    """Put what the rules choose into the plan; what stands there already stays as it is.

    Raises:
        PermissionDenied: `actor` does not plan for the organization.
        ValidationError: the rules choose nothing, or draw without a seed.
    """
    if not policies.may_plan(actor, organizer, year):
        raise PermissionDenied
    if rules.random and not rules.seed.strip():
        raise ValidationError({"seed": _("随机抽取要有种子，任何人用同一种子都能重做")})
    Organization.objects.select_for_update().get(pk=organizer.pk)  # one draw after the other
    known = facts.candidates(organizer, year)
    chosen = choose(known, rules, year=year)
    if not chosen:
        raise ValidationError(_("没有符合条件的项目，请放宽条件"), code="nothing")
    draw = Draw.objects.create(
        organizer=organizer, year=year, rules=rules.stored(), population=len(known), digest=population_digest(known),
        chosen=len(chosen), drawn_by=actor,
    )  # fmt: skip
    added = _added(organizer, year, chosen, draw, actor)
    record(
        "evaluation-plan.drawn", actor=actor, subject=draw, organization=organizer.code,
        after={"rules": draw.rules, "population": draw.population, "digest": draw.digest, "chosen": len(chosen),
               "added": added},
    )  # fmt: skip
    return draw


def _added(organizer: Organization, year: int, chosen: Sequence[Choice], draw: Draw, actor: User) -> int:
    there = set(PlanItem.objects.filter(organizer=organizer, year=year, removed_at=None).values_list("goal", flat=True))
    fresh = [each for each in chosen if each.candidate.goal not in there]
    goals = Goal.objects.defer("content").in_bulk([each.candidate.goal for each in fresh])
    PlanItem.objects.bulk_create(
        PlanItem(
            organizer=organizer, year=year, goal=goals[each.candidate.goal], name=str(goals[each.candidate.goal]),
            organization_id=goals[each.candidate.goal].organization_id, draw=draw, added_by=actor,
            reasons=[reason.stored() for reason in each.reasons],
        )
        for each in fresh
    )  # fmt: skip
    return len(fresh)


@transaction.atomic
def item_add(
    *, organizer: Organization, year: int, actor: User, note: str, goal: Goal | None = None,
    organization: Organization | None = None,
) -> PlanItem:  # fmt: skip
    """Add a project, or a whole unit, by hand.

    Raises:
        PermissionDenied: `actor` does not plan for the organization, or it is nothing of theirs.
        ValidationError: no reason is given, or a book of them.
        Conflict: it is in the plan already.
    """
    if not policies.may_plan(actor, organizer, year):
        raise PermissionDenied
    if goal is not None and not facts.projects_of(organizer, year).filter(pk=goal.pk).exists():
        raise PermissionDenied
    unit = goal.organization if goal else organization
    if unit is None or not facts.below(organizer).filter(pk=unit.pk).exists():
        raise PermissionDenied
    note = written(note, "note", missing=_("请写明列入的理由"))
    name = str(goal) if goal else f"{unit.name}整体支出"  # as papers print it
    item = PlanItem(organizer=organizer, year=year, organization=unit, goal=goal, name=name, note=note, added_by=actor)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise Conflict("planned", _("已经在本年度的计划里")) from None
    record("evaluation-plan.added", actor=actor, subject=item, organization=unit.code, after={"note": item.note})
    return item


@transaction.atomic
def item_remove(*, item: PlanItem, actor: User, reason: str) -> None:
    """Take something out of the plan; the line stays, with the reason.

    Raises:
        PermissionDenied: `actor` does not plan for the organization.
        ValidationError: no reason is given, or a book of them.
        Conflict: it was taken out already, or its evaluation has begun.
    """
    if not policies.may_plan(actor, item.organizer, item.year):
        raise PermissionDenied
    reason = written(reason, "reason", missing=_("请写明移出的理由"))
    if Evaluation.objects.filter(item=item).exists():
        raise Conflict("begun", _("这项评价已经开始，不能移出计划"))
    there = PlanItem.objects.filter(pk=item.pk, removed_at=None)
    if not there.update(removed_at=timezone.now(), removed_by=actor, removal=reason):
        raise Conflict("removed", _("刚刚已经移出，请刷新页面"))
    code = item.organization.code
    record("evaluation-plan.removed", actor=actor, subject=item, organization=code, after={"reason": reason})


@transaction.atomic
def evaluation_begin(*, item: PlanItem, actor: User, due_on: date | None = None) -> Evaluation:
    """Begin the evaluation of something planned, with the national frame to be fitted to it.

    Raises:
        PermissionDenied: `actor` does not evaluate in the name of the organization.
        Conflict: it has begun already, or is not in the plan any more.
    """
    if not policies.may_plan(actor, item.organizer, item.year):
        raise PermissionDenied
    fresh = PlanItem.objects.select_for_update(of=("self",)).select_related("organizer", "organization", "goal")
    item = fresh.get(pk=item.pk)
    if item.removed_at:
        raise Conflict("removed", _("刚刚已经移出，请刷新页面"))
    evaluation = Evaluation(
        organizer=item.organizer, by=by_of(item.organizer), organization=item.organization, goal=item.goal, item=item,
        year=item.year, name=item.name, due_on=due_on, frame=leaves_of(evaluation_frames()[DEFAULT_FRAME]),
        created_by=actor,
    )  # fmt: skip
    try:
        with transaction.atomic():
            evaluation.save()
    except IntegrityError:
        raise Conflict("begun", _("这项评价已经开始")) from None
    record("evaluation.begun", actor=actor, subject=evaluation, organization=item.organization.code)
    return evaluation
