"""What a unit promises: the yearly document, its department part, and one goal sheet a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from jiheng.domain.money import in_wan
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.domain.target import Target
from jiheng.domain.taxonomy import Category, classify

if TYPE_CHECKING:
    from jiheng.domain.evaluation import EvaluationTable
    from jiheng.domain.monitoring import MonitoringReport
    from jiheng.domain.rectification import RectificationLedger
    from jiheng.domain.self_evaluation import SelfEvaluation

__all__ = [
    "Budget",
    "DepartmentGoals",
    "Document",
    "GoalSheet",
    "Indicator",
    "MediumTerm",
    "Organization",
    "PlanStep",
    "Source",
    "SubGoal",
    "Task",
]

Places = Mapping[str, Place]
_NO_PLACES: Places = {}


@dataclass(frozen=True, slots=True)
class Organization:
    """A budget unit; `code` is the 6-digit code (3 for the department, 3 for the unit), None where not printed."""

    code: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts in `currency_unit`; None is a blank (or, if the sheet lists the field as malformed, unreadable) cell.

    Attributes:
        carried_over: 上年结转, where the form has it.
    """

    total: Decimal | None
    fiscal: Decimal | None
    other: Decimal | None
    currency_unit: str | None
    carried_over: Decimal | None = None

    @property
    def reference(self) -> Decimal | None:
        """The budget that texts and targets are compared with, in 万元: the total, where blank the fiscal funds."""
        amount = self.fiscal if self.total is None else self.total
        return None if amount is None else in_wan(amount, self.currency_unit)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Cumulative per cent of the budget spent by the end of `month`; None where the cell is blank."""

    month: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the indicator grid; a blank cell is None.

    Attributes:
        target: where sign, value and unit stand in three columns they are joined as forms print them.
        weight: 分值权重, remark: 备注, where the form has them.
    """

    level1: str | None
    level2: str | None
    name: str | None
    description: str | None
    target: Target | None
    basis: str | None
    places: Places = field(default_factory=dict, compare=False, repr=False)
    weight: Decimal | None = None
    remark: str | None = None

    @property
    def category(self) -> Category:
        """Where the indicator belongs in the tree."""
        return classify(self.level1, self.level2)


@dataclass(frozen=True, slots=True)
class MediumTerm:
    """What a form with medium-term columns says of the whole project beside the year: 中期资金, 中期目标, 中期指标."""

    budget: Budget
    goals: tuple[str, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One of the year's main tasks (年度主要任务) of a department's 部门整体支出绩效目标表."""

    name: str | None
    content: str | None
    budget: Budget
    places: Places = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GoalSheet:
    """One project's 绩效目标表, or a whole department's 部门整体支出绩效目标表.

    Attributes:
        number: of the table in its document, from 1.
        form: the id of the form it is written in.
        goals: the numbered goals, without their numbers.
        malformed: path of each field that is not blank but could not be understood (it has a note) → what stands there.
        places: field path (``budget.total``, ``goals[0]``) → where it stands.
        title: the heading printed above the table, if there is one.
        department: 主管部门; organization is then 实施单位.
        execution_weight: 执行率分值, what the execution of the budget is worth in points.
        medium_term: where the form has medium-term columns.
        tasks: 年度主要任务, of a whole department.
        details: what else the form asks for (项目属性, 项目期 …), by printed label.
    """

    number: int
    form: str
    organization: Organization | None
    code: str | None
    name: str | None
    budget: Budget
    purpose: str | None
    spending_plan: tuple[PlanStep, ...]
    goals: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    malformed: Mapping[str, str] = field(default_factory=dict, hash=False)
    title: str | None = field(default=None, compare=False)
    places: Places = field(default_factory=dict, compare=False, repr=False)
    department: Organization | None = None
    execution_weight: Decimal | None = None
    medium_term: MediumTerm | None = None
    tasks: tuple[Task, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SubGoal:
    """A goal by function; an item without 绩效目标/绩效指标 labels has no `indicators`."""

    title: str | None
    goal: str | None
    indicators: str | None


@dataclass(frozen=True, slots=True)
class DepartmentGoals:
    """The text part of the yearly document; a section that is not there is None (or empty)."""

    overall_goals: str | None
    sub_goals: tuple[SubGoal, ...]
    safeguards: str | None
    places: Places = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """The file a document was read from; `sha256` is its digest in hexadecimal."""

    path: str
    sha256: str
    format: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file's content. Two documents are equal when they say the same, wherever and however it was written."""

    fiscal_year: int | None
    organization: Organization | None
    department: DepartmentGoals | None
    sheets: tuple[GoalSheet, ...]
    source: Source = field(compare=False)
    title: str | None = field(default=None, compare=False)
    notes: tuple[Note, ...] = field(default=(), compare=False)
    self_evaluations: tuple[SelfEvaluation, ...] = ()
    monitoring: tuple[MonitoringReport, ...] = ()
    evaluations: tuple[EvaluationTable, ...] = ()
    rectification: tuple[RectificationLedger, ...] = ()

    @property
    def results(self) -> tuple[SelfEvaluation | MonitoringReport | EvaluationTable | RectificationLedger, ...]:
        """All tables but the goals."""
        return (*self.self_evaluations, *self.monitoring, *self.evaluations, *self.rectification)
