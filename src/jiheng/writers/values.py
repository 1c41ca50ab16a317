"""What a field of a table is printed as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jiheng.domain.evaluation import EvaluatedIndicator, EvaluationTable
from jiheng.domain.goals import Budget, GoalSheet, Indicator, MediumTerm, Organization, Task
from jiheng.domain.monitoring import MonitoredFunding, MonitoredIndicator, MonitoringReport
from jiheng.domain.rectification import LedgerProblem, RectificationLedger
from jiheng.domain.self_evaluation import FundingLine, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import Target

__all__ = ["BLANK", "BlockRow", "Table", "Value", "block_rows", "block_value", "head_value"]

Table = GoalSheet | SelfEvaluation | MonitoringReport | EvaluationTable | RectificationLedger
"""A table that can be printed."""

BlockRow = Indicator | ScoredIndicator | MonitoredIndicator | EvaluatedIndicator | LedgerProblem | Task | None
"""A row of a block; None where the other side of a double grid has more rows."""

_TICK = "√"
_AMOUNT = re.compile(r"[\d.,]+(?:-[\d.,]+)?")
_NAMES = {"reasons.explanation": "explanation"}  # where the form groups what the domain holds by itself


class Value(NamedTuple):
    """A printed value.

    Attributes:
        text: as printed, empty where blank.
        number: what the text says, where it is a plain number or a percentage: of ``25%`` it is 25.
        is_percent: whether a per cent sign stands behind the number.
    """

    text: str
    number: Decimal | None = None
    is_percent: bool = False


BLANK = Value("")


def head_value(table: Table, path: str) -> Value:
    """What a field of the head is printed as: ``budget.total``, ``funding.fiscal.opening``, ``spending_plan.3``."""
    if path in table.malformed:
        return Value(table.malformed[path])
    base, _dot, rest = path.partition(".")
    if base == "details":
        return Value(table.details.get(rest, ""))
    owner: Table | MediumTerm | None = table
    if base == "medium_term":
        owner = table.medium_term if isinstance(table, GoalSheet) else None
        base, _dot, rest = rest.partition(".")
    value = getattr(owner, base, None)
    if base == "spending_plan" and isinstance(table, GoalSheet):
        return _plan_value(table, rest)
    if base == "funding" and isinstance(table, SelfEvaluation | MonitoringReport):
        return _funding_value(table, rest)
    if base == "goals" and isinstance(value, tuple):
        return Value(_numbered(value))
    return _printed(getattr(value, rest, None) if isinstance(value, Budget) else value)


def block_rows(table: Table, block: str) -> Sequence[tuple[BlockRow, BlockRow]]:
    """The rows of a block, each with its counterpart in the medium-term half, where there is one."""
    own: Sequence[BlockRow] = getattr(table, block, ())
    medium = table.medium_term if isinstance(table, GoalSheet) else None
    beside: Sequence[BlockRow] = medium.indicators if medium and block == "indicators" else ()
    count = max(len(own), len(beside))
    return list(zip(_filled(own, count), _filled(beside, count), strict=True))


def block_value(table: Table, block: str, index: int, row: BlockRow, column: str) -> Value:
    """What a column of the row `index` (from 0) of a block is printed as."""
    path = f"{block}[{index}].{column}"
    if path in table.malformed:
        return Value(table.malformed[path])
    if row is None:
        return BLANK
    base, _dot, part = _NAMES.get(column, column).partition(".")
    value = getattr(row, base, None)
    if base in {"reasons", "possibility"}:
        chosen = value if isinstance(value, tuple) else (value,)
        return Value(_TICK if part in chosen else "")
    if isinstance(value, Target) and part:
        return Value(_target_parts(value)[part])
    return _printed(getattr(value, part, None) if isinstance(value, Budget) else value)


def _numbered(goals: Sequence[str]) -> str:
    # A goal that begins with a digit: 1.2024年… would be read as a number with decimals.
    dot = "、" if any(goal[:1].isdigit() for goal in goals) else "."
    return "\n".join(f"{number}{dot}{goal}" for number, goal in enumerate(goals, 1))


def _filled(rows: Sequence[BlockRow], count: int) -> list[BlockRow]:
    return [*rows, *[None] * (count - len(rows))]


def _printed(value: object) -> Value:
    if value is None:
        return BLANK
    if isinstance(value, Decimal):
        return Value(format(value, "f"), value)
    if isinstance(value, Organization):
        return Value(f"{value.code or ''}{value.name or ''}")
    if isinstance(value, Target):
        return Value(value.raw)
    return Value(value.value if isinstance(value, StrEnum) else str(value))


def _percent(number: Decimal | None) -> Value:
    if number is None:
        return BLANK
    digits = f"{number:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Value(f"{digits}%", Decimal(digits), is_percent=True)


def _plan_value(table: GoalSheet, path: str) -> Value:
    """``0.month`` or ``0.percent`` of the spending plan."""
    index, _dot, part = path.partition(".")
    if int(index) >= len(table.spending_plan):
        return BLANK
    step = table.spending_plan[int(index)]
    if part == "month":
        return Value(str(step.month))
    malformed = table.malformed.get(f"spending_plan[{index}]")
    return _percent(step.percent) if malformed is None else Value(malformed)


def _funding_value(table: SelfEvaluation | MonitoringReport, path: str) -> Value:
    source, _dot, column = path.partition(".")
    lines: Sequence[FundingLine | MonitoredFunding] = table.funding
    for index, line in enumerate(lines):
        if line.source == source:
            malformed = table.malformed.get(f"funding[{index}].{column}")
            return _line_value(line, column) if malformed is None else Value(malformed)
    return BLANK


def _line_value(line: FundingLine | MonitoredFunding, column: str) -> Value:
    value = getattr(line, column, None)
    return _percent(value) if column == "rate" else _printed(value)


def _target_parts(target: Target) -> dict[str, str]:
    """Sign, number and unit as three fields; what is no plain quantity stands in the number's field as a whole."""
    text = target.raw
    whole = {"sign": "", "number": text, "unit": ""}
    sign = target.operator.sign if target.operator else ""
    unit = target.unit or ""
    if not (text.startswith(sign) and text.endswith(unit)):
        return whole
    number = text[len(sign) : len(text) - len(unit)]
    return {"sign": sign, "number": number, "unit": unit} if _AMOUNT.fullmatch(number) else whole
