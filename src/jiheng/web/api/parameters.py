"""What callers name in addresses and bodies, and what it stands for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, TypeVar

from django.shortcuts import get_object_or_404
from pydantic import AfterValidator, AwareDatetime, Field

from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.organizations.selectors import organization_list, years

__all__ = [
    "Code", "Day", "Id", "Label", "Lock", "Moment", "Name", "Passage", "Said", "ShortName", "Word", "Words", "Year",
    "budget_year", "organization_of",
]  # fmt: skip

_When = TypeVar("_When", date, datetime)
_FIRST, _LAST = 1990, 2200  # years


def _printable(text: str) -> str:
    return "".join(each for each in text if each == "\n" or each.isprintable())


def _near(when: _When) -> _When:
    # Clocks of other zones and days to come are reckoned from it: nothing at the ends of the calendar.
    if not _FIRST <= when.year <= _LAST:
        raise ValueError(f"{_FIRST}–{_LAST}")
    return when


Id = Annotated[int, Field(ge=1, lt=2**63, examples=[1])]
Year = Annotated[int, Field(ge=_FIRST, le=_LAST, examples=[2027])]
Day = Annotated[date, AfterValidator(_near), Field(examples=["2027-02-20"])]
Moment = Annotated[AwareDatetime, AfterValidator(_near), Field(examples=["2026-11-30T18:00:00+08:00"])]
"""With its zone."""
Word = Annotated[str, Field(max_length=100), AfterValidator(_printable)]
"""A line to look for."""
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_printable)]
"""Of an organization."""
ShortName = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]
"""Of a person, a division, a chain."""
Label = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(_printable)]
"""Of a window, a step."""
Words = Annotated[str, Field(max_length=2000), AfterValidator(_printable)]
"""What a person has to say."""
Passage = Annotated[str, Field(max_length=20_000), AfterValidator(_printable)]
"""A part of a report."""
Said = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_printable)]
"""What has to be said: a problem, a measure, a reason."""
Lock = Annotated[int, Field(ge=1, lt=2**31, examples=[1])]
"""What counts up with each save: as the caller read it."""
Code = Annotated[str, Field(max_length=12, examples=["205001"]), AfterValidator(_printable)]
"""Of an organization."""


def budget_year(year: int | None) -> int:
    """The year that is asked for, else the newest."""
    return year or next(iter(years()), 0)


def organization_of(actor: Actor, year: int, code: str) -> Organization:
    """The organization of a code.

    Raises:
        Http404: there is none, or `actor` has nothing to do with it in that year.
    """
    return get_object_or_404(organization_list(actor=actor, year=year), code=code)
