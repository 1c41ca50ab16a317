"""What files can belong to: areas above this one register themselves here, so that it knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jiheng.web.accounts.people import Actor

__all__ = ["Owner", "owner_of", "register_owner"]


class Owner(NamedTuple):
    """A kind of thing that has files.

    Attributes:
        name: as attachments carry it: ``self_evaluation``.
        may_see, may_change: whether a person may look at, or add and take away, the files of the thing with a key.
        organization: code of the organization that the thing with a key belongs to, for the log.
        page: address of the thing.
    """

    name: str
    may_see: Callable[[Actor, int], bool]
    may_change: Callable[[Actor, int], bool]
    organization: Callable[[int], str]
    page: Callable[[int], str]


_OWNERS: dict[str, Owner] = {}


def register_owner(owner: Owner) -> None:
    """Add a kind; called in `AppConfig.ready`. The same name again replaces it."""
    _OWNERS[owner.name] = owner


def owner_of(name: str) -> Owner:
    """The kind of that name.

    Raises:
        LookupError: nobody registered it.
    """
    return _OWNERS[name]
