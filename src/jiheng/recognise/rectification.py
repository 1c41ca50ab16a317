"""A ledger of problems → `RectificationLedger`."""

from __future__ import annotations

from typing import Any

from jiheng.domain.rectification import COLUMNS, LedgerProblem, RectificationLedger
from jiheng.recognise.draft import Draft, Row

__all__ = ["rectification_ledger"]


def rectification_ledger(draft: Draft) -> RectificationLedger:
    """The table of a draft that has its number."""
    assert draft.number is not None
    draft.note_missing(draft.number)
    return RectificationLedger(
        number=draft.number,
        form=draft.form.id,
        organization=draft.organization("organization"),
        problems=tuple(map(_problem, draft.rows.get("problems", ()))),
        name=draft.name(),
        malformed=draft.malformed,
        title=draft.title,
        places=draft.places,
        details=draft.details(),
    )


def _problem(row: Row) -> LedgerProblem:
    values: dict[str, Any] = {column: row.text(column) for column in COLUMNS}
    return LedgerProblem(**values, places=row.places)
