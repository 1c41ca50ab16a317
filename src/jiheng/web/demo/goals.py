"""The goals of the demo: the example document, moved to the years at hand, and on its way through the review."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from jiheng import engine
from jiheng.domain.goals import Document
from jiheng.domain.project_code import CodeScheme, check_character, parse_project_code
from jiheng.errors import SiteError
from jiheng.web.accounts.models import User
from jiheng.web.demo.places import make_year
from jiheng.web.disclosure.services import publish
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.services import SUBJECT, goal_create, goal_submit
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import holders
from jiheng.web.review.models import Run, Task
from jiheng.web.review.services import comment_add, task_approve, task_open, task_return
from jiheng.web.review.workflow import Grade, Quality, RunState, StepState

__all__ = ["coming_year", "make_goals"]

_DOCUMENT = Path(__file__).with_name("documents") / "example.docx"
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_NEW_YEAR_BEGINS = 7  # the month in which offices begin with the budget of the next year
_LAST_YEAR = (1, 2, 10)  # the tables that there were the year before
_NO_GRADES: dict[str, str] = {}


def coming_year(today: date) -> int:
    """The year whose budget is being prepared."""
    return today.year + (today.month >= _NEW_YEAR_BEGINS)


def make_goals(year: int) -> None:
    """The goals of the year before, approved, and those of `year` at every stage that there is.

    Raises:
        SiteError: the example document is not in the package.
    """
    try:
        document = engine.read(_DOCUMENT.read_bytes(), name=_DOCUMENT.name)
    except OSError as error:
        raise SiteError("demo-missing", path=_DOCUMENT) from error
    _make_last_year(document, year - 1)
    make_year(year)
    goals = _written(document, year)
    _approve(_submitted(goals[1]), steps=4)
    _approve(_submitted(goals[2]), steps=2)
    _submitted(goals[10])
    _approve(_submitted(goals[12]), steps=3)
    _returned(_submitted(goals[7], "专项尚在论证，指标随方案补充。"))


def _make_last_year(document: Document, year: int) -> None:
    window = make_year(year)
    goals = _written(document, year, only=_LAST_YEAR)
    for goal in goals.values():
        _approve(_submitted(goal), steps=4)
    # What was open only for the demo is closed again, at the dates of that year's budget.
    window.opens_at, window.due_at = (_at(f"{year - 1}-{day}") for day in ("10-15", "11-10"))
    window.save()
    window.cycle.approved_on = date(year, 1, 20)
    window.cycle.save()
    for code in sorted({goal.organization.code for goal in goals.values()}):
        organization = Organization.objects.get(code=code)
        publish(organization=organization, year=year, actor=_holder(organization, year, Role.UNIT_LEADER))


def _written(document: Document, year: int, only: tuple[int, ...] = ()) -> dict[int, Goal]:
    """Number of the table → its goal; without `only` the department part is written too."""
    shift = year - (document.fiscal_year or year)
    goals = {}
    for sheet in document.sheets:
        if sheet.organization is None or (only and sheet.number not in only):
            continue
        moved = replace(sheet, code=_moved_code(sheet.code, shift))
        goals[sheet.number] = _create(str(sheet.organization.code), year, _moved(content_of(moved), shift))
    if document.department and document.organization and not only:
        content = _moved(content_of(document.department), shift)
        _create(str(document.organization.code), year, content, GoalKind.DEPARTMENT)
    return goals


def _create(code: str, year: int, content: dict[str, Any], kind: str = GoalKind.PROJECT) -> Goal:
    organization = Organization.objects.get(code=code)
    preparer = _holder(organization, year, Role.PREPARER)
    return goal_create(organization=organization, year=year, actor=preparer, kind=kind, content=content)


def _submitted(goal: Goal, explanation: str = "") -> Run:
    goal_submit(goal=goal, actor=goal.created_by, explanation=explanation)
    return Run.objects.get(subject=SUBJECT, subject_id=goal.pk, state=RunState.RUNNING)


def _approve(run: Run, *, steps: int) -> None:
    for _step in range(steps):
        task, reviewer = _next(run)
        grades = dict.fromkeys(Quality.values, Grade.GOOD.value) if task.quality_form else _NO_GRADES
        task_approve(task=task, actor=reviewer, grades=grades, opinion="同意。", override="")


def _returned(run: Run) -> None:
    task, reviewer = _next(run)
    task_open(task=task, actor=reviewer)
    comment_add(
        subject=run.subject, subject_id=run.subject_id, version=run.version, anchor="indicators[2].target", actor=reviewer,
        text="“明显提升”没有办法考核，请改成数量或比例。",
    )  # fmt: skip
    task_return(task=task, actor=reviewer, opinion="请先修改标出的几处，再提交。")


def _next(run: Run) -> tuple[Task, User]:
    task = run.tasks.filter(state=StepState.OPEN).select_related("run__organization").get()
    return task, _holder(run.organization, run.year, Role(task.role))


def _holder(organization: Organization, year: int, role: Role) -> User:
    return holders(organization, year, role)[0]


def _moved(value: Any, shift: int) -> Any:
    """The same content, written so many years later."""
    if isinstance(value, str):
        return _YEAR.sub(lambda found: str(int(found[0]) + shift), value)
    if isinstance(value, dict):
        return {key: _moved(part, shift) for key, part in value.items()}
    return [_moved(part, shift) for part in value] if isinstance(value, list) else value


def _moved_code(text: str | None, shift: int) -> str | None:
    """The code that the project would have got so many years later; a wrong check character stays as it is."""
    code = parse_project_code(text or "")
    if text is None or code.scheme is not CodeScheme.CHECKED or code.year is None:
        return text
    moved = f"{text[:6]}{(code.year + shift) % 100:02d}{text[8:20]}"
    return moved + (check_character(moved) if code.is_valid else text[20])


def _at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T09:00"))
