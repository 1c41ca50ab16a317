"""A whole file: which paragraphs and tables are what, whose document it is, and for which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from jiheng.domain.evaluation import EvaluationTable
from jiheng.domain.goals import Document, GoalSheet, Organization, Source
from jiheng.domain.grid import Block, Grid, Paragraph, Reading
from jiheng.domain.monitoring import MonitoringReport
from jiheng.domain.note import Note
from jiheng.domain.numerals import chinese_to_int
from jiheng.domain.place import Place
from jiheng.domain.project_code import parse_project_code
from jiheng.domain.rectification import RectificationLedger
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.domain.text import label_key, to_half_width
from jiheng.forms import Form
from jiheng.recognise.department import read_department
from jiheng.recognise.draft import Draft
from jiheng.recognise.evaluation import self_evaluation
from jiheng.recognise.evaluation_table import evaluation_table
from jiheng.recognise.goals import goal_sheet
from jiheng.recognise.match import matcher
from jiheng.recognise.monitoring import monitoring_report
from jiheng.recognise.rectification import rectification_ledger
from jiheng.recognise.seen import doubts_of, mend
from jiheng.recognise.sheets import SheetReader

__all__ = ["recognise"]

_Table = GoalSheet | SelfEvaluation | MonitoringReport | EvaluationTable | RectificationLedger

_YEAR = re.compile(
    r"(20\d\d|二[〇零○]二[〇零○一二三四五六七八九])\s*年(?:度)?(?!\s*\d{1,2}\s*月|[一二三四五六七八九十]+月)"
)
_TITLE_WORDS = re.compile(r"预算|绩效|目标|部门|单位|文本|项目")
_CONTENTS = re.compile(r"目\s*录|\S.*?(?:\t|[\s.…·]{2,})\s*\d{1,4}")  # typed by hand: a heading, dots, its page
_CONTENTS_LENGTH = 120
_MOST_PIECES = 8  # of one table: looking through all that follow would take for ever in a file of many
_EXCERPT = 40
_TITLE_LENGTH = 60


def recognise(reading: Reading, source: Source, forms: Mapping[str, Form]) -> Document:
    """The domain objects of a file that was read; total over all readings."""
    reading = mend(reading, forms)
    notes = list(reading.notes)
    drafts, text = _drafts(reading, tuple(forms.values()), notes)
    tables = [_KINDS[draft.form.kind](draft) for draft in drafts]
    sheets = tuple(table for table in tables if isinstance(table, GoalSheet))
    notes.extend(doubts_of(sheets))
    department, cover = read_department(text, notes)
    if department is None and any(draft.form.has_department_part for draft in drafts):
        notes.append(Note("no-department-part", {}))
    title = _title(cover)
    notes.extend(_unplaced(paragraph) for paragraph in cover if title is None or paragraph.text not in title)
    return Document(
        fiscal_year=_fiscal_year(title, drafts, text, notes),
        organization=_organization(tables, notes),
        department=department,
        sheets=sheets,
        source=source,
        title=title,
        notes=tuple(notes),
        self_evaluations=tuple(table for table in tables if isinstance(table, SelfEvaluation)),
        monitoring=tuple(table for table in tables if isinstance(table, MonitoringReport)),
        evaluations=tuple(table for table in tables if isinstance(table, EvaluationTable)),
        rectification=tuple(table for table in tables if isinstance(table, RectificationLedger)),
    )


def _drafts(reading: Reading, forms: tuple[Form, ...], notes: list[Note]) -> tuple[list[Draft], list[Paragraph]]:
    """The tables in any of the forms, and the paragraphs before the first one."""
    reader = SheetReader(notes)
    captions = frozenset(key for form in forms for key in form.captions)
    endings = tuple(dict.fromkeys(label_key(title) for form in forms for title in form.titles))
    text: list[Paragraph] = []
    for index, block in enumerate(reading.blocks):
        if isinstance(block, Grid):
            form = matcher(forms).form(_whole(reading.blocks, index, captions), reader.form, reader.title)
            if form is not None:
                reader.table(block, form)
            elif reader.form is not None and reader.continues(block):
                reader.table(block, reader.form)
            elif not any(reader.preface(block, known) for known in forms):
                _unknown_table(block, notes)
        elif (
            block.is_contents
            or (not reader.drafts and _is_contents_line(block.text))
            or (reader.drafts and label_key(block.text) in captions)
            or reader.heading(block, endings)
            or (reader.title is not None and any(reader.preface(block, form) for form in forms))
        ):
            continue
        elif reader.drafts:
            notes.append(_unplaced(block))
        else:
            text.append(block)
    reader.drafts = [draft for draft in reader.drafts if not _is_left_out(draft, notes)]
    reader.number()
    return reader.drafts, text


def _is_left_out(draft: Draft, notes: list[Note]) -> bool:
    """Whether a table is a form that nobody filled in, such as a spare sheet of a fill-in workbook."""
    if not draft.is_blank:
        return False
    place = next(iter(draft.places.values()), Place())
    where = Place(table=place.table, page=place.page, sheet=place.sheet)
    notes.append(Note("blank-table", {"text": draft.title or draft.form.name}, where))
    return True


def _whole(blocks: Sequence[Block], index: int, captions: frozenset[str]) -> Grid:
    """A table with the pieces of it that only a caption cuts off, as a line across a sheet does: 项目支出绩效指标表."""
    grid = blocks[index]
    assert isinstance(grid, Grid)
    rows = grid.rows
    ahead = blocks[index + 1 : index + 1 + 2 * _MOST_PIECES]
    for caption, piece in zip(ahead[::2], ahead[1::2], strict=False):
        if isinstance(caption, Grid) or isinstance(piece, Paragraph) or label_key(caption.text) not in captions:
            break
        rows += piece.rows
    return Grid(grid.number, rows) if rows is not grid.rows else grid


def _is_contents_line(text: str) -> bool:
    return len(text) <= _CONTENTS_LENGTH and _CONTENTS.fullmatch(text) is not None


def _unplaced(paragraph: Paragraph) -> Note:
    return Note("unrecognised-text", {"text": paragraph.text[:_EXCERPT]}, paragraph.place)


def _unknown_table(grid: Grid, notes: list[Note]) -> None:
    text = " ".join(cell.text for row in grid.rows for cell in dict.fromkeys(row) if cell.text)
    if text:
        notes.append(Note("unrecognised-table", {"text": text[:_EXCERPT]}, Place(table=grid.number, page=grid.page)))


def _title(cover: Sequence[Paragraph]) -> str | None:
    """The lines of the cover that name the document, down to the last one that speaks of budget or goals."""
    lines = [
        paragraph for paragraph in cover if len(paragraph.text) <= _TITLE_LENGTH and paragraph.text[-1] not in "。；"
    ]
    named = [
        n
        for n, line in enumerate(lines)
        if line.heading == 0 or _TITLE_WORDS.search(line.text) or _YEAR.fullmatch(line.text)
    ]
    return "\n".join(line.text for line in lines[: named[-1] + 1]) if named else None


def _year(text: str) -> int | None:
    match = _YEAR.search(to_half_width(text))
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else chinese_to_int(match[1])


def _fiscal_year(
    title: str | None, drafts: Sequence[Draft], text: Sequence[Paragraph], notes: list[Note]
) -> int | None:
    """From the title or the tables' headings; else the year of most project codes; else the one the text names most."""
    if title and (year := _year(title)):
        return year
    stated = Counter(draft.year for draft in drafts if draft.year)
    if stated:
        return stated.most_common(1)[0][0]
    codes = Counter(
        year for draft in drafts if (code := draft.code()) and (year := parse_project_code(code).year) is not None
    )
    if codes:
        return codes.most_common(1)[0][0]
    written = [paragraph.text for paragraph in text] + [draft.title or "" for draft in drafts]
    named = Counter(
        int(match) if match.isdigit() else chinese_to_int(match)
        for words in written
        for match in _YEAR.findall(to_half_width(words))
    )
    if named and (year := named.most_common(1)[0][0]):
        notes.append(Note("fiscal-year-from-text", {"year": year}))
        return year
    notes.append(Note("no-fiscal-year", {}))
    return None


def _organization(tables: Sequence[_Table], notes: list[Note]) -> Organization | None:
    named = Counter(table.organization for table in tables if table.organization)
    if not named:
        if tables:
            notes.append(Note("no-organization", {}))
        return None
    if len(named) > 1:
        names = "、".join(f"{o.code or ''}{o.name or ''}" for o in named)
        notes.append(Note("several-organizations", {"organizations": names}))
    return named.most_common(1)[0][0]


_KINDS: dict[str, Callable[[Draft], _Table]] = {
    "goals": goal_sheet,
    "self-evaluation": self_evaluation,
    "monitoring": monitoring_report,
    "evaluation": evaluation_table,
    "rectification": rectification_ledger,
}
