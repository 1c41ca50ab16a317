"""Who may do what with problems; lists and buttons ask the same functions."""

from __future__ import annotations

from django.db.models import QuerySet

from jiheng.web.accounts.models import User
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.goals.policies import visible_goals
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import Actor, acts_for, holders, roles, visible_to
from jiheng.web.rectification.models import WITH_UNIT, Notice, Problem, ProblemState

__all__ = [
    "acted_by",
    "asked_by",
    "asked_projects",
    "has_part",
    "issuers_for",
    "issues",
    "may_issue",
    "may_mend",
    "may_see",
    "may_verify",
    "menders",
    "mends_for",
    "verifiers",
    "verifies_for",
    "visible_notices",
    "visible_problems",
]

_ISSUERS = (Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE)
_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_MENDERS = _WRITERS | {Role.DEPARTMENT_REVIEWER}
"""A department answers for itself by whoever reviews there."""


def has_part(actor: Actor, year: int) -> bool:
    """Whether the area is of any use to `actor`."""
    return any(membership.role != Role.EXPERT for membership in roles(actor, year))


def visible_problems(actor: Actor, year: int) -> QuerySet[Problem]:
    """The problems of the organizations that `actor` sees."""
    return Problem.objects.filter(year=year, organization__in=visible_to(actor, year))


def visible_notices(actor: Actor, year: int) -> QuerySet[Notice]:
    """The notices to the organizations that `actor` sees."""
    return Notice.objects.filter(year=year, organization__in=visible_to(actor, year))


def may_see(actor: Actor, problem: Problem) -> bool:
    """Whether `problem` is among the visible ones."""
    return visible_problems(actor, problem.year).filter(pk=problem.pk).exists()


def issues(actor: Actor, year: int) -> bool:
    """Whether `actor` issues notices to anybody."""
    return any(membership.role in _ISSUERS for membership in roles(actor, year))


def asked_by(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations that `actor` may send a notice to."""
    own = [membership.organization_id for membership in roles(actor, year) if membership.role in _ISSUERS]
    found = visible_to(actor, year, _ISSUERS).filter(is_active=True)
    return found.exclude(kind=Kind.BUREAU).exclude(pk__in=own)


def asked_projects(actor: Actor, year: int) -> QuerySet[Goal]:
    """The approved projects that a notice of `actor` can be about."""
    approved = Version.objects.filter(is_approved=True, goal__year=year).values("goal")
    found = visible_goals(actor, year).filter(kind=GoalKind.PROJECT, pk__in=approved)
    return found.filter(organization__in=asked_by(actor, year)).defer("content")


def issuers_for(actor: Actor, organization: Organization, year: int) -> list[Organization]:
    """In whose name `actor` may send `organization` a notice: the bureau before a department."""
    if not asked_by(actor, year).filter(pk=organization.pk).exists():
        return []
    above = {organization.parent_id, organization.parent.parent_id if organization.parent else None} - {None}
    found = {m.organization_id: m.organization for m in roles(actor, year) if m.role in _ISSUERS}
    known = [each for key, each in found.items() if key in above]
    return sorted(known, key=lambda each: (each.kind != Kind.BUREAU, each.code))


def may_issue(actor: Actor, organization: Organization, year: int) -> bool:
    """Whether `actor` may send `organization` a notice."""
    return bool(issuers_for(actor, organization, year))


def verifies_for(actor: Actor, notice: Notice) -> bool:
    """Whether `actor` speaks for the issuer: verifies, sends back, closes, reopens, extends."""
    own = any(m.organization_id == notice.issuer_id and m.role in _ISSUERS for m in roles(actor, notice.year))
    return own and acts_for(actor, notice.organization, notice.year, _ISSUERS)


def mends_for(actor: Actor, notice: Notice) -> bool:
    """Whether `actor` answers for the organization that is asked."""
    held = roles(actor, notice.year)
    return any(m.organization_id == notice.organization_id and m.role in _MENDERS for m in held)


def may_verify(actor: Actor, problem: Problem) -> bool:
    """Whether `actor` decides about `problem`."""
    return verifies_for(actor, problem.notice)


def may_mend(actor: Actor, problem: Problem) -> bool:
    """Whether `actor` may write measures, progress and results now."""
    return not problem.is_closed and mends_for(actor, problem.notice)


def verifiers(notice: Notice) -> list[User]:
    """Whoever is told about answers: who issued it, or, where they do so no more, all who could verify."""
    if verifies_for(notice.issued_by, notice):
        return [notice.issued_by]
    found = {user.pk: user for role in _ISSUERS for user in holders(notice.organization, notice.year, role)}
    return [user for user in found.values() if verifies_for(user, notice)]


def menders(notice: Notice) -> list[User]:
    """The people of the organization that is asked."""
    found = {user.pk: user for role in Role for user in holders(notice.organization, notice.year, role)}
    return [user for user in found.values() if mends_for(user, notice)]


def acted_by(actor: Actor, year: int) -> QuerySet[Problem]:
    """The problems with which `actor` has something to do now: to mend, to verify, an extension to decide."""
    held = roles(actor, year)
    menders_of = [m.organization_id for m in held if m.role in _MENDERS]
    issuing = [m.organization_id for m in held if m.role in _ISSUERS]
    mine = Problem.objects.filter(year=year, organization__in=menders_of).filter(state__in=WITH_UNIT)
    if not issuing:
        return mine
    theirs = Problem.objects.filter(year=year, notice__issuer__in=issuing).filter(
        organization__in=visible_to(actor, year, _ISSUERS)
    )
    asked = theirs.filter(state=ProblemState.REPORTED) | theirs.filter(wished_due_on__isnull=False).exclude(
        state=ProblemState.CLOSED
    )
    return Problem.objects.filter(pk__in=mine.values("pk")) | Problem.objects.filter(pk__in=asked.values("pk"))
