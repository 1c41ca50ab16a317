"""What the table of permissions says of an operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.web.factories import World

from jiheng.web.api.models import Scope

Arguments = Callable[[World, int], dict[str, Any]]


class Call(NamedTuple):
    """Who may call an operation.

    Attributes:
        who, foreign_who: for the first unit's things, and for those of the other department.
        arguments: of the address and (as ``body``) what is sent, for the unit of that index; None where there are none.
        scopes: that open it.
    """

    who: frozenset[str]
    foreign_who: frozenset[str] = frozenset()
    arguments: Arguments | None = None
    scopes: frozenset[str] = frozenset({Scope.READ})
