"""Writing the log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from jiheng.web.accounts.models import User
from jiheng.web.audit.middleware import origin
from jiheng.web.audit.models import Entry, Head

__all__ = ["digest_of", "record"]

_TITLE = 255
_MEANS = 120


@transaction.atomic
def record(
    action: str,
    *,
    actor: User | None,
    subject: object = None,
    title: str = "",
    organization: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Add an entry, in the transaction of the act itself: neither is there without the other.

    Args:
        action: a name of the form ``noun.verb-in-the-past``.
        actor: who acted; None for the program by itself.
        subject: the row that was acted on.
        title: what it is called; its text if not given.
        organization: code of the organization concerned.
        before: what was there before.
        after: what is there now.
    """
    whence = origin.get()
    Head.objects.get_or_create(pk=1)
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        actor=f"{actor.name}（{actor.login}）" if actor else "",
        address=whence.address,
        request=whence.request,
        means=whence.means[:_MEANS],
        action=action,
        subject=type(subject).__name__.lower() if subject is not None else "",
        subject_id=str(getattr(subject, "pk", "") or ""),
        title=(title or (str(subject) if subject is not None else ""))[:_TITLE],
        organization=organization,
        before=_plain(before),
        after=_plain(after),
    )
    entry.digest = digest_of(entry, head.digest)
    entry.save(force_insert=True)
    head.number, head.digest = entry.number, entry.digest
    head.save(update_fields=["number", "digest"])
    return entry


def digest_of(entry: Entry, previous: str) -> str:
    """SM3 over the digest of the entry before and all that this one says."""
    said = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}  # noqa: SLF001
    for name in ("id", "digest"):
        del said[name]
    if not entry.means:  # entries of the first version had no such field, and keep their digests
        del said["means"]
    said["at"] = int(entry.at.timestamp() * 1_000_000)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.new("sm3", f"{previous}\n{text}".encode()).hexdigest()


def _plain(values: Mapping[str, Any] | None) -> Any:
    # Through JSON and back, so that the digest is made of what the database will hold.
    return None if values is None else json.loads(json.dumps(values, ensure_ascii=False, cls=DjangoJSONEncoder))
