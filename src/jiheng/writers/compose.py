"""From a document to the paper that is printed: cover, contents, part one (the department), part two (the tables)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping

from jiheng.domain.evaluation import EvaluationTable
from jiheng.domain.goals import DepartmentGoals, Document, GoalSheet, Organization, SubGoal
from jiheng.domain.monitoring import MonitoringReport
from jiheng.domain.numerals import int_to_chinese
from jiheng.domain.rectification import RectificationLedger
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.domain.text import label_key
from jiheng.forms import Form
from jiheng.writers.form_table import printed_table
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading, Paper, Text
from jiheng.writers.values import Table

__all__ = ["compose", "tables_of"]

_DEPARTMENT_PART = "部门整体绩效目标"
_PROJECT_PART = "预算项目绩效目标"
_DOCUMENT_NAMES: Mapping[type, str] = {
    SelfEvaluation: "绩效自评表",
    MonitoringReport: "绩效目标执行监控表",
    EvaluationTable: "绩效评价评分表",
    RectificationLedger: "绩效问题整改台账",
}
_YEAR = re.compile(r"\s*[（(]?\d{4}年度?[）)]?$")


def compose(
    document: Document, forms: Mapping[str, Form], *, form: Form | None = None, tables: Container[int] | None = None
) -> Paper:
    """The paper of `document`.

    Args:
        document: what is printed.
        forms: by id; each table is printed in its own form.
        form: the form to print the tables of its kind in instead.
        tables: numbers of the only tables to print; then they stand alone, without cover, contents and part one.
    """
    chosen = [table for table in tables_of(document) if tables is None or table.number in tables]
    printed = [(table, form if form and form.kind == forms[table.form].kind else forms[table.form]) for table in chosen]
    title = _title(document, printed)
    is_whole = tables is None and (document.department is not None or len(chosen) > 1)
    headings = _headings(printed, forms, None if is_whole else document.fiscal_year)
    blocks: list[Block] = []
    if is_whole:
        blocks += [Cover(_organization(document.organization, title), title), Contents()]
        blocks += _department_part(document.department) if document.department else ()
    in_parts = is_whole and document.department is not None
    if in_parts:
        blocks.append(Heading(f"第二部分 {_PROJECT_PART}", 1, "part-2", new_page=True))
    for index, (table, table_form) in enumerate(printed):
        new_page = is_whole and not (in_parts and index == 0)
        blocks += [
            Heading(headings[table.number], 2, f"table-{table.number}", new_page=new_page or index > 0),
            FormTable(printed_table(table, table_form), f"table-{table.number}"),
        ]
    return Paper("".join(title), tuple(blocks))


def tables_of(document: Document) -> list[Table]:
    """All tables of a document in their order."""
    tables: list[Table] = [*document.sheets, *document.results]
    return sorted(tables, key=lambda table: table.number)


def _title(document: Document, printed: list[tuple[Table, Form]]) -> tuple[str, ...]:
    lines = tuple((document.title or "").split("\n")) if document.title else ()
    year = document.fiscal_year
    if not lines:
        kinds = {form.name if len(printed) == 1 else _document_name(table) for table, form in printed}
        name = kinds.pop() if len(kinds) == 1 else "绩效目标文本"
        return (f"{year}年{name}" if year else name,)
    if year and not any(str(year) in line for line in lines):
        return (*lines, f"（{year}年）")
    return lines


def _document_name(table: Table) -> str:
    if isinstance(table, GoalSheet):
        return "预算绩效目标文本"
    return _DOCUMENT_NAMES[type(table)]


def _organization(organization: Organization | None, title: tuple[str, ...]) -> str | None:
    """Who made the document, if the title does not say it."""
    name = organization.name if organization else None
    return None if name and any(name in line for line in title) else name


def _department_part(department: DepartmentGoals) -> Iterator[Block]:
    yield Heading(f"第一部分 {_DEPARTMENT_PART}", 1, "part-1", new_page=True)
    number = 0
    for name, key in (("总体绩效目标", "overall_goals"), ("分项绩效目标", "sub_goals"), ("工作保障措施", "safeguards")):
        content = getattr(department, key)
        if not content:
            continue  # a section that is not there is not announced
        number += 1
        yield Heading(f"{int_to_chinese(number)}、{name}", 2, f"section-{number}")
        if isinstance(content, str):
            yield from (Text(line) for line in content.split("\n"))
        else:
            for position, goal in enumerate(content, 1):
                yield from _sub_goal(goal, position)


def _sub_goal(goal: SubGoal, number: int) -> Iterator[Text]:
    mark = f"（{int_to_chinese(number)}）"
    if goal.title is None and goal.indicators is None:
        first, *others = (goal.goal or "").split("\n")
        yield Text(first, mark)
        yield from map(Text, others)
        return
    yield Text("", f"{mark}{goal.title or ''}")
    for label, text in (("绩效目标：", goal.goal or ""), ("绩效指标：", goal.indicators)):
        if text is not None:
            first, *others = text.split("\n")
            yield Text(first, label)
            yield from map(Text, others)


def _headings(printed: list[tuple[Table, Form]], forms: Mapping[str, Form], year: int | None) -> dict[int, str]:
    """The heading above each table, by its number; `year` where nothing else on the paper says it."""
    titles = Counter(table.title for table, _form in printed)
    headings = {}
    for table, form in printed:
        text = table.title
        if not text or titles[text] > 1 or _names_another(text, form, forms):
            text = f"{table.name or ''}{form.title}"
            text = text if len(printed) == 1 else f"{table.number}.{text}"
        if year and str(year) not in text and len(printed) == 1:
            text = f"{text}（{year}年度）"
        headings[table.number] = text
    return headings


def _names_another(title: str, form: Form, forms: Mapping[str, Form]) -> bool:
    """Whether a heading ends like that of another form: below it, the table would be taken for one in that form."""
    key = label_key(_YEAR.sub("", title))
    ends = {end for known in forms.values() for end in known.titles if key.endswith(label_key(end))}
    return bool(ends) and not ends & set(form.titles)
