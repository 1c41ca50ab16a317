"""Write the example as the text that a crawler's extractor leaves of such a Word file.

Every cell starts with a tab on a line of its own; a blank line ends a row and one more ends the table. A cell merged
with the one above is an empty cell. What Word keeps beside the text (bookmarks, TC fields) stands in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from example_content import Content, Project, Row, grid_rows, head_rows

__all__ = ["write_text"]


def write_text(content: Content) -> bytes:
    """The whole document, UTF-8."""
    lines = [*_department(content), *(line for project in content.projects for line in _project(project))]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _department(content: Content) -> Iterator[str]:
    yield from content.cover
    yield from ("", " 第一部分", "部门整体绩效目标", " ")
    yield f"{_bookmark(2, 1)}一、总体绩效目标"
    yield from content.overall_goals
    yield f"{_bookmark(2, 2)}二、分项绩效目标"
    for goal in content.sub_goals:
        yield from (goal.title, f"绩效目标：{goal.goal}", f"绩效指标：{goal.indicators}", "")
    yield ""
    yield f"{_bookmark(2, 3)}三、工作保障措施"
    *others, last = content.safeguards
    yield from others
    yield f"[bookmark: _GoBack]{last}"
    yield from ("", " ", "第二部分", " ", "预算项目绩效目标")


def _project(project: Project) -> Iterator[str]:
    if project.spaced:
        yield from (" ", f"{_bookmark(4, project.number + 3)}{project.number}.{project.title}")
    else:
        yield f"{project.number}.{project.title} TC {project.number}、{project.title} \\f C \\l 1 "
    yield from _table(head_rows(project), spaced=project.spaced)
    if project.spaced:
        yield " "
    yield from _table(grid_rows(project), spaced=project.spaced)


def _table(rows: Iterable[Row], *, spaced: bool) -> Iterator[str]:
    for row in rows:
        for cell in row:
            yield f"\t{cell.text}"
            if spaced:
                yield from ["\t"] * (cell.width - 1)
        yield ""
    yield ""


def _bookmark(level: int, number: int) -> str:
    return f"[bookmark: _Toc_{level}_{level}_{number:010}]"
