"""Which organizations a person may act for: the one rule behind every list and every button."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from hashlib import sha256
from operator import or_

from django.db.models import Q, QuerySet

from jiheng.web.accounts.models import Office, User
from jiheng.web.accounts.people import Actor
from jiheng.web.organizations.models import Kind, Membership, Organization, Role

__all__ = [
    "READERS",
    "Actor",
    "acts_for",
    "holders",
    "manages_any_year",
    "may_manage_organizations",
    "may_manage_people",
    "may_manage_year",
    "reach_of",
    "roles",
    "visible_to",
]

_BELOW = frozenset({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE, Role.AUDITOR})
READERS = frozenset(set(Role) - {Role.EXPERT})
"""Whoever may look at what an organization does."""


def roles(actor: Actor, year: int) -> list[Membership]:
    """What a person does in a year; read once a request."""
    if not actor.is_authenticated or not actor.is_active or actor.office:
        return []  # the three administrators take no part in the business
    known: list[Membership] | None = getattr(actor, "_memberships", None)
    if known is None:
        known = list(actor.memberships.select_related("organization", "division"))
        actor._memberships = known  # type: ignore[attr-defined] # noqa: SLF001 - lives as long as the request's user
    return [membership for membership in known if membership.year in {None, year}]


def reach_of(actor: Actor, years: Iterable[int]) -> str:
    """What `actor` does in these years, as a digest: whoever has the same sees the same."""
    held = {
        (year, each.role, each.organization_id, each.division_id or 0) for year in years for each in roles(actor, year)
    }
    return sha256(repr(sorted(held)).encode()).hexdigest()


def visible_to(actor: Actor, year: int, allowed: Iterable[Role] = READERS) -> QuerySet[Organization]:
    """The organizations for which `actor` has one of the roles."""
    wanted = set(allowed)
    scopes = [_scope(membership) for membership in roles(actor, year) if membership.role in wanted]
    # None at all is known without asking, also to whatever is built upon it.
    return Organization.objects.filter(reduce(or_, scopes)) if scopes else Organization.objects.none()


def acts_for(actor: Actor, organization: Organization, year: int, allowed: Iterable[Role]) -> bool:
    """Whether `actor` has one of the roles for `organization`: `visible_to`, asked of one that was read already."""
    wanted = set(allowed)
    return any(_reaches(each, organization) for each in roles(actor, year) if each.role in wanted)


def _scope(membership: Membership) -> Q:
    """A reviewer's roles reach down the tree, a finance reviewer's down the departments of the division."""
    own = membership.organization
    if membership.role not in _BELOW:
        return Q(pk=own.pk)
    if own.kind == Kind.BUREAU:
        if membership.division_id and membership.role == Role.FINANCE_REVIEWER:
            return Q(division=membership.division_id) | Q(parent__division=membership.division_id)
        return Q(pk=own.pk) | Q(parent=own.pk) | Q(parent__parent=own.pk)
    return Q(pk=own.pk) | Q(parent=own.pk)


def _reaches(membership: Membership, organization: Organization) -> bool:
    """Whether `organization` is within `_scope`."""
    own = membership.organization_id
    if membership.role not in _BELOW:
        return organization.pk == own
    if membership.organization.kind != Kind.BUREAU:
        return own in {organization.pk, organization.parent_id}
    above = organization.parent
    if membership.division_id and membership.role == Role.FINANCE_REVIEWER:
        return membership.division_id in {organization.division_id, above and above.division_id}
    return own in {organization.pk, organization.parent_id, above and above.parent_id}


def holders(organization: Organization, year: int, role: Role) -> QuerySet[User]:
    """The people who have the role for `organization`: `acts_for`, asked from the other side."""
    above = organization.parent
    reach = Q(organization=organization.pk)
    if role in _BELOW:
        reach |= Q(organization__in=[each for each in (above and above.pk, above and above.parent_id) if each])
    if role == Role.FINANCE_REVIEWER:
        divisions = [each for each in (organization.division_id, above and above.division_id) if each]
        reach &= ~Q(organization__kind=Kind.BUREAU) | Q(division=None) | Q(division__in=divisions)
    held = Membership.objects.filter(reach, Q(year=None) | Q(year=year), role=role)
    return User.objects.filter(pk__in=held.values("user"), is_active=True, office=Office.NONE).order_by("name")


def may_manage_people(actor: Actor) -> bool:
    """The system administrator makes people; the security administrator gives them roles."""
    return actor.is_authenticated and actor.is_active and actor.office in {Office.SYSTEM, Office.SECURITY}


def may_manage_organizations(actor: Actor) -> bool:
    """The system administrator."""
    return actor.is_authenticated and actor.is_active and actor.office == Office.SYSTEM


def may_manage_year(actor: Actor, year: int) -> bool:
    """The performance office: it opens windows and moves deadlines."""
    return any(membership.role == Role.PERFORMANCE_OFFICE for membership in roles(actor, year))


def manages_any_year(actor: Actor) -> bool:
    """Whoever is of the performance office in some year: they may begin one."""
    return (
        isinstance(actor, User)
        and actor.is_active
        and not actor.office
        and actor.memberships.filter(role=Role.PERFORMANCE_OFFICE).exists()
    )
