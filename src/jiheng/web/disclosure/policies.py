"""Who may publish; lists and buttons ask the same functions."""

from __future__ import annotations

from django.db.models import QuerySet

from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, acts_for, roles, visible_to

__all__ = ["has_part", "may_publish", "publishable", "publishes", "visible_organizations"]

_PUBLISHERS = frozenset({Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER})
"""The unit answers for what it publishes, its department for all of its units (预算法 第十四条)."""
_READERS = frozenset(set(Role) - {Role.EXPERT})


def may_publish(actor: Actor, organization: Organization, year: int) -> bool:
    """Whether `actor` publishes, withdraws and exempts for `organization`."""
    return acts_for(actor, organization, year, _PUBLISHERS)


def publishable(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations for which `actor` may publish; the same rule as `may_publish`."""
    return visible_to(actor, year, _PUBLISHERS)


def publishes(actor: Actor, year: int) -> bool:
    """Whether there is any organization that `actor` publishes for."""
    return any(membership.role in _PUBLISHERS for membership in roles(actor, year))


def visible_organizations(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations whose state of disclosure `actor` may see."""
    return visible_to(actor, year, _READERS)


def has_part(actor: Actor, year: int) -> bool:
    """Whether the area is of any use to `actor`."""
    return any(membership.role in _READERS for membership in roles(actor, year))
