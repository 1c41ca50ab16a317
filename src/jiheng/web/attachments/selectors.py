"""Reading attachments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from jiheng.web.accounts.people import Actor
from jiheng.web.attachments.contents import ACCEPTED
from jiheng.web.attachments.models import Attachment
from jiheng.web.attachments.owners import owner_of

__all__ = ["Place", "attachment_get", "attachments_of", "place_of", "places_of"]


class Place(NamedTuple):
    """The files at one place of a thing, as ``attachments/_files.html`` shows them.

    Attributes:
        owner, owner_id, anchor: as in `Attachment`.
        may_change: whether whoever looks may add and take away.
    """

    owner: str
    owner_id: int
    anchor: str
    files: list[Attachment]
    may_change: bool

    @property
    def key(self) -> str:
        """A name for the part of the page that shows it, for one page has many."""
        digest = hashlib.sha256(self.anchor.encode()).hexdigest()[:8]
        return f"files-{self.owner}-{self.owner_id}-{digest}"

    @property
    def accepted(self) -> str:
        """The suffixes that the file field offers."""
        return ACCEPTED


def attachments_of(owner: str, owner_id: int) -> QuerySet[Attachment]:
    """The files of a thing that were not taken away, without their bytes."""
    found = Attachment.objects.filter(owner=owner, owner_id=owner_id, is_deleted=False)
    return found.select_related("added_by").defer("data")


def place_of(*, owner: str, owner_id: int, anchor: str = "", actor: Actor) -> Place:
    """The files at one place.

    Raises:
        Http404: there is no such thing, or `actor` may not see it.
    """
    return places_of(owner=owner, owner_id=owner_id, anchors=[anchor], actor=actor)[anchor]


def places_of(*, owner: str, owner_id: int, anchors: Iterable[str], actor: Actor) -> dict[str, Place]:
    """Anchor → its files, for a page with many of them; one query for all.

    Raises:
        Http404: there is no such thing, or `actor` may not see it.
    """
    try:
        known = owner_of(owner)
    except LookupError:
        raise Http404 from None
    if not known.may_see(actor, owner_id):
        raise Http404
    may_change = known.may_change(actor, owner_id)
    places = {anchor: Place(owner, owner_id, anchor, [], may_change) for anchor in anchors}
    for file in attachments_of(owner, owner_id).filter(anchor__in=list(places)):
        places[file.anchor].files.append(file)
    return places


def attachment_get(*, actor: Actor, pk: int) -> Attachment:
    """A file, also one that was taken away: what was handed in with it refers to it.

    Raises:
        Http404: there is none, or `actor` may not see what it belongs to.
    """
    found = Attachment.objects.filter(pk=pk).defer("data").first()
    if found is None:
        raise Http404
    try:
        known = owner_of(found.owner)
    except LookupError:
        raise Http404 from None
    if not known.may_see(actor, found.owner_id):
        raise Http404
    return found
