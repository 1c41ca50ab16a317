"""Drawing a sample that anybody can draw again: the same seed, method and population give the same one.

Not the interpreter's generator decides, which may change between versions, but the order of digests: each self-evaluation's
place in the draw is the SHA-256 of the seed and its key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

__all__ = ["BANDS", "DRAW_BY", "Candidate", "Drawn", "Method", "draw", "population_digest"]

DRAW_BY = ("all", "department", "grade", "money")
"""What a population can be divided by."""

BANDS = (Decimal(50), Decimal(200), Decimal(1000))
"""Upper ends of the bands of money in 万元; what is above the last one is a band of its own."""

_PER_CENT = Decimal(100)


class Candidate(NamedTuple):
    """A self-evaluation that can be drawn.

    Attributes:
        key: of its version; department: code of the department; money: adjusted budget in 万元.
    """

    key: int
    department: str
    grade: str
    money: Decimal


class Method(NamedTuple):
    """How many are drawn.

    Attributes:
        number: of all, or None with `percent`: of each part, rounded up so that no part is left out.
        by: one of `DRAW_BY`.
    """

    number: int | None
    percent: Decimal | None
    by: str = "all"


class Drawn(NamedTuple):
    """One that was drawn, and the part that it was drawn for."""

    key: int
    stratum: str


def draw(population: Sequence[Candidate], method: Method, seed: str) -> list[Drawn]:
    """The sample.

    A number is shared out among the parts by their sizes, at least one of each as far as it goes.
    """
    parts: dict[str, list[Candidate]] = {}
    for each in sorted(population, key=lambda each: each.key):
        parts.setdefault(_stratum(each, method.by), []).append(each)
    ordered = {
        name: sorted(members, key=lambda each: _ticket(seed, each.key)) for name, members in sorted(parts.items())
    }
    sizes = _sizes({name: len(members) for name, members in ordered.items()}, method)
    return [Drawn(each.key, name) for name, members in ordered.items() for each in members[: sizes[name]]]


def population_digest(population: Sequence[Candidate]) -> str:
    """SHA-256 of who could be drawn, so that a later draw can prove that it began with the same."""
    lines = (f"{each.key}|{each.department}|{each.grade}|{each.money:f}" for each in sorted(population))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _ticket(seed: str, key: int) -> bytes:
    return hashlib.sha256(f"{seed}:{key}".encode()).digest()


def _stratum(candidate: Candidate, by: str) -> str:
    if by == "department":
        return candidate.department
    if by == "grade":
        return candidate.grade
    if by == "money":
        return str(sum(candidate.money >= band for band in BANDS))
    return ""


def _sizes(counts: dict[str, int], method: Method) -> dict[str, int]:
    if method.number is None:
        share = (method.percent or Decimal(0)) / _PER_CENT
        return {
            name: min(count, int((count * share).to_integral_value(ROUND_CEILING))) for name, count in counts.items()
        }
    whole = min(method.number, sum(counts.values()))
    sizes = dict.fromkeys(counts, 0)
    for _place in range(whole):
        # The part that is furthest behind its share is next; of two alike the larger, then the first by name.
        name = min(
            (name for name in counts if sizes[name] < counts[name]),
            key=lambda name: (Decimal(sizes[name]) / counts[name], -counts[name], name),
        )
        sizes[name] += 1
    return sizes
