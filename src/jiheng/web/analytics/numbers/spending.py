"""Money: what was spent by the end of each month, and what the projects' own plans wanted spent by then."""

from __future__ import annotations

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from jiheng.domain.goals import PlanStep
from jiheng.domain.lights import Progress
from jiheng.web.analytics.scopes import Scope
from jiheng.web.execution.models import Movement, MovementKind
from jiheng.web.goals.models import Origin, Version

__all__ = ["Spending", "spending_of", "together"]

_ZERO = Decimal(0)
_MONTHS = range(1, 13)
_Plan = tuple[tuple[int, Decimal], ...]


@dataclass
class Spending:
    """Money of a group in 万元.

    Attributes:
        budget: 全年预算数, adjustments included.
        spent: in each month, of those with a movement.
        plan: what was to be spent by the end of each month, by the projects' own plans.
        projects: how many.
    """

    budget: Decimal = _ZERO
    spent: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    plan: list[Decimal] = field(default_factory=lambda: [_ZERO] * 12)
    projects: int = 0

    @property
    def total(self) -> Decimal:
        """Spent so far."""
        return sum(self.spent.values(), _ZERO)

    @property
    def rate(self) -> Decimal | None:
        """Spent of the budget, 1 for all; None without a budget."""
        return self.total / self.budget if self.budget > 0 else None

    def by_month(self, last: int) -> list[Decimal | None]:
        """Spent by the end of each month; None behind `last`."""
        running, series = _ZERO, []
        for month in _MONTHS:
            running += self.spent.get(month, _ZERO)
            series.append(running if month <= last else None)
        return series


@dataclass
class _Project:
    place: int
    origin: str
    begins: datetime | None
    budget: Decimal
    plan: _Plan = ()


def spending_of(scope: Scope) -> dict[int, Spending]:
    """Key of the group → its money, of groups with projects; two queries."""
    found: dict[int, Spending] = {}
    budgets: dict[tuple[int, _Plan, date | None], Decimal] = defaultdict(Decimal)
    for project in _projects(scope):
        group = scope.group_of[project.place]
        spending = found.setdefault(group, Spending())
        spending.projects += 1
        spending.budget += project.budget
        begins = project.begins if project.origin == Origin.ADDED else None
        budgets[group, project.plan, timezone.localdate(begins) if begins else None] += project.budget
    _add_plans(found, budgets, scope.year)
    _add_spent(found, scope)
    return found


def _projects(scope: Scope) -> Iterable[_Project]:
    versions = Version.objects.filter(goal__in=scope.projects.values("pk"), is_approved=True)
    plan = KeyTextTransform("spending_plan", "content")
    columns = ("goal", "goal__organization", "goal__origin", "approved_at", "goal__sums__adjusted", plan)
    plans: dict[str, _Plan] = {}  # the same few again and again
    found: dict[int, _Project] = {}
    for goal, place, origin, at, budget, text in versions.order_by("goal", "number").values_list(*columns):
        if goal not in found:  # it begins with the first version; the plan is that of the last
            found[goal] = _Project(place, origin, at, budget or _ZERO)
        if text not in plans:
            plans[text] = _plan(text)
        found[goal].plan = plans[text]
    return found.values()


def _add_plans(
    found: Mapping[int, Spending], budgets: Mapping[tuple[int, _Plan, date | None], Decimal], year: int
) -> None:
    ends = [date(year, month, monthrange(year, month)[1]) for month in _MONTHS]
    shares: dict[tuple[_Plan, date | None], list[Decimal]] = {}
    for (group, plan, begins), budget in budgets.items():
        if (plan, begins) not in shares:  # most projects have one of a few plans
            steps = [PlanStep(month, percent) for month, percent in plan]
            shares[plan, begins] = [Progress.of(at=end, year=year, plan=steps, starts=begins).due for end in ends]
        spending = found[group]
        for number, share in enumerate(shares[plan, begins]):
            spending.plan[number] += budget * share


def _add_spent(found: Mapping[int, Spending], scope: Scope) -> None:
    own = Q(goal__in=scope.projects.values("pk"), kind=MovementKind.SPENT, on__year=scope.year)
    # Twelve sums of ranges: SQLite takes the month of a day apart in Python, day by day.
    months = {f"month_{month}": Sum("amount", filter=Q(on__range=_span(scope.year, month))) for month in _MONTHS}
    rows = Movement.objects.filter(own).order_by().values("goal__organization").annotate(**months)
    for place, *amounts in rows.values_list("goal__organization", *months):
        spent = found[scope.group_of[place]].spent
        for month, amount in zip(_MONTHS, amounts, strict=True):
            if amount is not None:
                spent[month] += amount


def _span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _plan(text: str | None) -> _Plan:
    try:
        steps = json.loads(text or "null")
    except ValueError:
        return ()
    if not isinstance(steps, list):
        return ()
    pairs = (
        (step.get("month"), _number(str(step.get("percent")).rstrip("%"))) for step in steps if isinstance(step, dict)
    )
    return tuple((month, percent) for month, percent in pairs if isinstance(month, int) and percent is not None)


def _number(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 12 else None


def together(parts: Iterable[Spending]) -> Spending:
    """All groups as one."""
    whole = Spending()
    for part in parts:
        whole.budget += part.budget
        whole.projects += part.projects
        whole.plan = [one + other for one, other in zip(whole.plan, part.plan, strict=True)]
        for month, amount in part.spent.items():
            whole.spent[month] += amount
    return whole
