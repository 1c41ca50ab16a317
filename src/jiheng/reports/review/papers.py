"""The papers of a review, put together: summary, and for every table the audit sheet and the annotated copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.domain.goals import Document, GoalSheet
from jiheng.domain.numerals import int_to_chinese
from jiheng.forms import load_form
from jiheng.reports.cells import Sheet
from jiheng.reports.labels import SIGNS, place_text
from jiheng.reports.results import CheckedDocument, Failure, shown_path
from jiheng.reports.review.annotated import annotated_table, lists
from jiheng.reports.review.audit_sheet import audit_sheet, audit_title
from jiheng.reports.review.grid import SEVERITIES, Column, listing, short_counts
from jiheng.reports.review.part import Part, parts_of
from jiheng.writers.form_table import CellKind
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading, Paper, Text

__all__ = ["review_paper"]

_TITLE = "绩效目标审核材料"
_SUMMARY = "审核情况汇总"
_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """A document and what is to be reviewed in it; `number` from 1."""

    number: int
    document: Document
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        path = self.document.source.path
        return "标准输入" if path == _STANDARD_INPUT else shown_path(path)


def review_paper(checked: Sequence[CheckedDocument], failures: Sequence[Failure] = ()) -> Paper:
    """The papers for all documents; what concerns one table alone needs no cover, contents and summary.

    Args:
        checked: the documents, in the order of the papers.
        failures: the files that gave none.
    """
    reviewed = [
        _Reviewed(number, entry.document, tuple(parts_of(entry, number))) for number, entry in enumerate(checked, 1)
    ]
    tables = [part for each in reviewed for part in each.parts if part.sheet]
    if len(tables) == 1 and not failures:
        return Paper(_TITLE, tuple(_document_blocks(reviewed[0])))
    blocks: list[Block] = [Cover(_organization(reviewed), (_title(reviewed),)), Contents()]
    blocks += _summary(reviewed, failures)
    for each in reviewed:
        if len(reviewed) > 1:
            blocks.append(Heading(f"{int_to_chinese(each.number)}、{each.name}", 1, f"d{each.number}", new_page=True))
        blocks += _document_blocks(each, new_page=len(reviewed) == 1)
    return Paper(_TITLE, tuple(blocks))


def _organization(reviewed: Sequence[_Reviewed]) -> str | None:
    """Whose documents these are, if all are the same one's."""
    names = {each.document.organization.name if each.document.organization else None for each in reviewed}
    return names.pop() if len(names) == 1 else None


def _title(reviewed: Sequence[_Reviewed]) -> str:
    years = {each.document.fiscal_year for each in reviewed}
    year = years.pop() if len(years) == 1 else None
    return f"{year}年{_TITLE}" if year else _TITLE


# ── The summary ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _summary(reviewed: Sequence[_Reviewed], failures: Sequence[Failure]) -> Iterator[Block]:
    yield Heading(_SUMMARY, 1, "summary", new_page=True)
    rows = [(each, part) for each in reviewed for part in each.parts]
    several = len(reviewed) > 1
    columns = [
        *([Column("文件", 25)] if several else []),
        Column("表号", 8, CellKind.SHORT),
        Column("项目名称", 27 if several else 52),
        *(Column(f"{SIGNS[severity]}\n{word}", 10, CellKind.SHORT) for severity, word in SEVERITIES.items()),
        Column("已豁免", 10, CellKind.SHORT),
    ]
    texts = [[*([each.name] if several else []), *_part_texts(part)] for each, part in rows]
    found = [str(sum(part.counts[severity] for _each, part in rows)) for severity in SEVERITIES]
    waived = str(sum(len(part.waived) for _each, part in rows))
    texts.append([*(["合计"] if several else []), "" if several else "合计", f"{_tables(rows)} 张表", *found, waived])
    yield FormTable(listing(columns, texts), "summary")
    if failures:
        yield Text("下列文件没有读成，没有审核。")
        unread = [(shown_path(failure.path), str(failure.error)) for failure in failures]
        columns = [Column("文件", 40), Column("原因和办法", 60)]
        yield FormTable(listing(columns, unread, caption="没有读成的文件"), "summary")


def _tables(rows: Sequence[tuple[_Reviewed, Part]]) -> int:
    return sum(part.sheet is not None for _each, part in rows)


def _part_texts(part: Part) -> list[str]:
    number, name = ("", "整份文件") if part.sheet is None else (str(part.sheet.number), _name(part.sheet))
    return [number, name, *(str(count) for count in part.counts.values()), str(len(part.waived))]


# ── The tables ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _document_blocks(reviewed: _Reviewed, *, new_page: bool = False) -> Iterator[Block]:
    count = sum(part.sheet is not None for part in reviewed.parts)
    if not count:
        yield Text("这份文件里没有要审核的绩效目标表或自评表。")
    for part in reviewed.parts:
        yield from _part_blocks(part, new_page=new_page, is_alone=count == 1)
        new_page = True
    if reviewed.document.notes:
        yield Heading("读取说明", 2, f"d{reviewed.number}-notes", new_page=new_page)
        yield _notes(reviewed)


def _part_blocks(part: Part, *, new_page: bool, is_alone: bool) -> Iterator[Block]:
    found = f"（{short_counts(part.counts)}）"
    sheet = part.sheet
    if sheet is None:
        yield Heading(f"整份文件{found}", 2, part.key, new_page=new_page)
        yield from lists(part, part.key)
        return
    name = _name(sheet) if is_alone else f"{sheet.number}.{_name(sheet)}"
    if isinstance(sheet, GoalSheet):
        yield Heading(f"{name}{audit_title(sheet)}{found}", 2, part.key, new_page=new_page)
        yield FormTable(audit_sheet(part, sheet), part.key)
        new_page = True
    # There is no audit sheet for results: 88号 asks about goals only.
    level, key = (3, f"{part.key}-marked") if isinstance(sheet, GoalSheet) else (2, part.key)
    counted = "" if isinstance(sheet, GoalSheet) else found
    yield Heading(f"{name}{load_form(sheet.form).title}（标注）{counted}", level, key, new_page=new_page)
    yield from annotated_table(part, sheet, key)


def _name(sheet: Sheet) -> str:
    """What the table is about: its project, else its organization."""
    return sheet.name or (sheet.organization.name if sheet.organization else None) or ""


def _notes(reviewed: _Reviewed) -> FormTable:
    source_format = reviewed.document.source.format
    rows = [
        (str(number), note.message, place_text([note.place], source_format))
        for number, note in enumerate(reviewed.document.notes, 1)
    ]
    columns = (Column("序号", 8, CellKind.SHORT), Column("说明", 67), Column("位置", 25))
    return FormTable(listing(columns, rows), f"d{reviewed.number}-notes")
