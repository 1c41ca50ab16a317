"""Reading samples."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.models import Kind, Rescore, Sample, SelfEvaluationVersion
from jiheng.web.self_evaluation.money import spent_of
from jiheng.web.self_evaluation.sampling import BANDS, Candidate

__all__ = ["population_of", "rescore_get", "rescores_of", "sample_get", "sample_list", "stratum_names"]


def population_of(year: int) -> list[Candidate]:
    """The newest approved self-evaluation of every project."""
    newest = SelfEvaluationVersion.objects.filter(is_approved=True, item=OuterRef("item")).order_by("-number")
    versions = SelfEvaluationVersion.objects.filter(
        item__year=year, item__kind=Kind.PROJECT, pk=Subquery(newest.values("pk")[:1])
    )
    columns = ("pk", "grade", "item__goal_id", "item__organization__code", "item__organization__parent__code")
    rows = list(versions.values_list(*columns))
    money = spent_of([goal for _pk, _grade, goal, _own, _above in rows], year)
    return [
        Candidate(pk, above or own, grade, money[goal][0] if goal in money else Decimal(0))
        for pk, grade, goal, own, above in rows
    ]


def sample_list(*, actor: Actor, year: int) -> QuerySet[Sample]:
    """The samples of a year, with how many there are and how many are done."""
    done = Count("rescores", filter=Q(rescores__done_at__isnull=False))
    return (
        policies.visible_samples(actor, year).select_related("drawn_by").annotate(size=Count("rescores"), finished=done)
    )


def sample_get(*, actor: Actor, pk: int) -> Sample:
    """The sample of that key.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    year = Sample.objects.filter(pk=pk).values_list("year", flat=True).first() or 0
    return get_object_or_404(policies.visible_samples(actor, year).select_related("drawn_by", "bureau"), pk=pk)


def rescores_of(actor: Actor, sample: Sample) -> QuerySet[Rescore]:
    """What was drawn of the organizations in the person's charge."""
    found = policies.visible_rescores(actor, sample.year).filter(sample=sample)
    related = ("version__item__organization__parent", "version__item__goal", "sample", "done_by")
    return found.select_related(*related).defer(
        "version__content", "version__item__content", "version__item__goal__content"
    )


def rescore_get(*, actor: Actor, pk: int) -> Rescore:
    """The one of that key.

    Raises:
        Http404: there is none, or `actor` may not see it (yet).
    """
    year = Rescore.objects.filter(pk=pk).values_list("sample__year", flat=True).first() or 0
    found = policies.visible_rescores(actor, year).select_related(
        "sample", "version__item__organization__parent", "done_by"
    )
    return get_object_or_404(found, pk=pk)


def stratum_names(by: str, strata: set[str]) -> dict[str, str]:
    """What people call the parts of a population."""
    if by == "department":
        return dict(Organization.objects.filter(code__in=strata).values_list("code", "name"))
    if by == "money":
        ends = ["0", *(f"{band:f}" for band in BANDS)]
        names = [
            *(_("{low}–{high} 万元").format(low=low, high=high) for low, high in pairwise(ends)),
            _("{low} 万元以上").format(low=ends[-1]),
        ]
        return {str(index): name for index, name in enumerate(names)}
    if by == "grade":
        return {grade: grade for grade in strata}
    return {"": _("全部")}
