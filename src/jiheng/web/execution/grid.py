"""The grid of a project: months by kind and source, each cell typed or from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from jiheng.domain.goals import PlanStep
from jiheng.domain.lights import Progress
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.selectors import Sums, spent_by_month, total_of
from jiheng.web.execution.services import last_day
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.goals.models import Goal, Version
from jiheng.web.ui.charts import Chart, ChartKind, Series, Tone

__all__ = ["BY_MONTH", "Box", "Grid", "grid_of", "plain", "plan_chart"]

BY_MONTH = (MovementKind.ADJUSTMENT, MovementKind.ARRIVED, MovementKind.SPENT)
_YEARLY = (MovementKind.OPENING, MovementKind.EXPECTED)
_MONTHS = range(1, 13)


class Box(NamedTuple):
    """A cell.

    Attributes:
        month: 0 for the whole year.
        typed: what people typed; imported: what files brought; both in 万元, None for nothing.
        hint: what holds while the cell is empty.
    """

    kind: MovementKind
    source: Source
    month: int
    typed: Decimal | None
    imported: Decimal | None
    hint: Decimal | None = None

    @property
    def text(self) -> str:
        """The typed amount, as it is typed."""
        return plain(self.typed)

    @property
    def label(self) -> str:
        """What the cell is, for whoever does not see the grid."""
        when = _("{month}月").format(month=self.month) if self.month else _("全年")
        return f"{when} {self.kind.label} {self.source.label}"


class Grid(NamedTuple):
    """All cells of a project.

    Attributes:
        sources: that have a column; more: those without one yet.
        yearly: source → opening and expected; months: number of the month → its cells, by kind, then source.
    """

    sources: list[Source]
    more: list[Source]
    yearly: list[tuple[Source, list[Box]]]
    months: list[tuple[int, list[Box]]]


def plain(amount: Decimal | None) -> str:
    """An amount without noughts at its end and without thousands marks; empty for none."""
    return "" if amount is None else format(amount.normalize(), "f")


def grid_of(goal: Goal, *, money: Mapping[Source, Sums], every: bool = False) -> Grid:
    """The cells of a project, whose sums are `money`; `every`: with columns for sources that have nothing yet."""
    found = Movement.objects.filter(goal=goal).order_by()
    typed, imported = _by_cell(found.filter(key="")), _by_cell(found.exclude(key=""))
    expected = dict(
        found.filter(kind=MovementKind.EXPECTED).order_by("on", "id").values_list("source", "amount")
    )  # the newest of each source comes last
    used = {source for source, sums in money.items() if any(sums)} | {Source.FISCAL}
    sources = [source for source in Source if every or source in used]

    def box(kind: MovementKind, source: Source, month: int) -> Box:
        at = (kind.value, source.value, month)
        hint = money[source].opening if kind == MovementKind.OPENING and source in money else None
        now = expected.get(source.value) if kind == MovementKind.EXPECTED else typed.get(at)
        return Box(kind, source, month, now, imported.get(at), hint)

    return Grid(
        sources,
        [source for source in Source if source not in sources],
        [(source, [box(kind, source, 0) for kind in _YEARLY]) for source in sources],
        [(month, [box(kind, source, month) for kind in BY_MONTH for source in sources]) for month in _MONTHS],
    )


def _by_cell(found: QuerySet[Movement]) -> dict[tuple[str, str, int], Decimal]:
    rows = found.values_list("kind", "source", "on__month").annotate(sum=Sum("amount"))
    cells: dict[tuple[str, str, int], Decimal] = {}
    for kind, source, month, amount in rows:
        at = (kind, source, 0 if kind in _YEARLY else month)
        cells[at] = cells.get(at, Decimal(0)) + amount
    return cells


def plan_chart(goal: Goal, *, money: Mapping[Source, Sums], csv: str, at: datetime) -> Chart:
    """What the plan wants spent by the end of each month, beside what was."""
    months = [_("{month}月").format(month=month) for month in _MONTHS]
    budget = total_of(money).adjusted
    plan = _plan(goal)
    due: Sequence[Decimal] = [
        (budget * Progress.of(at=last_day(goal.year, month), year=goal.year, plan=plan).due).quantize(Decimal("0.01"))
        for month in _MONTHS
    ]
    has_plan = any(step.percent is not None for step in plan)
    name = _("支出计划") if has_plan else _("按时间均摊（没有填支出计划）")
    return Chart(
        key="spending",
        kind=ChartKind.LINE,
        title=_("支出与计划"),
        about=_("各月末累计数；计划为批复的资金支出计划乘以调整后预算"),
        unit=_("万元"),
        rows=_("月份"),
        categories=months,
        series=[Series(name, due, Tone.PLAN), Series(_("实际支出"), spent_by_month(goal.pk, goal.year), Tone.MAIN)],
        at=at,
        csv=csv,
        decimals=2,
    )


def _plan(goal: Goal) -> tuple[PlanStep, ...]:
    version = Version.objects.filter(goal=goal, is_approved=True).order_by("-number").first()
    return sheet_of(version.content).spending_plan if version else ()
