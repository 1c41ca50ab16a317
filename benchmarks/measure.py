"""Rounds, samples and ratios.

Every round gives each participant one turn, in a new random order, so that a slow spell of the machine falls on all of
them alike; ratios are taken within a round.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeVar

from processes import PeerError

__all__ = ["Sample", "in_rounds", "ratio"]

T = TypeVar("T")


@dataclass(frozen=True)
class Sample:
    """What the rounds gave: their median, and the quartiles below and above it."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle."""
        return median(self.values)

    @property
    def quartiles(self) -> tuple[float, float]:
        """A quarter of the rounds lies below the first, a quarter above the second."""
        if len(self.values) < 2:
            return self.values[0], self.values[0]
        low, _, high = quantiles(self.values, n=4, method="inclusive")
        return low, high


def ratio(ours: Sample, theirs: Sample) -> Sample:
    """Ours to theirs, round by round."""
    return Sample(tuple(a / b for a, b in zip(ours.values, theirs.values, strict=True)))


def in_rounds(
    label: str, participants: Mapping[str, Callable[[], T]], rounds: int, problems: dict[str, str]
) -> dict[str, list[T]]:
    """What each participant's turns gave; one that fails is out, with its reason in `problems`."""
    results: dict[str, list[T]] = {name: [] for name in participants}
    order = list(participants)
    shuffle = random.Random(0).shuffle  # the same orders every time
    for number in range(1, rounds + 1):
        _progress(f"{label}: {number}/{rounds}", last=number == rounds)
        shuffle(order)
        for name in tuple(order):
            try:
                results[name].append(participants[name]())
            except PeerError as error:
                problems[name] = str(error)
                order.remove(name)
                del results[name]
    return results


def _progress(text: str, *, last: bool) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}", end="\n" if last else "", file=sys.stderr, flush=True)
    elif last:
        print(text, file=sys.stderr, flush=True)
