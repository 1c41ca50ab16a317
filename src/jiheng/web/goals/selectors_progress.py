"""How far everybody is whom a person oversees: by department, or by unit of one department."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Exists, Expression, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone

from jiheng.web.goals.models import Goal, GoalKind, GoalState, Version
from jiheng.web.goals.services import SUBJECT
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import Actor, visible_to
from jiheng.web.review.models import Task
from jiheng.web.review.workflow import RunState, StepState

__all__ = ["Group", "Progress", "Waiting", "handed_in_by_day", "progress", "waiting_steps"]

_OVERSEERS = frozenset({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE, Role.AUDITOR})
_NOTHING = Decimal(0)


class Group(NamedTuple):
    """A department with its units, or one unit.

    Attributes:
        units: how many organizations it has; begun: how many of them have a project table.
        parts: how many department parts are being written.
        counts: project tables by state; of drafts that were never handed in only the number is told.
        wrong, doubtful, clean: of those handed in: with something to correct, with advice only, with neither.
        amounts: 万元 by state, of those handed in.
    """

    organization: Organization
    units: int
    begun: int
    parts: int
    counts: dict[str, int]
    wrong: int
    doubtful: int
    clean: int
    amounts: dict[str, Decimal]

    @property
    def total(self) -> int:
        """All project tables."""
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        """Those that left the unit."""
        return self.total - self.counts[GoalState.DRAFT]

    @property
    def amount(self) -> Decimal:
        """What those handed in ask for, in 万元."""
        return sum(self.amounts.values(), _NOTHING)


class Progress(NamedTuple):
    """How far everybody is.

    Attributes:
        department: the one that is looked into; None for all of them.
        is_by_unit: whether a group is a unit.
        scope: the organizations that count.
    """

    department: Organization | None
    is_by_unit: bool
    groups: list[Group]
    scope: QuerySet[Organization]

    @property
    def whole(self) -> Group | None:
        """All groups as one; None without any."""
        if not self.groups:
            return None
        total = self.groups[0]
        for group in self.groups[1:]:
            total = _together(total, group)
        return total


class Waiting(NamedTuple):
    """How many tables of a group wait at a step of the review, and how many of them beyond its deadline."""

    organization: int
    step: str
    tables: int
    late: int


def progress(*, actor: Actor, year: int, department: str = "") -> Progress:
    """The state of all units below a reviewer.

    Args:
        actor: whose view.
        year: of which budget.
        department: code of the one to look into; one that the person does not oversee is as if there were none.
    """
    scope = visible_to(actor, year, _OVERSEERS).filter(is_active=True).exclude(kind=Kind.BUREAU)
    if scope.query.is_empty():  # whoever oversees nobody asks for nothing
        return Progress(None, False, [], scope)
    chosen = Organization.objects.filter(code=department).first() if department else None
    within = scope.filter(Q(pk=chosen.pk) | Q(parent=chosen.pk)) if chosen else scope
    chosen = chosen if chosen and within.exists() else None
    members = _members(within if chosen else scope, _department(""))
    is_by_unit = chosen is not None or len(members) == 1
    shown = within if chosen else scope
    return Progress(chosen, is_by_unit, _groups(shown, year, members, is_by_unit=is_by_unit), shown)


def _members(scope: QuerySet[Organization], by: Expression | F) -> dict[int, int]:
    """Key of each group and how many organizations it has."""
    return dict(scope.order_by().values(group=by).annotate(n=Count("pk")).values_list("group", "n"))


def _begun(scope: QuerySet[Organization], year: int, by: Expression | F) -> dict[int, int]:
    """The same of those that have a project table: of each one is looked for, not all are read."""
    tables = Goal.objects.filter(organization=OuterRef("pk"), year=year, kind=GoalKind.PROJECT, is_deleted=False)
    return _members(scope.filter(Exists(tables)), by)


def _department(path: str) -> Expression:
    """The department that an organization belongs to; `path` leads from the row to the organization."""
    own = f"{path}pk" if path else "pk"
    return Coalesce(Case(When(**{f"{path}kind": Kind.UNIT}, then=F(f"{path}parent"))), F(own))


def _groups(scope: QuerySet[Organization], year: int, members: Mapping[int, int], *, is_by_unit: bool) -> list[Group]:
    goals = Goal.objects.filter(organization__in=scope, year=year, is_deleted=False).order_by()
    by = F("organization_id") if is_by_unit else _department("organization__")
    handed_in = ~Q(state=GoalState.DRAFT)
    rows: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in (
        goals.annotate(group=by)
        .values("group", "kind", "state")
        .annotate(
            n=Count("pk"),
            wrong=Count("pk", filter=handed_in & Q(errors__gt=0)),
            doubtful=Count("pk", filter=handed_in & Q(errors=0, warnings__gt=0)),
            money=Sum("amount", filter=handed_in),
        )
    ):
        rows[row["group"]].append(row)
    begun_of = _begun(scope, year, F("pk") if is_by_unit else _department(""))
    wanted = scope if is_by_unit else Organization.objects.filter(pk__in=members)
    return [
        _group(each, 1 if is_by_unit else members[each.pk], begun_of.get(each.pk, 0), rows[each.pk])
        for each in wanted.order_by("code")
    ]


def _group(organization: Organization, units: int, begun: int, rows: list[Mapping[str, Any]]) -> Group:
    counts = dict.fromkeys(GoalState.values, 0)
    amounts = dict.fromkeys(GoalState.values, _NOTHING)
    projects = [row for row in rows if row["kind"] == GoalKind.PROJECT]
    for row in projects:
        counts[row["state"]] += row["n"]
        amounts[row["state"]] += row["money"] or 0
    wrong, doubtful = (sum(row[name] for row in projects) for name in ("wrong", "doubtful"))
    clean = sum(counts.values()) - counts[GoalState.DRAFT] - wrong - doubtful
    parts = sum(row["n"] for row in rows if row["kind"] == GoalKind.DEPARTMENT)
    return Group(organization, units, begun, parts, counts, wrong, doubtful, clean, amounts)


def _together(one: Group, other: Group) -> Group:
    return Group(
        one.organization,
        one.units + other.units,
        one.begun + other.begun,
        one.parts + other.parts,
        {state: n + other.counts[state] for state, n in one.counts.items()},
        one.wrong + other.wrong,
        one.doubtful + other.doubtful,
        one.clean + other.clean,
        {state: money + other.amounts[state] for state, money in one.amounts.items()},
    )


def waiting_steps(found: Progress, year: int) -> list[Waiting]:
    """Where the tables under review wait, in the order of the steps."""
    path = "run__organization__"
    by = F("run__organization_id") if found.is_by_unit else _department(path)
    open_ones = Task.objects.filter(
        state=StepState.OPEN,
        run__state=RunState.RUNNING,
        run__subject=SUBJECT,
        run__year=year,
        run__organization__in=found.scope,
    )
    late = Count("pk", filter=Q(due_at__lt=timezone.now()))
    rows = open_ones.order_by("order", "name").values("order", "name", group=by).annotate(n=Count("pk"), late=late)
    return [Waiting(row["group"], row["name"], row["n"], row["late"]) for row in rows]


def handed_in_by_day(found: Progress, year: int) -> dict[date, int]:
    """How many project tables were handed in for the first time on each day."""
    first = Version.objects.filter(
        number__lt=2,  # not = 1: SQLite would take the index of unique numbers, and each day out of the row, behind its content
        goal__organization__in=found.scope,
        goal__year=year,
        goal__kind=GoalKind.PROJECT,
        goal__is_deleted=False,
    )
    # By hour of UTC, which any database cuts off as text; to ask SQLite for a local day is a call of ours for each row.
    known = "2026-11-03 14" if _begins_at_full_hours(year) else "2026-11-03 14:02"
    moment = Left(Cast("submitted_at", CharField()), len(known))
    days: Counter[date] = Counter()
    for text, n in first.order_by().values(moment=moment).annotate(n=Count("pk")).values_list("moment", "n"):
        days[timezone.localdate(datetime.fromisoformat(text).replace(tzinfo=UTC))] += n
    return dict(sorted(days.items()))


def _begins_at_full_hours(year: int) -> bool:
    """Whether local days begin at full hours of UTC, as they do in China, in the months in which a budget is written."""
    months = (datetime(year - before, month, 1, tzinfo=UTC) for before in (1, 0) for month in range(1, 13))
    return all(timezone.localtime(month).minute == 0 for month in months)
