"""Reading the log."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q, QuerySet

from jiheng.web.accounts.models import User
from jiheng.web.audit.models import Entry, Head
from jiheng.web.audit.policies import may_read
from jiheng.web.audit.services import digest_of

__all__ = ["Verdict", "entries", "verify"]


class Verdict(NamedTuple):
    """What a check of the chain found.

    Attributes:
        looked_at: how many entries there are.
        broken_at: number of the first entry that is missing or was changed; None where all is whole.
    """

    looked_at: int
    broken_at: int | None


def entries(*, actor: User, text: str = "", action: str = "", organization: str = "") -> QuerySet[Entry]:
    """The entries that `actor` may read, newest first."""
    found = Entry.objects.all() if may_read(actor) else Entry.objects.none()
    if text:
        found = found.filter(Q(title__contains=text) | Q(actor__contains=text))
    if action:
        found = found.filter(action__startswith=action)
    return found.filter(organization=organization) if organization else found


def verify() -> Verdict:
    """Whether every entry is where it was written and says what it said."""
    previous, count = "", 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if entry.number != count or entry.digest != digest_of(entry, previous):
            return Verdict(count, count)
        previous = entry.digest
    head = Head.objects.filter(pk=1).first()
    if head and (head.number, head.digest) != (count, previous):
        return Verdict(count, count + 1)  # entries were cut off at the end
    return Verdict(count, None)
