"""What self-evaluations and evaluations came to, over the years, and held against the goals that they began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Avg, Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from jiheng.domain.scoring import Grade
from jiheng.web.analytics.scopes import Scope
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.models import State as EvaluationState
from jiheng.web.self_evaluation.models import Kind, SelfEvaluationVersion

__all__ = ["BINS", "Bin", "Grades", "bins_of", "grades_of", "scores_by_group"]

BINS = {"none": (0, 0), "few": (1, 2), "some": (3, 5), "many": (6, None)}
"""How many findings the goals had when they were approved: key → from, to."""


class Grades(NamedTuple):
    """Approved self-evaluations, or final evaluations, of a year.

    Attributes:
        counts: by grade; average: of the scores.
    """

    counts: Mapping[str, int]
    average: Decimal | None

    @property
    def total(self) -> int:
        """How many."""
        return sum(self.counts.values())


class Bin(NamedTuple):
    """Self-evaluations of goals that had about as many findings."""

    key: str
    grades: Grades


def grades_of(scope: Scope, years: Sequence[int]) -> dict[int, tuple[Grades, Grades]]:
    """Year → self-evaluations and evaluations of projects; two queries."""
    selfs = _newest().filter(scope.seen_in(years, "item__"))
    finals = Evaluation.objects.filter(scope.seen_in(years), state=EvaluationState.FINAL, goal__isnull=False)
    own = _graded(selfs.values(key=F("item__year"), mark=F("grade")), "total")
    others = _graded(finals.values(key=F("year"), mark=F("grade")), "final_score")
    nothing = Grades({}, None)
    return {year: (own.get(year, nothing), others.get(year, nothing)) for year in sorted(own.keys() | others.keys())}


def bins_of(scope: Scope) -> list[Bin]:
    """The year's self-evaluations by how many findings their goals had at approval; one query."""
    findings = F("item__goal__errors") + F("item__goal__warnings")
    selfs = _newest().filter(item__organization__in=scope.rows, item__year=scope.year).annotate(findings=findings)
    of_bin = Case(
        *(When(_within(low, high), then=Value(key)) for key, (low, high) in BINS.items()), output_field=CharField()
    )
    found = _graded(selfs.values(key=of_bin, mark=F("grade")), "total")
    return [Bin(key, found[key]) for key in BINS if key in found]


def scores_by_group(scope: Scope) -> dict[int, tuple[Decimal, int]]:
    """Key of the group → average of its self-evaluations, and how many; one query."""
    selfs = _newest().filter(item__organization__in=scope.rows, item__year=scope.year, total__isnull=False).order_by()
    rows = selfs.values("item__organization").annotate(average=Avg("total"), count=Count("pk"))
    folded = scope.folded((row["item__organization"], (row["average"], row["count"])) for row in rows)
    return {group: _average(parts) for group, parts in folded.items()}


def _newest() -> QuerySet[SelfEvaluationVersion]:
    """Of each project the self-evaluation that was approved last."""
    approved = SelfEvaluationVersion.objects.filter(is_approved=True, item__kind=Kind.PROJECT)
    later = SelfEvaluationVersion.objects.filter(item=OuterRef("item"), is_approved=True, number__gt=OuterRef("number"))
    return approved.filter(~Exists(later))


def _within(low: int, high: int | None) -> Q:
    return Q(findings__gte=low) if high is None else Q(findings__gte=low, findings__lte=high)


def _graded(rows: QuerySet[Any, Any], score: str) -> dict[Any, Grades]:
    parts: dict[Any, dict[str, tuple[Decimal | None, int]]] = {}
    for row in rows.order_by().annotate(average=Avg(score), count=Count("pk")):
        parts.setdefault(row["key"], {})[row["mark"]] = (row["average"], row["count"])
    return {key: _grades(marks) for key, marks in parts.items()}


def _grades(marks: Mapping[str, tuple[Decimal | None, int]]) -> Grades:
    scored = [(average, count) for average, count in marks.values() if average is not None]
    counts = {grade.value: marks[grade.value][1] for grade in Grade if grade.value in marks}
    return Grades(counts, _average(scored)[0] if scored else None)


def _average(parts: list[tuple[Decimal, int]]) -> tuple[Decimal, int]:
    count = sum(each for _average, each in parts)
    total = sum((Decimal(str(average)) * each for average, each in parts), Decimal(0))
    return (total / count if count else Decimal(0)), count
