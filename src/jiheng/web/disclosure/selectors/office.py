"""What the office sees of disclosure: who has published, who is late."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jiheng.web.disclosure import policies
from jiheng.web.disclosure.clock import Light, light_of
from jiheng.web.disclosure.models import Exemption, Publication
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.organizations.models import Kind, Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.organizations.selectors import disclosure_due

__all__ = [
    "STATES",
    "ApprovedGoal",
    "Disclosure",
    "approved_goals",
    "disclosures",
    "exemption_get",
    "goal_get",
    "history",
    "organization_get",
    "publication_get",
    "state_counts",
    "states",
    "waiting_count",
]

STATES = ("waiting", "late", "changed", "published", "nothing")
"""By what the list can be filtered: approved and not published, the late ones of those, approved again since, …"""


class Disclosure(NamedTuple):
    """How an organization stands.

    Attributes:
        approved: how many goals are approved; exempted: how many of them are not to be published.
        published_at, number: of the valid publication.
    """

    organization: Organization
    approved: int
    exempted: int
    published_at: datetime | None
    number: int | None
    light: Light


class ApprovedGoal(NamedTuple):
    """A goal that is approved, with what keeps it from being published."""

    goal: Goal
    exemption: Exemption | None


def states(*, actor: Actor, year: int, state: str = "", text: str = "") -> QuerySet[Organization]:
    """The organizations that `actor` may see, those in one of `STATES` only, and with `text` in code or name."""
    found = _annotated(policies.visible_organizations(actor, year), year)
    found = found.filter(Q(is_active=True) & ~Q(kind=Kind.BUREAU) | Q(approved__gt=0) | Q(published_at__isnull=False))
    if text:
        found = found.filter(Q(name__contains=text) | Q(code__startswith=text))
    return found.filter(_condition(state, disclosure_due(year))) if state in STATES else found


def state_counts(*, actor: Actor, year: int) -> dict[str, int]:
    """How many organizations are in each of `STATES`, and of ``all``."""
    due = disclosure_due(year)
    counts = {state: Count("pk", filter=_condition(state, due)) for state in STATES}
    return dict(states(actor=actor, year=year).order_by().aggregate(all=Count("pk"), **counts))


def disclosures(organizations: QuerySet[Organization] | list[Organization], year: int) -> list[Disclosure]:
    """How `organizations`, as `states` gives them, stand."""
    due, now = disclosure_due(year), timezone.now()
    return [_disclosure(organization, due, now) for organization in organizations]


def waiting_count(actor: Actor, year: int) -> int:
    """How many organizations `actor` could publish for."""
    if not policies.publishes(actor, year):
        return 0  # this stands on every page of people who only write
    # What `_condition("waiting")` says, without the numbers: this is asked for every page.
    own = {"organization": OuterRef("pk"), "year": year}
    open_ones = _approved().filter(~Exists(Exemption.objects.filter(goal_id=OuterRef("pk"))), **own)
    valid = Publication.objects.filter(**own, withdrawn_at=None)
    return policies.publishable(actor, year).filter(~Exists(valid), Exists(open_ones)).count()


def organization_get(*, actor: Actor, pk: int, year: int) -> Organization:
    """The organization of that key, as `states` gives it.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    return get_object_or_404(_annotated(policies.visible_organizations(actor, year), year), pk=pk)


def publication_get(*, actor: Actor, pk: int) -> Publication:
    """The publication of that key.

    Raises:
        Http404: there is none, or `actor` may not see its organization.
    """
    found = get_object_or_404(Publication.objects.select_related("organization").defer("document"), pk=pk)
    organization_get(actor=actor, pk=found.organization_id, year=found.year)
    return found


def exemption_get(*, actor: Actor, pk: int) -> Exemption:
    """The exemption of that key.

    Raises:
        Http404: there is none, or `actor` may not see its organization.
    """
    found = get_object_or_404(Exemption.objects.select_related("organization"), pk=pk)
    organization_get(actor=actor, pk=found.organization_id, year=found.year)
    return found


def goal_get(*, actor: Actor, pk: int) -> Goal:
    """An approved project.

    Raises:
        Http404: there is none of that key, or `actor` may not see its organization.
    """
    approved = _approved().filter(kind=GoalKind.PROJECT).select_related("organization")
    found = get_object_or_404(approved, pk=pk)
    organization_get(actor=actor, pk=found.organization_id, year=found.year)
    return found


def approved_goals(organization: Organization, year: int) -> list[ApprovedGoal]:
    """What is approved, in the order of the document."""
    exempted = {each.goal_id: each for each in _exemptions(organization, year)}
    goals = _approved().filter(organization=organization, year=year).order_by("kind", "id").defer("content")
    return [ApprovedGoal(goal, exempted.get(goal.pk)) for goal in goals]


def history(organization: Organization, year: int) -> QuerySet[Publication]:
    """All publications of a year, the newest first."""
    found = Publication.objects.filter(organization=organization, year=year).defer("document")
    return found.select_related("published_by", "withdrawn_by").order_by("-number")


def _exemptions(organization: Organization, year: int) -> QuerySet[Exemption]:
    return Exemption.objects.filter(organization=organization, year=year).select_related("given_by")


def _approved() -> QuerySet[Goal]:
    return Goal.objects.filter(Exists(Version.objects.filter(goal=OuterRef("pk"), is_approved=True)), is_deleted=False)


def _annotated(organizations: QuerySet[Organization], year: int) -> QuerySet[Organization]:
    own = {"organization": OuterRef("pk"), "year": year}
    approved = _approved().filter(**own)
    exempted = approved.filter(Exists(Exemption.objects.filter(goal_id=OuterRef("pk"))))
    valid = Publication.objects.filter(**own, withdrawn_at=None)
    versions = Version.objects.filter(
        ~Exists(Exemption.objects.filter(goal_id=OuterRef("goal_id"))),
        goal__organization=OuterRef("pk"), goal__year=year, goal__is_deleted=False, is_approved=True,
    )  # fmt: skip
    newest = versions.order_by().values("goal__organization").annotate(at=Max("approved_at")).values("at")
    return organizations.annotate(
        approved=_count(approved),
        exempted=_count(exempted),
        open=F("approved") - F("exempted"),
        published_at=Subquery(valid.values("published_at")[:1]),
        published_number=Subquery(valid.values("number")[:1]),
        changed_at=Subquery(newest),
    )


def _count(goals: QuerySet[Goal]) -> Coalesce:
    counted = goals.order_by().values("organization").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _condition(state: str, due: datetime | None) -> Q:
    waiting = Q(published_at=None, open__gt=0)
    return {
        "waiting": waiting,
        "late": waiting if due and due < timezone.now() else Q(pk=None),
        "changed": Q(changed_at__gt=F("published_at")),
        "published": Q(published_at__isnull=False),
        "nothing": Q(published_at=None, open=0),
    }[state]


def _disclosure(organization: Organization, due: datetime | None, now: datetime) -> Disclosure:
    row: Any = organization  # what `_annotated` added is no field
    light = light_of(
        due=due, approved=row.open, published_at=row.published_at, changed_at=row.changed_at, now=now
    )  # fmt: skip
    return Disclosure(organization, row.approved, row.exempted, row.published_at, row.published_number, light)
