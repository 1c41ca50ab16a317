"""Who may do what in monitoring; lists and buttons ask the same functions. Reports: see `submissions.policies`."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jiheng.web.monitoring.models import Alert, AlertState, Report, Round
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import Actor, acts_for, roles, visible_to
from jiheng.web.submissions.models import State
from jiheng.web.submissions.policies import WRITERS, may_edit, may_see, may_withdraw, visible, writes_for

__all__ = [
    "WRITERS",
    "may_answer",
    "may_change",
    "may_close",
    "may_conclude",
    "may_correct",
    "may_edit",
    "may_plan",
    "may_see",
    "may_withdraw",
    "overseen",
    "oversees",
    "planners",
    "visible",
    "visible_alerts",
    "visible_rounds",
    "writes_for",
]

_PLANNERS = frozenset({Role.PERFORMANCE_OFFICE, Role.DEPARTMENT_REVIEWER})
_OVERSEERS = frozenset({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE, Role.AUDITOR})
_CLOSERS = _OVERSEERS - {Role.AUDITOR}
_FINANCE = frozenset({Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE})
_READERS = frozenset(set(Role) - {Role.EXPERT})


# ── Rounds ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def planners(actor: Actor, year: int) -> list[Organization]:
    """The organizations for which `actor` plans rounds: the bureau, a department."""
    own = {each.organization_id: each.organization for each in roles(actor, year) if each.role in _PLANNERS}
    return [each for each in own.values() if each.kind != Kind.UNIT]


def may_plan(actor: Actor, organization: Organization, year: int) -> bool:
    """Whether `actor` plans rounds for an organization."""
    return any(each.pk == organization.pk for each in planners(actor, year))


def may_change(actor: Actor, each: Round) -> bool:
    """Whether `actor` may change a round and hand it out."""
    return may_plan(actor, each.organization, each.year)


def oversees(actor: Actor, year: int) -> bool:
    """Whether the person looks after others."""
    return any(each.role in _OVERSEERS for each in roles(actor, year))


def overseen(actor: Actor, year: int) -> QuerySet[Organization]:
    """The organizations that the person looks after."""
    return visible_to(actor, year, _OVERSEERS)


def visible_rounds(actor: Actor, year: int) -> QuerySet[Round]:
    """The rounds that concern somebody in the person's view."""
    own = visible_to(actor, year, _READERS)
    above = Q(organization__in=own.values("parent")) | Q(organization__in=own.values("parent__parent"))
    return Round.objects.filter(Q(organization__in=own) | above, year=year).select_related("organization")


# ── Reports ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def may_conclude(actor: Actor, report: Report) -> bool:
    """The finance division says what follows from what was handed in."""
    handed_in = report.state in {State.SUBMITTED, State.APPROVED}
    return handed_in and acts_for(actor, report.organization, report.year, _FINANCE)


def may_correct(actor: Actor, report: Report) -> bool:
    """Whether an approved report can be opened again by `actor`."""
    return report.state == State.APPROVED and writes_for(actor, report.organization_id, report.year)


# ── Alerts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def visible_alerts(actor: Actor, year: int) -> QuerySet[Alert]:
    """The alerts of the organizations that the person may see."""
    return Alert.objects.filter(organization__in=visible_to(actor, year, _READERS), year=year)


def may_answer(actor: Actor, alert: Alert) -> bool:
    """The unit says what it does about it."""
    return alert.state != AlertState.CLOSED and any(
        each.organization_id == alert.organization_id and each.role in WRITERS for each in roles(actor, alert.year)
    )


def may_close(actor: Actor, alert: Alert) -> bool:
    """Whoever looks after the unit closes it with a reason."""
    return alert.state != AlertState.CLOSED and acts_for(actor, alert.organization, alert.year, _CLOSERS)
