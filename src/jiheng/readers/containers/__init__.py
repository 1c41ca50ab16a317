"""Files with files inside: archives and mails, looked into like folders.

Nothing is unpacked to disk, nothing is expanded beyond the limits, and nothing that is a link is followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jiheng.readers.containers.entries import Keys
from jiheng.readers.containers.kinds import SUFFIXES
from jiheng.readers.containers.walk import Member, Walk
from jiheng.readers.limits import DEFAULT_LIMITS, Limits

__all__ = ["SUFFIXES", "Member", "members"]


def members(
    load: Callable[[], bytes], *, name: str = "", passwords: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS
) -> Iterator[Member]:
    """Every file in a container and in the containers inside it, in the order of their names.

    A file that is no container is its own only member, at an empty path.

    Args:
        load: gives the content of the container; it may be asked more than once.
        name: what the container is called: a single packed file has no other name.
        passwords: to try, in this order, where something is locked.
        limits: how much is looked into.

    Raises:
        UnreadableSourceError: it cannot be opened, or holds too much.
    """
    yield from Walk(load, Keys(limits, tuple(passwords), name)).members()
