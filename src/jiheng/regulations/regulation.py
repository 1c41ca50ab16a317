"""A set of rules for a region and the years from one on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.lights import LightRule
from jiheng.domain.proposals import ProposalRule
from jiheng.domain.scores import ScoringRule
from jiheng.domain.scoring import Grade

__all__ = ["Reason", "Regulation", "Rung", "Weights"]


class Weights(NamedTuple):
    """What the first levels of a tree weigh, in points.

    Attributes:
        groups: first level → points, with every group present.
        without: a group that is missing → what the others weigh then.
    """

    groups: Mapping[str, Decimal]
    without: Mapping[str, Mapping[str, Decimal]]

    def of(self, present: frozenset[str] | set[str]) -> dict[str, Decimal]:
        """The points of the groups that a table has; their sum stays the same for the groups that may be missing."""
        weights = {group: points for group, points in self.groups.items() if group in present}
        for group, lost in self.groups.items():
            if group in present or not weights:
                continue
            moved = {name: points for name, points in self.without.get(group, {}).items() if name in weights}
            for name, points in moved.items():
                weights[name] += points
            # What nobody is named for, or only groups that are missing as well, goes to the first one.
            weights[next(iter(weights))] += lost - sum(moved.values(), Decimal(0))
        return weights


class Reason(NamedTuple):
    """A kind of deviation: what is stored, what is printed, and finer kinds below it."""

    code: str
    label: str
    finer: tuple[str, ...] = ()


class Rung(NamedTuple):
    """A rung of the ladder for what is overdue: from so many days on, who is told and what it is called."""

    days: int
    label: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """Everything that a place decides for itself.

    Attributes:
        region: two digits of GB/T 2260, ``00`` for the nation; first_year: from which budget year on.
        basis: the documents that it rests on.
        weights: tree id (``2015``, ``2021``) → weights of its first levels.
        grades: least score → grade, the best first; half-open.
        rounds: months whose end is monitored.
        reasons: why an indicator lags behind.
        rectification_days: in which a problem should be mended; ladder: what happens afterwards.
        proposals: rules for the next budget, the first that fits is taken.
        reason_exceeded: from which share of a target on a reason is compulsory.
        result_disclosure_days: in which results are to be published after the final accounts were approved.
    """

    region: str
    name: str
    first_year: int
    basis: tuple[str, ...]
    weights: Mapping[str, Weights]
    scoring: ScoringRule
    lights: LightRule
    grades: tuple[tuple[Decimal, Grade], ...]
    rounds: tuple[int, ...]
    reasons: tuple[Reason, ...]
    rectification_days: int
    ladder: tuple[Rung, ...]
    proposals: tuple[ProposalRule, ...]
    reason_exceeded: Decimal
    result_disclosure_days: int

    def grade(self, total: Decimal) -> Grade:
        """The grade of a score; a boundary belongs to the better one."""
        return next((name for least, name in self.grades if total >= least), Grade.POOR)
