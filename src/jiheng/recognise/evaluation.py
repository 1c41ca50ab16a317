"""A self-evaluation table → `SelfEvaluation`."""

from __future__ import annotations

from jiheng.domain.self_evaluation import EvaluatedTask, FundingLine, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import parse_target
from jiheng.recognise.draft import REPORTING, Draft, Row
from jiheng.recognise.funds import FundRows, fund_rows
from jiheng.recognise.rows import indicator_rows, target_of

__all__ = ["self_evaluation"]


def self_evaluation(draft: Draft) -> SelfEvaluation:
    """The table of a draft that has its number."""
    assert draft.number is not None
    draft.note_missing(draft.number)
    unit = draft.currency_unit("currency_unit")
    block = draft.form.blocks["indicators"]
    rows = list(indicator_rows(draft, "indicators", block))
    return SelfEvaluation(
        number=draft.number,
        form=draft.form.id,
        organization=draft.organization("organization") or draft.organization(REPORTING),
        department=draft.organization("department"),
        code=draft.code(),
        name=draft.name(),
        currency_unit=unit,
        funding=tuple(_funding(draft, line, index, unit) for index, line in enumerate(fund_rows(draft))),
        expected_goals=draft.text("expected_goals"),
        actual_goals=draft.text("actual_goals"),
        indicators=tuple(_indicator(draft, row, index) for index, row in enumerate(rows)),
        total_weight=draft.number_of("total_weight", "points"),
        total_score=draft.number_of("total_score", "points"),
        process=draft.text("process"),
        conclusion=draft.text("conclusion"),
        problems=draft.text("problems"),
        improvements=draft.text("improvements"),
        grade=draft.text("grade"),
        details=draft.details(),
        tasks=tuple(_task(draft, row, index, unit) for index, row in enumerate(draft.rows.get("tasks", ()))),
        malformed=draft.malformed,
        title=draft.title,
        places=draft.places,
    )


def _funding(draft: Draft, line: FundRows, index: int, unit: str) -> FundingLine:
    path = f"funding[{index}]"
    opening, adjusted, executed = (
        line.amount(draft, column, path, unit) for column in ("opening", "adjusted", "executed")
    )
    return FundingLine(
        source=line.source,
        opening=opening,
        adjusted=adjusted,
        executed=executed,
        weight=draft.cell_number(line.row, "weight", f"{path}.weight", "points"),
        rate=draft.cell_number(line.row, "rate", f"{path}.rate", "percent"),
        score=draft.cell_number(line.row, "score", f"{path}.score", "points"),
        reason=line.row.text("reason"),
        places=line.row.places,
    )


def _task(draft: Draft, row: Row, index: int, unit: str) -> EvaluatedTask:
    path = f"tasks[{index}]"
    return EvaluatedTask(
        name=row.text("name"),
        content=row.text("content"),
        budget=draft.cell_number(row, "budget", f"{path}.budget", "amount", unit=unit),
        executed=draft.cell_number(row, "executed", f"{path}.executed", "amount", unit=unit),
        completion=row.text("completion"),
        places=row.places,
    )


def _indicator(draft: Draft, row: Row, index: int) -> ScoredIndicator:
    path = f"indicators[{index}]"
    actual = row.text("actual")
    return ScoredIndicator(
        level1=row.text("level1"),
        level2=row.text("level2"),
        name=row.text("name"),
        target=target_of(draft, row),
        actual=None if actual is None else parse_target(actual),
        weight=draft.cell_number(row, "weight", f"{path}.weight", "points"),
        score=draft.cell_number(row, "score", f"{path}.score", "points"),
        reason=row.text("reason"),
        places=row.places,
    )
