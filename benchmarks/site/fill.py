"""The database of a large city: three years of goals at every stage, their reviews, and what was published of them.

Rows are written in bulk, with keys counted here; what they say is what the services would have made of it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any, NamedTuple

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

import contents
from jiheng.interchange import document_json
from jiheng.web.disclosure.mapping import project_of
from jiheng.web.disclosure.models import Publication, PublishedFile, PublishedProject
from jiheng.web.goals.mapping import document_of_parts, sheet_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Version
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.review.models import Comment, Run, RunState, StepState, Task
from jiheng.web.submissions.digests import digest_of
from places import Unit, make_places, years

__all__ = ["fill", "is_filled"]

_BATCH = 2000
_STATES = (
    *(GoalState.DRAFT,) * 6, *(GoalState.SUBMITTED,) * 7, *(GoalState.RETURNED,) * 2, *(GoalState.APPROVED,) * 5,
)  # fmt: skip
"""Of twenty projects in the year that is being written."""
_STEPS = (
    ("单位负责人", Role.UNIT_LEADER, 3),
    ("主管部门", Role.DEPARTMENT_REVIEWER, 5),
    ("财政业务处室", Role.FINANCE_REVIEWER, 7),
    ("绩效管理处", Role.PERFORMANCE_OFFICE, 5),
)
_ENDS: dict[str, RunState] = {GoalState.APPROVED: RunState.APPROVED, GoalState.RETURNED: RunState.RETURNED}
_RETURNED_FIRST_EVERY = 10  # of those that are approved: they came back once
_SHOWN = ("number", "code", "name", "amount", "indicators", "title", "text", "content")
_GRADES = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")


def is_filled(sheets: int) -> bool:
    """Whether the database is full already.

    Raises:
        SystemExit: it holds something else.
    """
    if not Organization.objects.exists():
        return False
    found = Goal.objects.filter(kind=GoalKind.PROJECT).count()
    if found != sheets:
        raise SystemExit(f"the database holds {found} tables, not {sheets}: empty the folder or say --sheets {found}")
    return True


def fill(sheets: int, organizations: int) -> None:
    """Fill a database whose tables are there and empty."""
    began = time.monotonic()
    for model, name in ((Version, "submitted_at"), (Run, "started_at")):
        model._meta.get_field(name).auto_now_add = False  # noqa: SLF001 - it was not all done in this minute
    with transaction.atomic():
        places = make_places(organizations)
        _Filling(places.units, sheets).run()
    _settle()
    print(f"filled: {sheets} tables in {time.monotonic() - began:.0f} s", file=sys.stderr)


def _settle() -> None:
    """What a database server does by itself within minutes; and keys go on where we stopped counting."""
    tables = (Goal, Version, Run, Task, Comment, Publication, PublishedFile, PublishedProject)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (ANALYZE)")


class _Sheet(NamedTuple):
    """What a unit wrote, and how far it has come; a department part has no project."""

    unit: Unit
    year: int
    state: str
    text: dict[str, Any]
    number: int = 0
    project: contents.Project | None = None
    counts: Mapping[str, int] = {}


class _Filling:
    """Rows wait until there are enough of them to be written together."""

    def __init__(self, units: list[Unit], sheets: int) -> None:
        self.units, self.sheets = units, sheets
        self.now, self.chance = timezone.now(), random.Random(3)
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        self.keys: dict[type[models.Model], Iterator[int]] = {}

    def run(self) -> None:
        """Year by year, unit by unit."""
        *published, current = years()
        share, rest = divmod(self.sheets, 3)
        for place, year in enumerate((*published, current)):
            wanted = share + (place < rest)
            each, more = divmod(wanted, len(self.units))
            begin = 0
            for number, unit in enumerate(self.units):
                numbers = range(begin, begin := begin + each + (number < more))
                self._unit(unit, year, numbers, is_old=year != current)
        for model in list(self.rows):
            self._write(model)

    def moment(self) -> datetime:
        """When somebody handed in: in the hours of three weeks of work."""
        day, minute = self.chance.randrange(20), self.chance.randrange(480)
        return self.now - timedelta(days=day + 1, minutes=minute)

    def add(self, model: type[models.Model], **values: Any) -> int:
        """A row; its key."""
        key = next(self.keys.setdefault(model, count(1)))
        waiting = self.rows.setdefault(model, [])
        waiting.append(model(pk=key, **values))
        if len(waiting) >= _BATCH:
            self._write(model)  # whom it refers to may come later: that is looked at when the transaction ends
        return key

    def _write(self, model: type[models.Model]) -> None:
        waiting = self.rows.pop(model, [])
        model._default_manager.bulk_create(waiting)  # noqa: SLF001 - Django's own name for it

    def _unit(self, unit: Unit, year: int, numbers: range, *, is_old: bool) -> None:
        part = contents.department_part()
        self._goal(_Sheet(unit, year, GoalState.APPROVED if is_old else GoalState.DRAFT, part))
        made = []
        for number in numbers:
            state = GoalState.APPROVED if is_old else _STATES[number % len(_STATES)]
            what = contents.project(number, unit.organization, years()[0])
            unfinished = state in {GoalState.DRAFT, GoalState.RETURNED} and number % 3 > 0
            text = contents.content(what, unit.organization, year, unfinished=unfinished)
            self._goal(_Sheet(unit, year, state, text, number, what, contents.counts(unfinished=unfinished)))
            made.append(text)
        if is_old:
            self._publication(unit, year, made)

    def _goal(self, sheet: _Sheet) -> None:
        """A goal with all that was done about it."""
        what, state = sheet.project, sheet.state
        named = {"code": what.code, "name": what.name, "amount": what.amount} if what else {}
        goal = self.add(
            Goal, organization_id=sheet.unit.organization.pk, year=sheet.year, state=state, content=sheet.text,
            kind=GoalKind.PROJECT if what else GoalKind.DEPARTMENT,
            created_by_id=sheet.unit.preparer, changed_by_id=sheet.unit.preparer, **named, **sheet.counts,
        )  # fmt: skip
        if state == GoalState.DRAFT:
            return
        came_back = what and state == GoalState.APPROVED and sheet.number % _RETURNED_FIRST_EVERY == 0
        if came_back:
            self._submission(sheet._replace(state=GoalState.RETURNED), goal, version=1, step=1)
        step = len(_STEPS) if state == GoalState.APPROVED else sheet.number // len(_STATES) % len(_STEPS)
        self._submission(sheet, goal, version=2 if came_back else 1, step=step)

    def _submission(self, sheet: _Sheet, goal: int, *, version: int, step: int) -> None:
        """A version with its review, which has come as far as `step`."""
        unit, state = sheet.unit, sheet.state
        is_approved = state == GoalState.APPROVED
        digest, handed_in = digest_of(sheet.text), self.moment()
        self.add(
            Version, submitted_at=handed_in, goal_id=goal, number=version, content=sheet.text, digest=digest, submitted_by_id=unit.preparer,
            is_approved=is_approved, approved_at=self.now - timedelta(days=1) if is_approved else None,
        )  # fmt: skip
        run = self.add(
            Run, started_at=handed_in, subject="goal", subject_id=goal, version=version, digest=digest, year=sheet.year,
            organization_id=unit.organization.pk, title=sheet.project.name if sheet.project else "整体绩效目标",
            state=_ENDS.get(state, RunState.RUNNING), started_by_id=unit.preparer, **sheet.counts,
        )  # fmt: skip
        for order, who in enumerate(unit.deciders):
            self._task(run, order, who, state, step)
        if state == GoalState.RETURNED:
            self.add(
                Comment, subject="goal", subject_id=goal, version=version, anchor="indicators[1].target",
                text="没有办法考核，请改成数量或比例。", author_id=unit.deciders[step],
            )  # fmt: skip

    def _task(self, run: int, order: int, who: int, state: str, step: int) -> None:
        name, role, days = _STEPS[order]
        values: dict[str, Any] = {"run_id": run, "order": order + 1, "name": name, "role": role, "days": days}
        values["quality_form"] = role == Role.FINANCE_REVIEWER
        seen = {"opened_at": self.now, "opened_by_id": who, "due_at": self.now + timedelta(days=days)}
        done = seen | {"decided_at": self.now, "decided_by_id": who}
        if order < step:
            values |= {"state": StepState.APPROVED, "opinion": "同意。", **done}
            values["grades"] = _GRADES if values["quality_form"] else {}
        elif order == step and state == GoalState.RETURNED:
            values |= {"state": StepState.RETURNED, "opinion": "请先修改标出的几处。", **done}
        elif order == step:
            values |= {"state": StepState.OPEN, **seen}
        else:
            values["state"] = StepState.CANCELLED if state == GoalState.RETURNED else StepState.WAITING
        self.add(Task, **values)

    def _publication(self, unit: Unit, year: int, made: list[dict[str, Any]]) -> None:
        office = unit.organization
        document = document_json(document_of_parts(office, year, made, contents.department_part()))
        published_at = timezone.make_aware(datetime(year, 2, 5, 9))  # noqa: DTZ001 - by make_aware
        sheets = [sheet_of(each, number) for number, each in enumerate(made, 1)]
        key = self.add(
            Publication, organization_id=office.pk, year=year, number=1, title=document["title"].replace("\n", " "),
            digest=digest_of(document), projects_count=len(made), document=document, published_at=published_at,
            amount=sum(sheet.budget.total or 0 for sheet in sheets), published_by_id=unit.deciders[0],
        )  # fmt: skip
        for name in ("docx", "pdf", "xlsx", "html", "json"):
            data = f"{key} {name}".encode()
            sums = {"sha256": f"{key:060x}{len(name):04x}", "sm3": f"{key:061x}{len(name):03x}"}
            self.add(PublishedFile, publication_id=key, format=name, size=len(data), data=data, **sums)
        for sheet, content in zip(sheets, document["projects"], strict=True):
            row = project_of(sheet, content, str(office))
            values = {name: getattr(row, name) for name in _SHOWN}
            self.add(PublishedProject, publication_id=key, organization_id=office.pk, year=year, **values)
