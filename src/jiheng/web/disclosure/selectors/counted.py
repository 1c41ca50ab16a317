"""How many goals and results of organizations stand, are kept back, and were published."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)  # fmt: skip
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from jiheng.web.disclosure.models import Exemption, Part, Publication, ResultExemption, ResultKind
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.models import State as EvaluationState
from jiheng.web.goals.models import Goal, Version
from jiheng.web.organizations.models import Cycle, Organization
from jiheng.web.organizations.selectors import disclosure_due
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion

__all__ = ["annotated", "approved_goals", "due_of", "open_of"]


def due_of(part: Part, year: int) -> datetime | None:
    """Until when a part of a year has to be published; None before budget or final accounts are approved."""
    if part == Part.GOALS:
        return disclosure_due(year)
    approved_on = Cycle.objects.filter(year=year).values_list("accounts_approved_on", flat=True).first()
    if approved_on is None:
        return None
    last = approved_on + timedelta(days=regulation_of(year).result_disclosure_days)
    return timezone.make_aware(datetime.combine(last, datetime.max.time()))


def approved_goals() -> QuerySet[Goal]:
    """The goals that were approved."""
    return Goal.objects.filter(Exists(Version.objects.filter(goal=OuterRef("pk"), is_approved=True)), is_deleted=False)


def open_of(part: Part, year: int) -> Q:
    """Whether an organization has anything to publish, as a condition on organizations."""
    own = {"organization": OuterRef("pk"), "year": year}
    if part == Part.GOALS:
        return Q(Exists(approved_goals().filter(~_goal_is_kept("pk"), **own)))
    kept = _goal_is_kept("goal_id")
    selfs = _self_evaluations().filter(~kept, ~_result_is_kept(OuterRef("kind")), **own)
    finals = _evaluations().filter(~kept, ~_result_is_kept(ResultKind.EVALUATION), **own)
    return Q(Exists(selfs)) | Q(Exists(finals))


def annotated(organizations: QuerySet[Organization], year: int, part: Part) -> QuerySet[Organization]:
    """With ``approved exempted open`` in numbers, the valid publication, and when something was approved last."""
    counts = _goal_counts(year) if part == Part.GOALS else _result_counts(year)
    valid = Publication.objects.filter(organization=OuterRef("pk"), year=year, part=part, withdrawn_at=None)
    return organizations.annotate(
        **counts,
        open=F("approved") - F("exempted"),
        published_at=Subquery(valid.values("published_at")[:1]),
        published_number=Subquery(valid.values("number")[:1]),
    )


def _goal_counts(year: int) -> dict[str, Any]:
    approved = approved_goals().filter(organization=OuterRef("pk"), year=year)
    versions = Version.objects.filter(
        ~_goal_is_kept("goal_id"),
        goal__organization=OuterRef("pk"), goal__year=year, goal__is_deleted=False, is_approved=True,
    )  # fmt: skip
    return {
        "approved": _count(approved),
        "exempted": _count(approved.filter(_goal_is_kept("pk"))),
        "changed_at": _newest(versions, "goal__organization", "approved_at"),
    }


def _result_counts(year: int) -> dict[str, Any]:
    own = {"organization": OuterRef("pk"), "year": year}
    goal = _goal_is_kept("goal_id")
    selfs, finals = _self_evaluations().filter(**own), _evaluations().filter(**own)
    kept_self = goal | _result_is_kept(OuterRef("kind"))
    kept_final = goal | _result_is_kept(ResultKind.EVALUATION)
    versions = SelfEvaluationVersion.objects.filter(
        ~_goal_is_kept("item__goal_id"), ~_result_is_kept(OuterRef("item__kind"), "item_id"),
        item__organization=OuterRef("pk"), item__year=year, is_approved=True,
    )  # fmt: skip
    said = _newest(versions, "item__organization", "approved_at")
    scored = _newest(finals.filter(~kept_final), "organization", "finished_at")
    return {
        "approved": _count(selfs) + _count(finals),
        "exempted": _count(selfs.filter(kept_self)) + _count(finals.filter(kept_final)),
        # The greater of two of which one may be missing: databases differ in what that is.
        "changed_at": Greatest(Coalesce(said, scored), Coalesce(scored, said)),
    }


def _self_evaluations() -> QuerySet[SelfEvaluation]:
    approved = SelfEvaluationVersion.objects.filter(item=OuterRef("pk"), is_approved=True)
    return SelfEvaluation.objects.filter(Exists(approved))


def _evaluations() -> QuerySet[Evaluation]:
    return Evaluation.objects.filter(state=EvaluationState.FINAL, content__isnull=False)


def _goal_is_kept(path: str) -> Exists:
    return Exists(Exemption.objects.filter(goal_id=OuterRef(path)))


def _result_is_kept(kind: Any, key: str = "pk") -> Exists:
    return Exists(ResultExemption.objects.filter(kind=kind, source_id=OuterRef(key)))


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    counted = rows.order_by().values("organization").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _newest(rows: QuerySet[Any, Any], organization: str, moment: str) -> Subquery:
    return Subquery(rows.order_by().values(organization).annotate(at=Max(moment)).values("at"))
