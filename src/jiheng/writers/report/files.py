"""A report as the paper that the writers print, and as files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.domain.numerals import int_to_chinese
from jiheng.writers.form_table import CellKind, PrintedCell, PrintedRow, PrintedTable, RowKind
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading, Paper, Text
from jiheng.writers.report.contents import Paragraph, Report, Section, Table
from jiheng.writers.values import Value

__all__ = ["report_docx", "report_paper", "report_pdf"]

_NUMBER = re.compile(r"[-−]?[\d,]+(\.\d+)?[%％]?|—")
_WHOLE = 100
_SHORT = 8  # characters: a column of such texts has them in the middle


def report_docx(report: Report) -> bytes:
    """The Word file; the same report gives the same bytes."""
    from jiheng.writers.docx import write_docx  # noqa: PLC0415 - loads a library of its own

    return write_docx(report_paper(report))


def report_pdf(report: Report) -> bytes:
    """The PDF.

    Raises:
        UnavailableError: the optional component is not installed.
    """
    from jiheng.writers.pdf import write_pdf  # noqa: PLC0415 - loads a library of its own

    return write_pdf(report_paper(report))


def report_paper(report: Report) -> Paper:
    """The paper of a report."""
    blocks: list[Block] = []
    if report.has_cover:
        blocks += [Cover(report.subtitle or None, (report.title,)), Contents()]
    else:
        blocks.append(Heading(report.title, 1, "title"))
        if report.subtitle:
            blocks.append(Text(report.subtitle))
    tables = 0
    for key, section, number in _numbered(report.sections):
        blocks.append(Heading(f"{number}{section.heading}", section.level + 1, key))
        for block in section.blocks:
            if isinstance(block, Paragraph):
                blocks.append(Text(block.text, block.lead))
                continue
            tables += 1
            if block.caption:
                blocks.append(Text("", block.caption))
            blocks.append(FormTable(_printed(block), f"table-{tables}"))
    return Paper(report.title, tuple(blocks))


def _numbered(sections: Sequence[Section]) -> Iterator[tuple[str, Section, str]]:
    """Key, section and number of each: ``一、`` and, counted anew below each of those, ``（一）``."""
    upper = lower = 0
    for index, section in enumerate(sections, 1):
        if section.level == 1:
            upper, lower = upper + 1, 0
            yield f"section-{index}", section, f"{int_to_chinese(upper)}、"
        else:
            lower += 1
            yield f"section-{index}", section, f"（{int_to_chinese(lower)}）"


def _printed(table: Table) -> PrintedTable:
    heading = tuple(PrintedCell(column, Value(text), kind=CellKind.LABEL) for column, text in enumerate(table.header))
    rows = [PrintedRow(RowKind.HEADING, heading)]
    kinds = [_kind([row[column] for row in table.rows]) for column in range(len(table.header))]
    for number, row in enumerate(table.rows):
        cells = (_cell(table, number, column, kinds[column]) for column in range(len(row)))
        rows.append(PrintedRow(RowKind.BLOCK, tuple(cell for cell in cells if cell)))
    return PrintedTable(_widths(table), tuple(rows), 1, is_landscape=False)


def _kind(texts: Sequence[str]) -> CellKind:
    """How a column is set: numbers at the right, short texts in the middle, others at the left."""
    if all(_NUMBER.fullmatch(text) for text in texts):
        return CellKind.AMOUNT
    is_short = all(len(text) <= _SHORT and "\n" not in text for text in texts)
    return CellKind.SHORT if is_short else CellKind.TEXT


def _cell(table: Table, number: int, column: int, kind: CellKind) -> PrintedCell | None:
    """The cell that begins here; None where one from above reaches down."""
    text = table.rows[number][column]
    if column >= table.merged:
        return PrintedCell(column, Value(text), kind=kind)
    if number and _same(table, number - 1, number, column):
        return None
    last = number
    while last + 1 < len(table.rows) and _same(table, last, last + 1, column):
        last += 1
    return PrintedCell(column, Value(text), height=last - number + 1, kind=CellKind.LEVEL)


def _same(table: Table, one: int, other: int, column: int) -> bool:
    """Whether two neighbouring rows are of one cell in a column: they are alike up to there."""
    return table.rows[one][: column + 1] == table.rows[other][: column + 1] and bool(table.rows[one][column])


def _widths(table: Table) -> tuple[int, ...]:
    shares = table.widths or (1,) * len(table.header)
    widths = [round(_WHOLE * share / sum(shares)) for share in shares]
    widths[-1] += _WHOLE - sum(widths)
    return tuple(widths)
