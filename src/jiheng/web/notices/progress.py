"""How far each unit is: the area whose work has a deadline says so here; this one knows none of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from jiheng.web.organizations.models import Organization

__all__ = ["NOTHING", "Progress", "Source", "register_progress", "source"]


class Progress(NamedTuple):
    """A unit's tables of a year.

    Attributes:
        tables: all of them; drafts, returned: of these, still with the unit.
        blocked: of drafts and returned ones, those with errors.
    """

    tables: int = 0
    drafts: int = 0
    returned: int = 0
    blocked: int = 0

    @property
    def is_handed_in(self) -> bool:
        """Whether there is something and nothing of it is left with the unit."""
        return bool(self.tables) and not self.drafts and not self.returned


NOTHING = Progress()


class Source(NamedTuple):
    """What the reminders ask.

    Attributes:
        progress: year → key of an organization → how far it is; what is missing has nothing.
        own_page: where a unit goes on writing; overview: where those above see everybody.
    """

    progress: Callable[[int], Mapping[int, Progress]]
    own_page: Callable[[Organization, int], str]
    overview: Callable[[int], str]


_SOURCES: list[Source] = []


def register_progress(found: Source) -> None:
    """Say who knows; called in `AppConfig.ready`. The last one holds."""
    _SOURCES[:] = [found]


def source() -> Source:
    """Who knows; where nobody does, nobody has anything."""
    return _SOURCES[0] if _SOURCES else Source(lambda _year: {}, lambda _unit, year: f"/?year={year}", lambda _y: "/")
