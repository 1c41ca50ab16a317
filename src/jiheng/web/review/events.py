"""What happens in reviews, for areas above that tell people of it. Listeners run inside the transaction of the act."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from jiheng.web.accounts.models import User
from jiheng.web.review.models import Comment, Run, Task

__all__ = ["Event", "Happening", "emit", "register_listener"]


class Happening(Enum):
    """What happened."""

    TASK_READY = "a step waits for its reviewers from now on"
    TASK_HANDED_OVER = "a colleague is to take a step"
    RUN_ENDED = "approved, returned, stopped or withdrawn: see the state of the run"
    COMMENTED = "somebody wrote a remark"


class Event(NamedTuple):
    """Something that happened.

    Attributes:
        task: of `TASK_READY` and `TASK_HANDED_OVER`; comment: of `COMMENTED`.
        actor: who did it, where that is known.
    """

    what: Happening
    run: Run
    task: Task | None = None
    comment: Comment | None = None
    actor: User | None = None


Listener = Callable[[Event], None]
_LISTENERS: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Add a listener, once; called in `AppConfig.ready`."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def emit(event: Event) -> None:
    """Tell every listener; what one raises undoes the act."""
    for listener in _LISTENERS:
        listener(event)
