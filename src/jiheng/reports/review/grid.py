"""Tables that no form file describes, built by hand. The words printed on them are official and stay Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jiheng.domain.finding import Finding, Severity
from jiheng.reports.labels import SIGNS, clean
from jiheng.writers.form_table import CellKind, PrintedCell, PrintedRow, PrintedTable, RowKind
from jiheng.writers.values import Value

__all__ = ["SEVERITIES", "Column", "cell", "counts", "counts_text", "label", "listing", "row", "short_counts"]

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
"""What matters most first."""


class Column(NamedTuple):
    """A column of a plain table: its head, its width in per cent, how its cells look."""

    head: str
    width: int
    kind: CellKind = CellKind.TEXT


def cell(
    column: int, text: str, width: int = 1, height: int = 1, *, kind: CellKind = CellKind.TEXT, mark: str = ""
) -> PrintedCell:
    """A cell with text of a document or about one."""
    return PrintedCell(column, Value(clean(text)), width, height, kind, mark=mark)


def label(column: int, text: str, width: int = 1, height: int = 1) -> PrintedCell:
    """A cell that the form prints."""
    return cell(column, text, width, height, kind=CellKind.LABEL)


def row(kind: RowKind, *cells: PrintedCell) -> PrintedRow:
    """A row of such cells."""
    return PrintedRow(kind, cells)


def listing(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    marks: Sequence[str] = (),
) -> PrintedTable:
    """A plain table; `caption` goes above its heads, `marks` are printed in its first cells, row by row."""
    opening = [row(RowKind.HEADING, *(label(index, column.head) for index, column in enumerate(columns)))]
    if caption:
        opening.insert(0, row(RowKind.HEADING, label(0, caption, len(columns))))
    body = [
        row(
            RowKind.BLOCK,
            *(
                cell(index, text, kind=column.kind, mark=marks[number] if marks and index == 0 else "")
                for index, (column, text) in enumerate(zip(columns, texts, strict=True))
            ),
        )
        for number, texts in enumerate(rows)
    ]
    widths = tuple(column.width for column in columns)
    return PrintedTable(widths, (*opening, *body), len(opening), is_landscape=False)


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Findings by severity, what matters most first."""
    result = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        result[finding.severity] += 1
    return result


def counts_text(found: Mapping[Severity, int]) -> str:
    """``× 错误 2　▲ 警告 3``."""
    parts = [f"{SIGNS[severity]} {SEVERITIES[severity]} {count}" for severity, count in found.items() if count]
    return "　".join(parts) or "未发现问题"


def short_counts(found: Mapping[Severity, int]) -> str:
    """``×2 ▲3``, for headings."""
    return " ".join(f"{SIGNS[severity]}{count}" for severity, count in found.items() if count) or "无问题"
