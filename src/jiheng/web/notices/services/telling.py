"""Telling people: one notice a person and key, in their language, with a mail where they want it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jiheng.web.accounts.languages import speaking_to
from jiheng.web.accounts.models import User
from jiheng.web.notices.kinds import Mailing, kind_of
from jiheng.web.notices.models import Mail, Notice
from jiheng.web.notices.selectors import mailings
from jiheng.web.organizations.models import Organization

__all__ = ["Message", "Words", "notify", "notify_all"]

Words = str | Callable[[], str]
"""A text, or what makes it in the language at hand."""

_BATCH = 500
_TITLE = 255
_TEXT = 4000


class Message(NamedTuple):
    """What some people are told.

    Attributes:
        people: those who are inactive are left out.
        kind: a registered name.
        key: what it is about: nobody is told twice for one key.
        title, text: see `Words`.
        url: where to go: an address of this site, beginning with one slash.
        organization, year: what it concerns, if anything.
        renew: whoever was told already is told anew, with the new words, in place of the old notice.
    """

    people: tuple[User, ...]
    kind: str
    key: str
    title: Words
    url: str
    text: Words = ""
    organization: Organization | None = None
    year: int | None = None
    renew: bool = False


def notify(
    *,
    people: Iterable[User],
    kind: str,
    key: str,
    title: Words,
    url: str,
    text: Words = "",
    organization: Organization | None = None,
    year: int | None = None,
    renew: bool = False,
) -> int:
    """Tell people something; see `Message` for the arguments and `notify_all` for the rest."""
    return notify_all([Message(tuple(people), kind, key, title, url, text, organization, year, renew)])


@transaction.atomic
def notify_all(messages: Iterable[Message], *, at: datetime | None = None) -> int:
    """Tell many people many things, with few questions to the database.

    Returns:
        How many notices there are now that were not there, or not as new, before.

    Raises:
        LookupError: nobody registered the kind.
        ValueError: `url` leads out of the site.
    """
    now = at or timezone.now()
    return sum(_notify(part, now) for part in _batches(messages))


def _batches(messages: Iterable[Message]) -> list[list[Message]]:
    known = list(messages)
    for message in known:
        kind_of(message.kind)
        if not message.url.startswith("/") or message.url.startswith(("//", "/\\")):
            raise ValueError(message.url)
    return [known[start : start + _BATCH] for start in range(0, len(known), _BATCH)]


def _notify(messages: list[Message], now: datetime) -> int:
    wanted = {
        (person.pk, message.key): (person, message)
        for message in messages
        for person in message.people
        if person.is_active
    }
    there = _there(wanted)
    old = [there[each] for each in wanted if each in there and wanted[each][1].renew]
    new = [each for each in wanted if each not in there]
    if not old and not new:
        return 0
    for notice in old:
        person, message = wanted[notice.user_id, notice.key]
        _fill(notice, person, message, now)
    Notice.objects.bulk_update(
        old, ["kind", "title", "text", "url", "created_at", "read_at", "mail"], batch_size=_BATCH
    )
    # Of two who tell the same thing at the same moment the second finds it told.
    made = [_fill(Notice(user=wanted[each][0], key=each[1]), *wanted[each], now) for each in new]
    Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=_BATCH)
    _mail_at_once({each: wanted[each][0] for each in chain(new, ((notice.user_id, notice.key) for notice in old))}, now)
    return len(old) + len(new)


def _there(keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Notice]:
    known = list(keys)
    found = Notice.objects.filter(user__in={user for user, _key in known}, key__in={key for _user, key in known})
    return {(notice.user_id, notice.key): notice for notice in found}


def _fill(notice: Notice, person: User, message: Message, now: datetime) -> Notice:
    with speaking_to(person):
        notice.title, notice.text = _said(message.title)[:_TITLE], _said(message.text)[:_TEXT]
    notice.kind, notice.url = message.kind, message.url
    notice.organization, notice.year = message.organization, message.year
    notice.created_at, notice.read_at, notice.mail = now, None, None
    return notice


def _said(words: Words) -> str:
    return (words() if callable(words) else words).replace("\0", "")


def _mail_at_once(told: dict[tuple[int, str], User], now: datetime) -> None:
    """A row of outgoing mail for each notice that its person wants at once; it goes out after the transaction."""
    if settings.MAIL is None:
        return
    people = {person.pk: person for person in told.values() if person.email}
    wishes = mailings(people)
    # Asked anew: a notice that somebody else made at the same moment has its mail already.
    found = Notice.objects.filter(user__in=people, key__in={key for _user, key in told}, mail=None).select_for_update()
    notices = [
        notice
        for notice in found
        if (notice.user_id, notice.key) in told and wishes(notice.user_id, notice.kind) == Mailing.IMMEDIATE
    ]
    mails = Mail.objects.bulk_create(Mail(user_id=each.user_id, created_at=now, due_at=now) for each in notices)
    for notice, mail in zip(notices, mails, strict=True):
        notice.mail = mail
    Notice.objects.bulk_update(notices, ["mail"], batch_size=_BATCH)
