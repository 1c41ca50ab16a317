"""Departments, or the units of one, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from jiheng.web.analytics.counted import Numbers
from jiheng.web.analytics.numbers.lights import current
from jiheng.web.analytics.numbers.problems import Standing
from jiheng.web.analytics.numbers.spending import Spending, together
from jiheng.web.analytics.scopes import Place, Scope
from jiheng.web.monitoring.models import Colour
from jiheng.web.ui.addresses import reverse

__all__ = ["Group", "groups_of", "whole_of"]


class Group(NamedTuple):
    """A department with its units, a unit, or all that is looked at.

    Attributes:
        lights: of the current round; average, scored: of the self-evaluations, and how many there are.
        link: one step deeper: a department's units, a unit's projects.
    """

    organization: Place
    spending: Spending
    lights: Mapping[str, int]
    average: Decimal | None
    scored: int
    problems: Standing
    link: str

    @property
    def red(self) -> int:
        """Projects with a red light."""
        return self.lights.get(Colour.RED, 0)

    @property
    def yellow(self) -> int:
        """Projects with a yellow light."""
        return self.lights.get(Colour.YELLOW, 0)


def groups_of(scope: Scope, numbers: Numbers) -> list[Group]:
    """Those with projects, by code."""
    spending, scores, problems = numbers.spending, numbers.scores, numbers.standing
    newest = current(numbers.lights)
    last = newest.groups if newest else {}
    return [
        Group(
            organization,
            spending.get(key, Spending()),
            last.get(key, Counter()),
            scores[key][0] if key in scores else None,
            scores[key][1] if key in scores else 0,
            problems.get(key, Standing(0, 0, 0)),
            _link(scope, organization),
        )
        for key, organization in scope.groups.items()
        if key in spending or key in problems
    ]


def whole_of(scope: Scope, groups: Sequence[Group]) -> Group | None:
    """All of them as one; None without any."""
    if not groups:
        return None
    scored = sum(group.scored for group in groups)
    total = sum((group.average * group.scored for group in groups if group.average is not None), Decimal(0))
    lights: Counter[str] = Counter()
    for group in groups:
        lights.update(group.lights)
    problems = Standing(*(sum(parts) for parts in zip(*(group.problems for group in groups), strict=True)))
    return Group(
        scope.chosen or groups[0].organization, together(group.spending for group in groups), lights,
        total / scored if scored else None, scored, problems, "",
    )  # fmt: skip


def _link(scope: Scope, organization: Place) -> str:
    if scope.is_by_unit:
        return scope.link("execution:list", organization)
    return f"{reverse('analytics:overview')}?year={scope.year}&organization={organization.code}"
