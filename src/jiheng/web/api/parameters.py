"""What callers name in addresses and bodies, and what it stands for."""

from __future__ import annotations

from typing import Annotated

from django.shortcuts import get_object_or_404
from pydantic import AfterValidator, Field

from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.organizations.selectors import organization_list, years

__all__ = ["Code", "Id", "Word", "Words", "Year", "budget_year", "organization_of"]


def _printable(text: str) -> str:
    return "".join(each for each in text if each == "\n" or each.isprintable())


Id = Annotated[int, Field(ge=1, lt=2**63)]
Year = Annotated[int, Field(ge=1990, le=2200)]
Word = Annotated[str, AfterValidator(_printable), Field(max_length=100)]
"""A line to look for."""
Words = Annotated[str, AfterValidator(_printable), Field(max_length=2000)]
"""What a person has to say."""
Code = Annotated[str, AfterValidator(_printable), Field(max_length=12)]
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
