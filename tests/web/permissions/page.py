"""What is said of an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.web.factories import World

__all__ = ["Arguments", "Page"]

Arguments = Callable[[World], dict[str, Any]]


def _no_arguments(_world: World) -> dict[str, Any]:
    return {}


class Page(NamedTuple):
    """Who may open an address.

    Attributes:
        who: names of `PEOPLE`, and `STRANGER`.
        arguments: of the address, for an object of the first unit; may create it.
        method: GET or POST; a POST with too little data is not a refusal, so `data` is seldom needed.
        foreign: arguments for an object of the other department, and `foreign_who` for whoever may open that.
    """

    who: frozenset[str]
    arguments: Arguments = _no_arguments
    method: str = "get"
    data: dict[str, Any] | None = None
    foreign: Arguments | None = None
    foreign_who: frozenset[str] = frozenset()
