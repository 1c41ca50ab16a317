"""Notices that ask units to mend something, with problems at every stage and what happened to each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from jiheng.web.rectification.models import Category, Event, Happening, Notice, Problem, ProblemState, Source
from places import Places
from rows import Approved, Rows
from telling import tell, writers

__all__ = ["Rectification"]

_SIZES = (2, 3, 5)
"""Problems of a notice."""
_SOURCES = (Source.MONITORING, Source.SELF_EVALUATION, Source.AUDIT, Source.MONITORING, Source.OTHER)
_FOUND = (
    (Category.SPENDING, "到三季度末支出进度低于计划，合同款没有按约定申请。", "按合同约定付款，年底前支出达到计划。"),
    (Category.OUTCOME, "数量指标完成不到计划的六成。", "查明原因，倒排工期，逐月报告进度。"),
    (Category.MANAGEMENT, "两份合同没有验收资料。", "补齐验收资料并归档。"),
    (Category.MONEY, "专项资金列支了不属于本项目的费用。", "调整账目，收回资金。"),
    (Category.GOALS, "效益指标没有量化，难以核对。", "调整指标，写明口径和来源。"),
    (Category.EVIDENCE, "满意度调查只有汇总数，没有原始问卷。", "补充原始记录，今后随表提交。"),
)
_STATES = (
    *(ProblemState.CLOSED,) * 5, ProblemState.OPEN, ProblemState.WORKING, ProblemState.WORKING, ProblemState.REPORTED,
    ProblemState.RETURNED,
)  # fmt: skip
"""Of ten problems."""
_GIVEN, _STEP = timedelta(days=60), timedelta(days=4)
_AGO, _LATELY = 75, 20
_PATHS: dict[str, tuple[Happening, ...]] = {
    ProblemState.OPEN: (),
    ProblemState.WORKING: (Happening.PLANNED, Happening.PROGRESS),
    ProblemState.REPORTED: (Happening.PLANNED, Happening.REPORTED),
    ProblemState.RETURNED: (Happening.PLANNED, Happening.REPORTED, Happening.RETURNED),
    ProblemState.CLOSED: (Happening.PLANNED, Happening.PROGRESS, Happening.REPORTED, Happening.CLOSED),
}
_SAID = {
    Happening.PLANNED: "成立整改小组，分管领导负责，按周调度。", Happening.PROGRESS: "已完成一半，其余按计划推进。",
    Happening.REPORTED: "已按要求整改完毕，资料已归档。", Happening.RETURNED: "资料不完整，请补充后再报。",
    Happening.CLOSED: "核验属实，同意销号。",
}  # fmt: skip


class _Letter(NamedTuple):
    key: int
    approved: Approved
    issued_at: datetime
    due_on: date


class Rectification:
    """The notices of the bureau; those sent longer ago are due, so that some of their problems are overdue."""

    def __init__(self, rows: Rows, places: Places) -> None:
        self._rows, self._places = rows, places
        self._notices = self._problems = 0

    def add(self, approved: Approved) -> None:
        """A notice about a project."""
        rows, unit, number = self._rows, approved.unit, self._notices
        self._notices += 1
        issued_at = rows.now - timedelta(days=_AGO if number % 3 else _LATELY)
        due_on = issued_at.date() + _GIVEN
        title = f"关于整改“{approved.project.name}”有关问题的通知"
        document = f"001绩整改〔{rows.now.year}〕{self._notices}号"
        key = rows.add(
            Notice, issuer_id=self._places.bureau, issued_in=rows.now.year, serial=self._notices, document=document,
            organization_id=unit.organization.pk, year=approved.year, goal_id=approved.goal, title=title, due_on=due_on,
            source=_SOURCES[number % len(_SOURCES)], issued_by_id=self._places.office, issued_at=issued_at,
        )  # fmt: skip
        size = _SIZES[number % len(_SIZES)]
        for place in range(1, size + 1):
            self._problem(_Letter(key, approved, issued_at, due_on), place)
        tell(
            rows, unit, approved.year, people=writers(unit), kind="rectification.notice", is_read=bool(number % 3),
            key=f"rectification.notice.{key}", title=f"收到整改通知：{title}", url=f"/rectification/notices/{key}/",
            text=f"财政局发来 {document}，有 {size} 个问题，请在 {due_on} 前整改并反馈。",
        )  # fmt: skip

    def _problem(self, letter: _Letter, place: int) -> None:
        rows, unit, number = self._rows, letter.approved.unit, self._problems
        self._problems += 1
        state = _STATES[number % len(_STATES)]
        category, description, requirement = _FOUND[number % len(_FOUND)]
        path = _PATHS[state]
        values: dict[str, Any] = {}
        if Happening.PLANNED in path:
            values |= {"measures": _SAID[Happening.PLANNED], "person": "分管负责人"}
        if Happening.REPORTED in path:
            values |= {"result": _SAID[Happening.REPORTED], "finished_on": (letter.issued_at + _STEP).date()}
        if path and path[-1] in {Happening.CLOSED, Happening.RETURNED}:
            values["opinion"] = _SAID[path[-1]]
        if state == ProblemState.CLOSED:
            values["closed_at"] = letter.issued_at + _STEP * len(path)
        key = rows.add(
            Problem, notice_id=letter.key, number=place, organization_id=unit.organization.pk, category=category,
            year=letter.approved.year, goal_id=letter.approved.goal, description=description, requirement=requirement,
            due_on=letter.due_on, unit=unit.organization.name, state=state, **values,
        )  # fmt: skip
        self._events(key, letter, path)

    def _events(self, key: int, letter: _Letter, path: tuple[Happening, ...]) -> None:
        rows, unit = self._rows, letter.approved.unit
        for number, (kind, details) in enumerate(self._happened(letter, path)):
            by_office = kind in {Happening.ISSUED, Happening.RETURNED, Happening.CLOSED}
            rows.add(
                Event, problem_id=key, kind=kind, text=_SAID.get(kind, ""), details=details,
                actor_id=self._places.office if by_office else unit.preparer,
                at=letter.issued_at + _STEP * number,
            )  # fmt: skip

    def _happened(self, letter: _Letter, path: tuple[Happening, ...]) -> Iterator[tuple[Happening, dict[str, Any]]]:
        yield Happening.ISSUED, {"due_on": letter.due_on.isoformat()}
        for kind in path:
            yield kind, {"person": "分管负责人"} if kind == Happening.PLANNED else {}
