"""What the office sees of disclosure: who has published, who is late."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jiheng.web.disclosure import policies
from jiheng.web.disclosure.clock import Light, light_of
from jiheng.web.disclosure.models import Exemption, Part, Publication, ResultExemption
from jiheng.web.disclosure.results import ApprovedResult, approved_results
from jiheng.web.disclosure.selectors.counted import annotated, due_of, open_of
from jiheng.web.disclosure.selectors.counted import approved_goals as _approved
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.organizations.models import Kind, Organization
from jiheng.web.organizations.policies import Actor

__all__ = [
    "STATES",
    "ApprovedGoal",
    "Disclosure",
    "StandingResult",
    "approved_goals",
    "disclosures",
    "exemption_get",
    "goal_get",
    "history",
    "organization_get",
    "publication_get",
    "result_exemption_get",
    "result_get",
    "results",
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


class StandingResult(NamedTuple):
    """A result that stands, with what keeps it, or its project, from being published."""

    result: ApprovedResult
    exemption: ResultExemption | None
    goal_exemption: Exemption | None

    @property
    def is_open(self) -> bool:
        """Whether it is published."""
        return self.exemption is None and self.goal_exemption is None


def states(
    *, actor: Actor, year: int, state: str = "", text: str = "", part: Part = Part.GOALS
) -> QuerySet[Organization]:
    """The organizations that `actor` may see, those in one of `STATES` only, and with `text` in code or name."""
    found = annotated(policies.visible_organizations(actor, year), year, part)
    found = found.filter(Q(is_active=True) & ~Q(kind=Kind.BUREAU) | Q(approved__gt=0) | Q(published_at__isnull=False))
    if text:
        found = found.filter(Q(name__contains=text) | Q(code__startswith=text))
    return found.filter(_condition(state, due_of(part, year))) if state in STATES else found


def state_counts(*, actor: Actor, year: int, part: Part = Part.GOALS) -> dict[str, int]:
    """How many organizations are in each of `STATES`, and of ``all``."""
    due = due_of(part, year)
    counts = {state: Count("pk", filter=_condition(state, due)) for state in STATES}
    return dict(states(actor=actor, year=year, part=part).order_by().aggregate(all=Count("pk"), **counts))


def disclosures(
    organizations: QuerySet[Organization] | list[Organization], year: int, part: Part = Part.GOALS
) -> list[Disclosure]:
    """How `organizations`, as `states` gives them for that part, stand."""
    due, now = due_of(part, year), timezone.now()
    return [_disclosure(organization, due, now, part) for organization in organizations]


def waiting_count(actor: Actor, year: int) -> int:
    """How many organizations `actor` could publish for, goals or results."""
    if not policies.publishes(actor, year):
        return 0  # this stands on every page of people who only write
    # What `_condition("waiting")` says, without the numbers: this is asked for every page.
    valid = Publication.objects.filter(organization=OuterRef("pk"), year=year, withdrawn_at=None)
    waiting = Q()
    for part in Part:
        waiting |= ~Q(Exists(valid.filter(part=part))) & open_of(part, year)
    return policies.publishable(actor, year).filter(waiting).count()


def organization_get(*, actor: Actor, pk: int, year: int, part: Part = Part.GOALS) -> Organization:
    """The organization of that key, as `states` gives it.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    return get_object_or_404(annotated(policies.visible_organizations(actor, year), year, part), pk=pk)


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


def results(organization: Organization, year: int) -> list[StandingResult]:
    """What stands of results, in the order of the document, with what keeps each from being published."""
    own = {"organization": organization, "year": year}
    of_results = ResultExemption.objects.filter(**own).select_related("given_by")
    known = {(each.kind, each.source_id): each for each in of_results}
    of_goals = {each.goal_id: each for each in _exemptions(organization, year)}
    return [
        StandingResult(each, known.get((each.kind, each.key)), of_goals.get(each.goal or 0))
        for each in approved_results(organization, year)
    ]


def result_get(*, actor: Actor, pk: int, year: int, kind: str, key: int) -> ApprovedResult:
    """A result of the organization of key `pk`.

    Raises:
        Http404: there is none of that kind and key, or `actor` may not see the organization.
    """
    organization = organization_get(actor=actor, pk=pk, year=year, part=Part.RESULTS)
    wanted = (each for each in approved_results(organization, year) if (each.kind, each.key) == (kind, key))
    if (found := next(wanted, None)) is None:
        raise Http404
    return found


def result_exemption_get(*, actor: Actor, pk: int) -> ResultExemption:
    """The exemption of that key.

    Raises:
        Http404: there is none, or `actor` may not see its organization.
    """
    found = get_object_or_404(ResultExemption.objects.select_related("organization"), pk=pk)
    organization_get(actor=actor, pk=found.organization_id, year=found.year)
    return found


def history(organization: Organization, year: int, part: Part | None = None) -> QuerySet[Publication]:
    """All publications of a year (of a part of it), the newest first."""
    found = Publication.objects.filter(organization=organization, year=year).defer("document")
    found = found.filter(part=part) if part else found
    return found.select_related("published_by", "withdrawn_by").order_by("-number")


def _exemptions(organization: Organization, year: int) -> QuerySet[Exemption]:
    return Exemption.objects.filter(organization=organization, year=year).select_related("given_by")


def _condition(state: str, due: datetime | None) -> Q:
    waiting = Q(published_at=None, open__gt=0)
    return {
        "waiting": waiting,
        "late": waiting if due and due < timezone.now() else Q(pk=None),
        "changed": Q(changed_at__gt=F("published_at")),
        "published": Q(published_at__isnull=False),
        "nothing": Q(published_at=None, open=0),
    }[state]


def _disclosure(organization: Organization, due: datetime | None, now: datetime, part: Part) -> Disclosure:
    row: Any = organization  # what `_annotated` added is no field
    light = light_of(
        due=due, approved=row.open, published_at=row.published_at, changed_at=row.changed_at, now=now, part=part
    )  # fmt: skip
    return Disclosure(organization, row.approved, row.exempted, row.published_at, row.published_number, light)
