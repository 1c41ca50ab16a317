"""Reading plans and evaluations."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from jiheng.web.accounts.models import Office, User
from jiheng.web.evaluation.models import (
    Agency,
    Assignment,
    By,
    Duty,
    Evaluation,
    Opinion,
    PlanItem,
    ReportVersion,
    Stance,
    State,
)
from jiheng.web.evaluation.policies import Standing, organizers, standing_of, visible_evaluations
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Membership, Organization, Role
from jiheng.web.organizations.policies import Actor, visible_to

__all__ = [
    "Result",
    "agencies",
    "evaluation_get",
    "evaluation_list",
    "experts_for",
    "frame_sources",
    "history_of",
    "plan_items",
    "reports_for",
    "results_of",
    "waiting_count",
]

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_SOURCES = 20


# ── For other areas ───────────────────────────────────────────────────────────────────────────────────────────────────


class Result(NamedTuple):
    """What a final evaluation says of a project."""

    score: Decimal
    grade: str
    by: By


def results_of(goals: Iterable[Goal]) -> dict[int, Result]:
    """Goal → its final result, in one query; where both evaluated it, the finance bureau's word is the last."""
    found = Evaluation.objects.filter(goal__in=[goal.pk for goal in goals], state=State.FINAL).exclude(final_score=None)
    # "department" stands before "finance": the later one overwrites.
    rows = found.order_by("by", "finished_at").values_list("goal_id", "final_score", "grade", "by")
    return {goal: Result(score, grade, By(by)) for goal, score, grade, by in rows if goal and score is not None}


def history_of(goal: Goal) -> list[Evaluation]:
    """The final evaluations of a project, without what they say in full."""
    found = Evaluation.objects.filter(goal=goal, state=State.FINAL).select_related("organizer", "agency")
    return list(found.defer("frame", "content", "narrative", "final_scores").order_by("finished_at"))


# ── For the pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def evaluation_get(*, actor: Actor, pk: int) -> Standing:
    """The evaluation of that key, and what `actor` may do in it.

    Raises:
        Http404: there is none, or `actor` is nothing to it: nobody learns which there are.
    """
    found = Evaluation.objects.select_related("organizer", "organization__parent", "goal", "agency", "item")
    evaluation = found.filter(pk=pk).first()
    if evaluation is None:
        raise Http404
    standing = standing_of(actor, evaluation)
    if not standing.sees:
        raise Http404
    return standing


def evaluation_list(
    *, actor: Actor, year: int, organization: str = "", state: str = "", by: str = "", grade: str = "", text: str = ""
) -> QuerySet[Evaluation]:
    """The evaluations that `actor` sees, without what they say in full; what is empty does not filter.

    Each has ``experts`` and ``handed_in``: how many score, and how many of them are done.

    Args:
        actor: whose view.
        year: the budget year.
        organization: code of whom is evaluated, with those below it.
        state: one of `State`.
        by: one of `By`.
        grade: one of `Grade`; only what is final has one.
        text: part of the name of what or who is evaluated, or how the project's code begins.
    """
    found = visible_evaluations(actor, year).select_related("organizer", "organization", "agency")
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if state in State:
        found = found.filter(state=state)
    if by in By:
        found = found.filter(by=by)
    if grade:
        found = found.filter(grade=grade)
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(organization__name__icontains=text) | Q(goal__code__istartswith=text)
        )
    score = Q(assignments__duty=Duty.EXPERT, assignments__removed_at=None)
    found = found.annotate(
        experts=Count("assignments", filter=score),
        handed_in=Count("assignments", filter=score & Q(assignments__handed_in_at__isnull=False)),
    )
    return found.defer("frame", "content", "narrative", "final_scores").order_by("organization__code", "id")


def waiting_count(actor: Actor, year: int) -> int:
    """What waits for `actor`: to declare or to score, to go on as the organizer, to say an opinion."""
    found = visible_evaluations(actor, year)
    mine = Q(organizer__in=[each.pk for each in organizers(actor, year)], state=State.SCORED)
    opinions = Opinion.objects.filter(report__evaluation=OuterRef("pk"))
    asked = Q(state=State.CONSULTING, organization__in=visible_to(actor, year, _WRITERS)) & ~Exists(opinions)
    if not isinstance(actor, User):
        return 0
    parts = Assignment.objects.filter(evaluation=OuterRef("pk"), user=actor, removed_at=None)
    undeclared = Q(Exists(parts.filter(stance=Stance.NONE))) & ~Q(state=State.FINAL)
    to_score = Q(Exists(parts.filter(stance=Stance.FREE, duty=Duty.EXPERT, handed_in_at=None)), state=State.SCORING)
    return found.filter(mine | asked | undeclared | to_score).count()


def plan_items(*, organizer: Organization, year: int) -> QuerySet[PlanItem]:
    """What stands, and stood, in a plan; the evaluation of each is ``item.evaluation``, where it has begun."""
    found = PlanItem.objects.filter(organizer=organizer, year=year)
    found = found.select_related("organization", "goal", "added_by", "removed_by", "evaluation", "organizer")
    return found.defer(
        "goal__content", "evaluation__frame", "evaluation__content", "evaluation__narrative", "evaluation__final_scores"
    )


def agencies(*, active: bool = False) -> QuerySet[Agency]:
    """The agencies, with how many evaluations each was entrusted with."""
    found = Agency.objects.annotate(count=Count("evaluations"))
    return found.filter(is_active=True) if active else found


def experts_for(evaluation: Evaluation) -> QuerySet[User]:
    """Whom one could ask: experts of the year that neither work for the evaluated side nor above it.

    Whoever is left out here for working in the bureau may still be fit; `services.assign` judges each by themselves.
    """
    held = Membership.objects.filter(Q(year=None) | Q(year=evaluation.year))
    unit = evaluation.organization
    near = [each for each in (unit.pk, unit.parent_id, unit.parent and unit.parent.parent_id) if each]
    experts = held.filter(role=Role.EXPERT).exclude(organization=unit).values("user")
    staff = held.filter(organization__in=near).exclude(role=Role.EXPERT).values("user")
    out = Q(removed_at=None) | Q(stance=Stance.CONFLICT)
    taken = Assignment.objects.filter(out, evaluation=evaluation).values("user")
    found = User.objects.filter(pk__in=experts, is_active=True, office=Office.NONE)
    return found.exclude(pk__in=staff).exclude(pk__in=taken).order_by("name", "id")


def frame_sources(evaluation: Evaluation) -> QuerySet[Evaluation]:
    """Other evaluations of the same organizer whose frames can be taken over, the newest first."""
    found = Evaluation.objects.filter(organizer=evaluation.organizer).exclude(pk=evaluation.pk)
    return found.only("id", "name", "year").order_by("-id")[:_SOURCES]


def reports_for(standing: Standing) -> list[ReportVersion]:
    """The versions of the report that somebody may see, the newest first, with the opinions of each."""
    found = standing.evaluation.reports.select_related("made_by", "evaluation").prefetch_related(
        "opinions__said_by", "opinions__answered_by"
    )  # fmt: skip
    newest = True
    seen = []
    for report in found.defer("content"):
        is_final = newest and standing.evaluation.state == State.FINAL
        if standing.sees_reports if not standing.is_unit else (report.sent_at is not None or is_final):
            seen.append(report)
        newest = False
    return seen
