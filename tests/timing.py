"""How long something may take, said in seconds of an idle machine; a slower or busier one is given more in proportion."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ROUNDS = 2_000_000
_IDLE = 0.2  # seconds that the measure takes on an idle machine of 2026


def _measure(clock: Callable[[], float]) -> float:
    """Seconds of a fixed piece of work of the common kind: names, numbers, texts and a dictionary."""
    began = clock()
    names: dict[str, int] = {}
    for number in range(_ROUNDS):
        names[str(number & 1023)] = number
    return clock() - began


@contextmanager
def within(seconds: float, clock: Callable[[], float] = time.process_time) -> Iterator[None]:
    """Fail if the block takes longer; the clock is of computing, so that waiting for other programs does not count.

    What the tests before have left in memory is not searched through by the collector meanwhile.
    """
    gc.freeze()
    began = clock()
    try:
        yield
        took = clock() - began
    finally:
        gc.unfreeze()
    if took > seconds:  # only then is it of interest how slow the machine is
        allowed = seconds * max(1.0, _measure(clock) / _IDLE)
        assert took <= allowed, f"{took:.2f} s; {allowed:.2f} are allowed here"
