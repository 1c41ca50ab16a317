"""Money: what was spent by the end of each month, and what the projects' own plans wanted spent by then."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from jiheng.domain.goals import PlanStep
from jiheng.domain.lights import Progress
from jiheng.domain.money import in_wan
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
    begins: datetime | None = None
    opening: Decimal = _ZERO
    plan: _Plan = ()


def spending_of(scope: Scope) -> dict[int, Spending]:
    """Key of the group → its money, of groups with projects; three queries."""
    projects = _projects(scope)
    entered: dict[int, dict[str, Decimal]] = defaultdict(dict)
    kinds = (MovementKind.OPENING, MovementKind.ADJUSTMENT)
    sums = Movement.objects.filter(goal__in=scope.projects.values("pk"), kind__in=kinds).order_by()
    for goal, kind, amount in (
        sums.values("goal", "kind").annotate(sum=Sum("amount")).values_list("goal", "kind", "sum")
    ):
        entered[goal][kind] = amount
    found: dict[int, Spending] = {}
    budgets: dict[tuple[int, _Plan, date | None], Decimal] = defaultdict(Decimal)
    for key, project in projects.items():
        money = entered.get(key, {})
        opening = money.get(MovementKind.OPENING, project.opening)
        budget = opening + money.get(MovementKind.ADJUSTMENT, _ZERO)
        group = scope.group_of[project.place]
        spending = found.setdefault(group, Spending())
        spending.projects += 1
        spending.budget += budget
        begins = project.begins if project.origin == Origin.ADDED else None
        budgets[group, project.plan, timezone.localdate(begins) if begins else None] += budget
    _add_plans(found, budgets, scope.year)
    _add_spent(found, scope)
    return found


def _projects(scope: Scope) -> dict[int, _Project]:
    versions = Version.objects.filter(goal__in=scope.projects.values("pk"), is_approved=True)
    columns = (
        "goal", "goal__organization", "goal__origin", "approved_at", "content__spending_plan", "content__budget__total",
        "content__budget__currency_unit",
    )  # fmt: skip
    found: dict[int, _Project] = {}
    for goal, place, origin, at, plan, total, unit in versions.order_by("goal", "number").values_list(*columns):
        if goal not in found:  # the budget at the beginning is that of the first version, the plan that of the last
            found[goal] = _Project(place, origin, at, _wan(total, unit))
        found[goal].plan = _plan(plan)
    return found


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
    rows = Movement.objects.filter(own).order_by().values("goal__organization", month=ExtractMonth("on"))
    for row in rows.annotate(sum=Sum("amount")):
        found[scope.group_of[row["goal__organization"]]].spent[row["month"]] += row["sum"]


def _plan(steps: Any) -> _Plan:
    if not isinstance(steps, list):
        return ()
    pairs = (
        (step.get("month"), _number(str(step.get("percent")).rstrip("%"))) for step in steps if isinstance(step, dict)
    )
    return tuple((month, percent) for month, percent in pairs if isinstance(month, int) and percent is not None)


def _wan(total: Any, unit: Any) -> Decimal:
    amount = _number(total)
    return (in_wan(amount, str(unit or "万元")) or _ZERO) if amount is not None else _ZERO


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
