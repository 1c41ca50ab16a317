"""Who may do what with self-evaluations and samples; lists and buttons ask the same functions."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, acts_for, may_manage_year, roles, visible_to
from jiheng.web.self_evaluation.models import Rescore, Sample, SelfEvaluation
from jiheng.web.submissions import policies as papers

__all__ = [
    "BUREAU",
    "has_business",
    "may_create",
    "may_edit",
    "may_rescore",
    "may_sample",
    "may_see",
    "may_see_sample",
    "may_set_window",
    "may_withdraw",
    "visible_items",
    "visible_rescores",
    "visible_samples",
    "writes_for_organizations",
]

BUREAU = frozenset({Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE, Role.AUDITOR})
_SCORERS = frozenset({Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE})
_EVALUATED = papers.WRITERS | {Role.DEPARTMENT_REVIEWER}

may_create = papers.may_create
may_see = papers.may_see
may_withdraw = papers.may_withdraw
may_set_window = may_manage_year
may_sample = may_manage_year


def visible_items(actor: Actor, year: int) -> QuerySet[SelfEvaluation]:
    """The self-evaluations that `actor` may see."""
    return papers.visible(SelfEvaluation.objects.all(), actor, year)


def may_edit(actor: Actor, item: SelfEvaluation) -> bool:
    """Whether `actor` may change it as it stands."""
    return papers.may_edit(actor, item)


def writes_for_organizations(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations that `actor` writes for."""
    return visible_to(actor, year, papers.WRITERS).filter(is_active=True)


def has_business(actor: Actor, year: int) -> bool:
    """Whether the person has use of the area."""
    return any(membership.role != Role.EXPERT for membership in roles(actor, year))


# ── Samples ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_samples(actor: Actor, year: int) -> QuerySet[Sample]:
    """The bureau's people see what was drawn; of units nobody learns whom else it met."""
    return Sample.objects.filter(year=year) if _is_of_bureau(actor, year) else Sample.objects.none()


def may_see_sample(actor: Actor, sample: Sample) -> bool:
    """Whether `sample` is among the visible ones."""
    return _is_of_bureau(actor, sample.year)


def visible_rescores(actor: Actor, year: int) -> QuerySet[Rescore]:
    """Of the bureau: those of the organizations in one's charge; of the unit and its department: their own, once done."""
    mine = Q(version__item__organization__in=visible_to(actor, year, _EVALUATED), done_at__isnull=False)
    charge = Q(version__item__organization__in=visible_to(actor, year, BUREAU))
    return Rescore.objects.filter(mine | charge, sample__year=year)


def may_rescore(actor: Actor, rescore: Rescore) -> bool:
    """Score again what is not done yet: the performance office, and the division in charge."""
    item = rescore.version.item
    return rescore.done_at is None and acts_for(actor, item.organization, item.year, _SCORERS)


def _is_of_bureau(actor: Actor, year: int) -> bool:
    return any(membership.role in BUREAU for membership in roles(actor, year))
