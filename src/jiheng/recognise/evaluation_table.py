"""The scored frame of an evaluation → `EvaluationTable`."""

from __future__ import annotations

from jiheng.domain.evaluation import EvaluatedIndicator, EvaluationTable
from jiheng.recognise.draft import REPORTING, Draft, Row
from jiheng.recognise.rows import indicator_rows

__all__ = ["evaluation_table"]


def evaluation_table(draft: Draft) -> EvaluationTable:
    """The table of a draft that has its number."""
    assert draft.number is not None
    draft.note_missing(draft.number)
    rows = list(indicator_rows(draft, "indicators", draft.form.blocks["indicators"]))
    return EvaluationTable(
        number=draft.number,
        form=draft.form.id,
        organization=draft.organization("organization") or draft.organization(REPORTING),
        department=draft.organization("department"),
        code=draft.code(),
        name=draft.name(),
        evaluator=draft.text("evaluator"),
        indicators=tuple(_indicator(draft, row, index) for index, row in enumerate(rows)),
        total_weight=draft.number_of("total_weight", "points"),
        total_score=draft.number_of("total_score", "points"),
        grade=draft.text("grade"),
        malformed=draft.malformed,
        title=draft.title,
        places=draft.places,
        details=draft.details(),
    )


def _indicator(draft: Draft, row: Row, index: int) -> EvaluatedIndicator:
    path = f"indicators[{index}]"
    return EvaluatedIndicator(
        level1=row.text("level1"),
        level2=row.text("level2"),
        name=row.text("name"),
        meaning=row.text("meaning"),
        guidance=row.text("guidance"),
        weight=draft.cell_number(row, "weight", f"{path}.weight", "points"),
        standard=row.text("standard"),
        score=draft.cell_number(row, "score", f"{path}.score", "points"),
        reason=row.text("reason"),
        places=row.places,
    )
