"""A form with nothing filled in: all its rows and columns, also those that are printed only where they say something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from jiheng.domain.evaluation import EvaluatedIndicator, EvaluationTable
from jiheng.domain.goals import Budget, GoalSheet, Indicator, MediumTerm, Task
from jiheng.domain.monitoring import MonitoredIndicator, MonitoringReport
from jiheng.domain.rectification import COLUMNS, LedgerProblem, RectificationLedger
from jiheng.domain.self_evaluation import EvaluatedTask, ScoredIndicator, SelfEvaluation
from jiheng.forms import Form
from jiheng.writers.form_table import PrintedCell, PrintedRow, PrintedTable, printed_table
from jiheng.writers.values import BLANK, Table, Value

__all__ = ["BlankForm", "blank_form"]

_NUMBER = re.compile(r"\[\d+\]")
_FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
_FIRST_HALF = "7"  # monitoring reports what was done by the end of July
_EXECUTION = "10"  # of 100 points, the share of the execution rate
_TASKS = 6
_MEDIUM_TERM = "medium_term."


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form to be filled in.

    Attributes:
        table: as printed.
        changeable: the cells that the form prints and whose words hold a value, such as 单位：万元.
    """

    table: PrintedTable
    changeable: frozenset[PrintedCell]


class _EveryField(Mapping[str, str]):
    """Lets each field of a table say its own path, so that all are printed and no two say the same."""

    def __init__(self, silent: frozenset[str]) -> None:
        self._silent = silent  # without the numbers of rows

    def __contains__(self, path: object) -> bool:
        return _NUMBER.sub("", str(path)) not in self._silent

    def __getitem__(self, path: str) -> str:
        return path

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def blank_form(form: Form, rows: int) -> BlankForm:
    """`form` with `rows` rows for indicators."""
    presets = {
        "budget.currency_unit": form.currency_unit,
        "currency_unit": form.currency_unit,
        "through_month": _FIRST_HALF,
        "execution_weight": _EXECUTION,
    }
    table = printed_table(_table(form, rows), form)
    changeable: list[PrintedCell] = []
    made = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            text = cell.text
            if cell.is_label:
                for path in cell.fields:
                    text = text.replace(path, presets.get(path, ""))
            shown = replace(cell, value=Value(text) if cell.is_label or not _is_open(cell) else BLANK)
            if cell.is_label and text != cell.text:
                changeable.append(shown)
            cells.append(shown)
        made.append(PrintedRow(row.kind, tuple(cells)))
    return BlankForm(replace(table, rows=tuple(made)), frozenset(changeable))


def _is_open(cell: PrintedCell) -> bool:
    """Whether it is to be filled in: what the form strikes out (—) is not."""
    return any(field.removeprefix(_MEDIUM_TERM) in cell.text for field in cell.fields)


def _table(form: Form, rows: int) -> Table:
    # Silent is what the form prints itself where nothing is filled in, and what tells another form from it.
    printed = {
        path
        for section in form.layout.sections
        for row in (*section.rows, *([section.total] if section.total else []))
        for cell in row.cells
        for path, default in _FIELD.findall(cell.text)
        if default
    }
    every = _EveryField(frozenset(printed | form.absent))
    if form.kind == "self-evaluation":
        scored = ScoredIndicator(None, None, None, None, None, None, None, None)
        return SelfEvaluation(
            number=1, form=form.id, organization=None, department=None, code=None, name=None, currency_unit=None,
            funding=(), expected_goals=None, actual_goals=None, indicators=(scored,) * rows, total_weight=None,
            total_score=None, tasks=(EvaluatedTask(None, None, None, None, None),) * _TASKS, malformed=every,
        )  # fmt: skip
    if form.kind == "monitoring":
        monitored = MonitoredIndicator(None, None, None, None, None, None, (), None, None, None)
        return MonitoringReport(
            number=1, form=form.id, organization=None, department=None, code=None, name=None, currency_unit=None,
            through_month=None, funding=(), goals=(), indicators=(monitored,) * rows, malformed=every,
        )  # fmt: skip
    if form.kind == "evaluation":
        evaluated = EvaluatedIndicator(None, None, None, None, None, None, None, None, None)
        return EvaluationTable(
            number=1, form=form.id, organization=None, department=None, code=None, name=None, evaluator=None,
            indicators=(evaluated,) * rows, total_weight=None, total_score=None, malformed=every,
        )  # fmt: skip
    if form.kind == "rectification":
        problem = LedgerProblem(**dict.fromkeys(COLUMNS))  # type: ignore[arg-type]
        return RectificationLedger(
            number=1, form=form.id, organization=None, problems=(problem,) * rows, malformed=every
        )
    budget = Budget(None, None, None, None)
    indicators = (Indicator(None, None, None, None, None, None),) * rows
    return GoalSheet(
        number=1, form=form.id, organization=None, code=None, name=None, budget=budget, purpose=None, spending_plan=(),
        goals=(), indicators=indicators, medium_term=MediumTerm(budget, (), indicators),
        tasks=(Task(None, None, budget),) * _TASKS, malformed=every,
    )  # fmt: skip
