"""What is said of an address that takes what somebody typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.test import Client
from tests.web.hostile.town import Town

__all__ = ["Filling", "Values", "at", "draft", "pk_of", "reason", "said"]

Values = Callable[[Town], dict[str, Any]]


def _nothing(_town: Town) -> dict[str, Any]:
    return {}


class Filling(NamedTuple):
    """How an address is filled in.

    Attributes:
        person: who sends it, a stranger if empty.
        place: arguments of the address.
        values: that would be taken.
        free: fields that may hold any text; strict: those in which no text of the catalogue makes sense, which has to
            be said at the field; lenient: those in which nonsense is as if nothing were there.
        numbers, dates: fields that hold such.
        room: characters that fit into the free fields.
        is_good: whether the values are taken; of codes and signatures there are none that everybody knows.
        is_json: the body is JSON, with the fields in its ``content``.
        chosen: what in a JSON content holds one word of a few; free texts leave it alone.
        open: the browser, where signing in is not all.
    """

    person: str
    place: Values = _nothing
    values: Values = _nothing
    free: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    lenient: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    room: int = 64
    is_good: bool = True
    is_json: bool = False
    chosen: tuple[str, ...] = ()
    open: Callable[[Town], Client] | None = None


def pk_of(thing: Callable[[Town], Any]) -> Values:
    """The key of something of a town."""
    return lambda town: {"pk": thing(town).pk}


def at(make: Callable[[Any], Any]) -> Values:
    """The key of something of a world."""
    return pk_of(lambda town: make(town.world))


def reason(_town: Town) -> dict[str, Any]:
    """Why, and nothing else."""
    return {"reason": "有误"}


def said(prefix: str, **values: str) -> Values:
    """What the form of that prefix says; only a decision stands in none."""
    named = {name if name == "decision" else f"{prefix}-{name}": value for name, value in values.items()}
    return lambda _town: dict(named)


draft: Values = pk_of(lambda town: town.draft)
"""The goals that are being written."""
