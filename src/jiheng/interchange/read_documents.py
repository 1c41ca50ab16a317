"""Documents from the JSON that `write_documents` makes, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Container
from string import Formatter
from typing import TypeVar

from jiheng.domain.evaluation import EvaluationTable
from jiheng.domain.goals import (
    Budget,
    DepartmentGoals,
    Document,
    GoalSheet,
    Indicator,
    MediumTerm,
    PlanStep,
    Source,
    SubGoal,
    Task,
)
from jiheng.domain.monitoring import MonitoringReport
from jiheng.domain.note import MESSAGES, Note
from jiheng.domain.place import Place
from jiheng.domain.rectification import RectificationLedger
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.forms import load_forms
from jiheng.i18n import _
from jiheng.interchange.checked import Checked
from jiheng.interchange.evaluation import evaluation_table_from_json, ledger_from_json
from jiheng.interchange.read_results import (
    monitoring_from_json,
    organization_from_json,
    self_evaluation_from_json,
    target_from_json,
)

__all__ = ["document_from_json"]

_MOST = 10**9
_COUNTS = ("table", "row", "column", "line", "page")  # of a place
_Table = TypeVar("_Table", GoalSheet, SelfEvaluation, MonitoringReport, EvaluationTable, RectificationLedger)


def document_from_json(data: Checked, source: Source, forms: Container[str]) -> Document:
    """The document that an entry of ``documents`` says; places of its fields are not in there.

    Args:
        data: the entry.
        source: the file it was read from.
        forms: ids of the forms whose tables are wanted; the others are left out.

    Raises:
        UnreadableSourceError: a value that cannot be what its key says.
    """
    numbers: set[int] = set()

    def tables(key: str, kind: str, read: Callable[[Checked], _Table]) -> tuple[_Table, ...]:
        entries = data.get(key).items()
        wanted = [entry for entry in entries if _check_head(entry, kind, numbers) in forms]
        return tuple(map(read, wanted))

    return Document(
        fiscal_year=data.get("fiscal_year").optional(lambda year: year.integer(1, 9999)),
        organization=data.get("organization").optional(organization_from_json),
        department=data.get("department").optional(_department),
        sheets=tables("projects", "goals", _project),
        source=source,
        title=data.get("title").text(),
        notes=tuple(note for note in data.get("notes").each(_note) if note),
        self_evaluations=tables("self_evaluations", "self-evaluation", self_evaluation_from_json),
        monitoring=tables("monitoring", "monitoring", monitoring_from_json),
        evaluations=tables("evaluations", "evaluation", evaluation_table_from_json),
        rectification=tables("rectification", "rectification", ledger_from_json),
    )


def _check_head(table: Checked, kind: str, numbers: set[int]) -> str:
    """The form of a table, after a look at what tables must not have in common."""
    number = table.get("number")
    if number.integer(1, _MOST) in numbers:
        number.refuse(_("别的表没有用过的编号"))
    numbers.add(number.value)
    return table.get("form").one_of([form.id for form in load_forms().values() if form.kind == kind])


def _department(data: Checked) -> DepartmentGoals:
    return DepartmentGoals(
        data.get("overall_goals").text(), data.get("sub_goals").each(_sub_goal), data.get("safeguards").text()
    )


def _sub_goal(data: Checked) -> SubGoal:
    return SubGoal(data.get("title").text(), data.get("goal").text(), data.get("indicators").text())


def _project(data: Checked) -> GoalSheet:
    return GoalSheet(
        number=data.get("number").integer(1, _MOST),
        form=data.get("form").words(),
        organization=data.get("organization").optional(organization_from_json),
        code=data.get("code").text(),
        name=data.get("name").text(),
        budget=_budget(data),
        purpose=data.get("purpose").text(),
        spending_plan=data.get("spending_plan").each(_plan_step),
        goals=data.get("goals").each(Checked.words),
        indicators=data.get("indicators").each(_indicator),
        malformed=data.get("malformed").mapping(),
        title=data.get("title").text(),
        department=data.get("department").optional(organization_from_json),
        execution_weight=data.get("execution_weight").number(),
        medium_term=data.get("medium_term").optional(_medium_term),
        tasks=data.get("tasks").each(_task),
        details=data.get("details").mapping(),
    )


def _medium_term(data: Checked) -> MediumTerm:
    return MediumTerm(_budget(data), data.get("goals").each(Checked.words), data.get("indicators").each(_indicator))


def _task(data: Checked) -> Task:
    return Task(data.get("name").text(), data.get("content").text(), _budget(data))


def _budget(owner: Checked) -> Budget:
    """The budget; what is carried over stands beside it."""
    data = owner.get("budget")
    if data.value is None:
        return Budget(None, None, None, None)
    return Budget(
        data.get("total").number(),
        data.get("fiscal").number(),
        data.get("other").number(),
        data.get("currency_unit").text(),
        owner.get("carried_over").number(),
    )


def _plan_step(data: Checked) -> PlanStep:
    return PlanStep(data.get("month").integer(1, 12), data.get("percent").number())


def _indicator(data: Checked) -> Indicator:
    return Indicator(
        data.get("level1").text(),
        data.get("level2").text(),
        data.get("name").text(),
        data.get("description").text(),
        data.get("target").optional(target_from_json),
        data.get("basis").text(),
        weight=data.get("weight").number(),
        remark=data.get("remark").text(),
    )


def _note(data: Checked) -> Note | None:
    """A remark; None of one that only another version can word."""
    code, values = data.get("code").words(), data.get("values")
    if code not in MESSAGES:
        return None
    names = [name for _text, name, _spec, _conversion in Formatter().parse(MESSAGES[code]) if name]
    return Note(code, {name: _value(values.get(name)) for name in names}, data.get("place").optional(_place))


def _value(data: Checked) -> str | int:
    return data.integer(-_MOST, _MOST) if isinstance(data.value, int) else data.words()


def _place(data: Checked) -> Place:
    table, row, column, line, page = (
        data.get(name).optional(lambda count: count.integer(1, _MOST))
        for name in ("table", "row", "column", "line", "page")
    )
    sure = data.get("confidence").value
    known = isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 1
    return Place(table, row, column, line, page, data.get("sheet").text(), float(sure) if known else None)
