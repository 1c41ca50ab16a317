"""A clock for the site of this process, to let a year go by."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from unittest.mock import patch

from django.utils import timezone

__all__ = ["Clock", "moved_clock"]

_MORNING = time_of_day(9)


class Clock:
    """Stands at nine in the morning of the day it was set to, and goes on from there."""

    def __init__(self, day: date) -> None:
        self.set(day)

    def set(self, day: date) -> None:
        """Make it the morning of `day`, in the site's zone."""
        self._begin = timezone.make_aware(datetime.combine(day, _MORNING)).astimezone(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """As `django.utils.timezone.now`."""
        return datetime.fromtimestamp(self._begin.timestamp() + time.monotonic() - self._since, tz=UTC)


@contextmanager
def moved_clock(day: date) -> Iterator[Clock]:
    """Let everything that asks Django for the time, in all threads, go by a clock that begins on `day`."""
    clock = Clock(day)
    with patch.object(timezone, "now", clock.now):
        yield clock
