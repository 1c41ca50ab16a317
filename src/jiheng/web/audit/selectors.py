"""Reading the log."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from jiheng.web.accounts.models import User
from jiheng.web.audit.models import Entry, Head
from jiheng.web.audit.policies import may_read
from jiheng.web.audit.services import digest_of

__all__ = ["Verdict", "Wanted", "entries", "verify"]

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class Wanted(NamedTuple):
    """Which entries are asked for.

    Attributes:
        text: part of a name, of whoever acted or of what was acted on.
        since, until: the first and the last day.
    """

    text: str = ""
    action: str = ""
    organization: str = ""
    since: date | None = None
    until: date | None = None


class Verdict(NamedTuple):
    """What a check of the chain found.

    Attributes:
        looked_at: how many entries there are.
        broken_at: number of the first entry that is missing or was changed; None where all is whole.
        digest: of the last entry: noted elsewhere, it proves later that the log was not written anew.
    """

    looked_at: int
    broken_at: int | None
    digest: str = ""


def entries(*, actor: User | AnonymousUser, wanted: Wanted) -> QuerySet[Entry]:
    """The entries that `actor` may read, newest first."""
    found = Entry.objects.all() if may_read(actor) else Entry.objects.none()
    if wanted.text:
        found = found.filter(Q(title__contains=wanted.text) | Q(actor__contains=wanted.text))
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.organization:
        found = found.filter(organization=wanted.organization)
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    return found.filter(at__lt=_midnight(wanted.until) + timedelta(days=1)) if wanted.until else found


def _midnight(day: date) -> datetime:
    known = min(max(day, _FIRST), _LAST)  # what lies beyond could not be reckoned with
    return timezone.make_aware(datetime.combine(known, time.min))


def verify() -> Verdict:
    """Whether every entry is where it was written and says what it said."""
    previous, count = "", 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if entry.number != count or entry.digest != digest_of(entry, previous):
            return Verdict(count, count)
        previous = entry.digest
    head = Head.objects.filter(pk=1).first()
    end = (head.number, head.digest) if head else (0, "")
    if end != (count, previous):
        return Verdict(count, count + 1)  # entries were cut off at the end
    return Verdict(count, None, previous)
