"""What higher areas say beside goals: they enter themselves here, so that this area knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.policies import Actor

__all__ = ["Aside", "asides_of", "register_aside"]


class Aside(NamedTuple):
    """A part of a page.

    Attributes:
        template: its name; context: what it shows, known there as ``aside``.
    """

    template: str
    context: Any


Make = Callable[[Goal, Actor], Aside | None]
_MAKERS: dict[str, Make] = {}


def register_aside(name: str, make: Make) -> None:
    """Add a part, made of a goal and whoever looks at it; called in `AppConfig.ready`. The same name replaces it."""
    _MAKERS[name] = make


def asides_of(goal: Goal, actor: Actor) -> list[Aside]:
    """The parts that have something to say of a goal that `actor` may see."""
    made = (make(goal, actor) for make in _MAKERS.values())
    return [each for each in made if each is not None]
