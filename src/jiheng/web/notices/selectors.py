"""Reading notices, wishes about mail, and which units have not handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from jiheng.web.accounts.models import Office, User
from jiheng.web.notices.kinds import Kind, Mailing, kinds
from jiheng.web.notices.models import Mail, Notice, Preference, ReminderRule
from jiheng.web.notices.progress import NOTHING, Progress, source
from jiheng.web.organizations.models import Kind as OrganizationKind
from jiheng.web.organizations.models import Membership, Organization, Phase, Role

__all__ = [
    "USUAL_DAYS",
    "MailState",
    "Unit",
    "choices_of",
    "is_missing",
    "mail_state",
    "mailings",
    "notice_list",
    "people_of",
    "rule_of",
    "units",
    "unread_count",
]

USUAL_DAYS = [7, 3, 1]
_SHOWN = 20


class Unit(NamedTuple):
    """A unit that is expected to hand in, and how far it is."""

    organization: Organization
    progress: Progress


class MailState(NamedTuple):
    """How it stands with the mail."""

    waiting: int
    sent: int
    failed: int
    troubles: list[Mail]


def notice_list(user: User, *, unread_only: bool = False) -> QuerySet[Notice]:
    """A person's notices: what is unread first, then the newest first."""
    found = Notice.objects.filter(user=user).select_related("organization")
    if unread_only:
        found = found.filter(read_at=None)
    return found.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")


def unread_count(user: User) -> int:
    """The number at the bell."""
    return Notice.objects.filter(user=user, read_at=None).count()


def mailings(people: Iterable[int]) -> Callable[[int, str], str]:
    """A function (key of a person, kind) → `Mailing`: what they chose, else what is usual; asked of the database once."""
    usual = {kind.name: kind.mail_default for kind in kinds()}
    rows = Preference.objects.filter(user__in=list(people)).values_list("user", "kind", "mailing")
    chosen = {(user, kind): mailing for user, kind, mailing in rows}

    def mailing(user: int, kind: str) -> str:
        default = usual.get(kind, Mailing.NEVER)
        return default if default == Mailing.NEVER else chosen.get((user, kind), default)

    return mailing


def choices_of(user: User) -> list[tuple[Kind, str]]:
    """The kinds that can be mailed, each with what holds for the person."""
    wish = mailings([user.pk])
    return [(kind, wish(user.pk, kind.name)) for kind in kinds() if kind.mail_default != Mailing.NEVER]


def rule_of(phase: Phase) -> ReminderRule:
    """When units are reminded of a window: as the performance office set it, else as usual (not stored)."""
    return ReminderRule.objects.filter(phase=phase).first() or ReminderRule(phase=phase, days=list(USUAL_DAYS))


def units(year: int, organizations: QuerySet[Organization] | None = None) -> list[Unit]:
    """Whoever is expected to hand in: active units, and departments that have somebody who writes, or tables already.

    Args:
        year: of which budget.
        organizations: only these.
    """
    progress = source().progress(year)
    writers = Membership.objects.filter(Q(year=None) | Q(year=year), role=Role.PREPARER, user__is_active=True)
    writing = set(writers.values_list("organization", flat=True)) | set(progress)
    scope = Organization.objects.all() if organizations is None else organizations
    found = scope.filter(is_active=True).exclude(kind=OrganizationKind.BUREAU).select_related("parent")
    return [
        Unit(each, progress.get(each.pk, NOTHING))
        for each in found
        if each.kind == OrganizationKind.UNIT or each.pk in writing
    ]


def is_missing(unit: Unit) -> bool:
    """Whether something of it is still to come."""
    return not unit.progress.is_handed_in


def people_of(organizations: Iterable[Organization], year: int, roles: Iterable[Role]) -> dict[int, tuple[User, ...]]:
    """Key of an organization → the active people who have one of the roles right there."""
    held = Membership.objects.filter(
        Q(year=None) | Q(year=year),
        organization__in=[each.pk for each in organizations],
        role__in=list(roles),
        user__is_active=True,
        user__office=Office.NONE,
    )
    found: dict[int, dict[int, User]] = {}
    for membership in held.select_related("user").order_by("user__name"):
        found.setdefault(membership.organization_id, {})[membership.user_id] = membership.user
    return {key: tuple(people.values()) for key, people in found.items()}


def mail_state() -> MailState:
    """How many mails wait, went out and were given up, and the last of these."""
    counts = Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at=None, failed_at=None)),
        sent=Count("pk", filter=~Q(sent_at=None)),
        failed=Count("pk", filter=~Q(failed_at=None)),
    )
    troubled = Mail.objects.filter(sent_at=None).exclude(problem="").select_related("user")
    return MailState(**counts, troubles=list(troubled.order_by("-created_at", "-pk")[:_SHOWN]))
