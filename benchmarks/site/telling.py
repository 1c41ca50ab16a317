"""Notices to people, as `notices.services.notify` keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from jiheng.web.notices.models import Notice
from places import Unit
from rows import Rows

__all__ = ["tell", "writers"]


def writers(unit: Unit) -> tuple[int, int]:
    """Keys of the people who write for a unit."""
    return unit.preparer, unit.deciders[0]


def tell(
    rows: Rows, unit: Unit, year: int, *, people: Iterable[int], kind: str, key: str, title: str, url: str,
    text: str = "", is_read: bool = False,
) -> None:  # fmt: skip
    """One notice a person; who has read it did so soon."""
    at = rows.moment()
    for person in people:
        rows.add(
            Notice, user_id=person, kind=kind, key=key, title=title, text=text, url=url, year=year, created_at=at,
            organization_id=unit.organization.pk, read_at=rows.now if is_read else None,
        )  # fmt: skip
