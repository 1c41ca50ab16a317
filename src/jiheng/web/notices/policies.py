"""Who may remind whom."""

from __future__ import annotations

from django.db.models import QuerySet

from jiheng.web.accounts.models import Office
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, roles, visible_to

__all__ = ["OVERSEERS", "may_remind", "may_see_mail", "remindable"]

OVERSEERS = frozenset({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE})
"""Those who wait for what units hand in; an auditor only reads."""


def remindable(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations that `actor` may remind."""
    return visible_to(actor, year, OVERSEERS).filter(is_active=True)


def may_remind(actor: Actor, year: int) -> bool:
    """Whether there can be any."""
    return any(membership.role in OVERSEERS for membership in roles(actor, year))


def may_see_mail(actor: Actor) -> bool:
    """The system administrator looks after the mail server."""
    return actor.is_authenticated and actor.is_active and actor.office == Office.SYSTEM
