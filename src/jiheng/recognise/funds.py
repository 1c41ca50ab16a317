"""The lines of 项目资金. Where a source of money is printed only by its parts, these are added up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.note import Note
from jiheng.domain.self_evaluation import FundSource
from jiheng.recognise.draft import Draft, Row
from jiheng.recognise.values import is_dash

__all__ = ["FundRows", "fund_rows"]

_SUMMED = frozenset({"line", "opening", "adjusted", "executed", "expected"})


class FundRows(NamedTuple):
    """The rows of one line.

    Attributes:
        source: which money.
        row: the line itself; of parts that are added up, only the first one's label: a sum has no rate and no score.
        parts: the rows whose amounts are added up.
    """

    source: FundSource
    row: Row
    parts: list[Row]

    def amount(self, draft: Draft, column: str, path: str, unit: str) -> Decimal | None:
        """The amount in a column; `path` is the line's field in the domain."""
        found = (draft.cell_number(part, column, f"{path}.{column}", "amount", unit=unit) for part in self.parts)
        amounts = [amount for amount in found if amount is not None]
        return sum(amounts[1:], amounts[0]) if amounts else None


def fund_rows(draft: Draft) -> list[FundRows]:
    """The lines of a table that say anything, in printed order; ``fiscal.central`` names a part of the line ``fiscal``."""
    return list(_lines(draft))


def _lines(draft: Draft) -> Iterator[FundRows]:
    rows = [row for row in draft.rows.get("funding", ()) if _is_filled(row)]
    whole = {row.line for row in rows}
    summed: set[str] = set()
    for row in rows:
        source, _, part = (row.line or FundSource.OTHER).partition(".")
        if not part:
            yield FundRows(FundSource(source), row, [row])
        elif source in whole:
            # What the printed whole already holds: said, for the domain has no place for it.
            draft.notes.append(Note("unrecognised-cell", {"text": row.text("line") or ""}, row.places.get("line")))
        elif source not in summed:
            summed.add(source)
            parts = [other for other in rows if (other.line or "").startswith(f"{source}.")]
            labels = "、".join(other.text("line") or "" for other in parts)
            draft.notes.append(Note("summed-funds", {"labels": labels}, row.places.get("line")))
            if len(parts) == 1:
                yield FundRows(FundSource(source), row, parts)
                continue
            draft.notes.extend(note for other in parts for note in _not_summed(other))
            yield FundRows(FundSource(source), row._replace(cells={"line": row.cells["line"]}), parts)


def _not_summed(row: Row) -> Iterator[Note]:
    """What stands in a part beside its amounts: a rate, a score or a reason of a part is none of the sum."""
    for name, cell in row.cells.items():
        if name not in _SUMMED and cell and cell.text and not is_dash(cell.text):
            yield Note("unrecognised-cell", {"text": cell.text}, row.places.get(name))


def _is_filled(row: Row) -> bool:
    """A form prints sources that a project does not have."""
    return any(cell and cell.text and not is_dash(cell.text) for name, cell in row.cells.items() if name != "line")
