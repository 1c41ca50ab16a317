"""The database of a large city: three years of goals at every stage, their reviews, and what was published of them.

Rows are written in bulk, with keys counted here; what they say is what the services would have made of it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

import contents
from afterwards import STAMPED, Afterwards
from jiheng.interchange import document_json
from jiheng.web.disclosure import text_index
from jiheng.web.disclosure.mapping import project_of
from jiheng.web.disclosure.models import Publication, PublishedFile, PublishedProject
from jiheng.web.disclosure.text_index.postgres import FUNCTION
from jiheng.web.execution.standing import restate
from jiheng.web.goals.mapping import document_of_parts, sheet_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Version
from jiheng.web.organizations.models import Organization
from jiheng.web.review.models import Comment, Run
from jiheng.web.submissions.digests import digest_of
from places import Places, Unit, make_places, years
from reviews import Paper, add_review, steps_of
from rows import Approved, Rows

__all__ = ["fill", "is_filled"]

_STATES = (
    *(GoalState.DRAFT,) * 6, *(GoalState.SUBMITTED,) * 7, *(GoalState.RETURNED,) * 2, *(GoalState.APPROVED,) * 5,
)  # fmt: skip
"""Of twenty projects in the year that is being written."""
_RETURNED_FIRST_EVERY = 10  # of those that are approved: they came back once
_SHOWN = ("number", "code", "name", "amount", "indicators", "title", "text", "content")


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
    stamped: tuple[tuple[type[models.Model], str], ...] = ((Version, "submitted_at"), (Run, "started_at"), *STAMPED)
    for model, name in stamped:
        model._meta.get_field(name).auto_now_add = False  # noqa: SLF001 - it was not all done in this minute
    with transaction.atomic(), _unwatched():
        filling = _Filling(make_places(organizations), sheets)
        filling.run()
        approved = Goal.objects.filter(kind=GoalKind.PROJECT, versions__is_approved=True).order_by().distinct()
        restate(approved.values_list("pk", flat=True))
    _settle(filling.rows.tables())
    print(f"filled: {sheets} tables in {time.monotonic() - began:.0f} s", file=sys.stderr)


@contextmanager
def _unwatched() -> Iterator[None]:
    """What the search looks into is indexed all at once, and a private server looks at references all at once."""
    is_server = connection.vendor == "postgresql"
    if is_server:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION {FUNCTION} CASCADE")
            cursor.execute("SET session_replication_role = replica")
    yield
    if is_server:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("SET maintenance_work_mem = '1GB'")
        text_index.make()


def _settle(tables: list[type[models.Model]]) -> None:
    """What a database server does by itself within minutes; and keys go on where we stopped counting."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (ANALYZE)")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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
    """Everything, from the goals on."""

    def __init__(self, places: Places, sheets: int) -> None:
        self.units, self.sheets = places.units, sheets
        self.rows, self.steps = Rows(), steps_of("goal")
        self.afterwards = Afterwards(self.rows, places)

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
        self.afterwards.end()
        self.rows.write()

    def _unit(self, unit: Unit, year: int, numbers: range, *, is_old: bool) -> None:
        part = contents.department_part()
        self._goal(_Sheet(unit, year, GoalState.APPROVED if is_old else GoalState.DRAFT, part))
        made, approved = [], []
        for number in numbers:
            state = GoalState.APPROVED if is_old else _STATES[number % len(_STATES)]
            what = contents.project(number, unit.organization, years()[0])
            unfinished = state in {GoalState.DRAFT, GoalState.RETURNED} and number % 3 > 0
            text = contents.content(what, unit.organization, year, unfinished=unfinished)
            goal, version = self._goal(
                _Sheet(unit, year, state, text, number, what, contents.counts(unfinished=unfinished))
            )
            made.append(text)
            if state == GoalState.APPROVED:
                approved.append(Approved(goal, version, unit, year, number, what))
        if is_old:
            self._publication(unit, year, made)
        self.afterwards.unit(unit, approved)

    def _goal(self, sheet: _Sheet) -> tuple[int, int]:
        """A goal with all that was done about it; the keys of it and of its last version, 0 without one."""
        what, state = sheet.project, sheet.state
        named = {"code": what.code, "name": what.name, "amount": what.amount} if what else {}
        goal = self.rows.add(
            Goal, organization_id=sheet.unit.organization.pk, year=sheet.year, state=state, content=sheet.text,
            kind=GoalKind.PROJECT if what else GoalKind.DEPARTMENT,
            created_by_id=sheet.unit.preparer, changed_by_id=sheet.unit.preparer, **named, **sheet.counts,
        )  # fmt: skip
        if state == GoalState.DRAFT:
            return goal, 0
        came_back = what and state == GoalState.APPROVED and sheet.number % _RETURNED_FIRST_EVERY == 0
        if came_back:
            self._submission(sheet._replace(state=GoalState.RETURNED), goal, version=1, step=1)
        count = len(self.steps)
        step = count if state == GoalState.APPROVED else sheet.number // len(_STATES) % count
        return goal, self._submission(sheet, goal, version=2 if came_back else 1, step=step)

    def _submission(self, sheet: _Sheet, goal: int, *, version: int, step: int) -> int:
        """A version with its review, which has come as far as `step`; its key."""
        unit, state = sheet.unit, sheet.state
        is_approved = state == GoalState.APPROVED
        rows, digest = self.rows, digest_of(sheet.text)
        handed_in = rows.moment()
        key = rows.add(
            Version, submitted_at=handed_in, goal_id=goal, number=version, content=sheet.text, digest=digest, submitted_by_id=unit.preparer,
            is_approved=is_approved, approved_at=rows.now - timedelta(days=1) if is_approved else None,
        )  # fmt: skip
        title = sheet.project.name if sheet.project else "整体绩效目标"
        paper = Paper("goal", goal, version, digest, sheet.year, title, unit, handed_in, dict(sheet.counts))
        add_review(rows, paper, self.steps, state, step)
        if state == GoalState.RETURNED:
            rows.add(
                Comment, subject="goal", subject_id=goal, version=version, anchor="indicators[1].target",
                text="没有办法考核，请改成数量或比例。", author_id=unit.deciders[step],
            )  # fmt: skip
        return key

    def _publication(self, unit: Unit, year: int, made: list[dict[str, Any]]) -> None:
        office = unit.organization
        document = document_json(document_of_parts(office, year, made, contents.department_part()))
        published_at = timezone.make_aware(datetime(year, 2, 5, 9))  # noqa: DTZ001 - by make_aware
        sheets = [sheet_of(each, number) for number, each in enumerate(made, 1)]
        key = self.rows.add(
            Publication, organization_id=office.pk, year=year, number=1, title=document["title"].replace("\n", " "),
            digest=digest_of(document), projects_count=len(made), document=document, published_at=published_at,
            amount=sum(sheet.budget.total or 0 for sheet in sheets), published_by_id=unit.deciders[0],
        )  # fmt: skip
        for name in ("docx", "pdf", "xlsx", "html", "json"):
            data = f"{key} {name}".encode()
            sums = {"sha256": f"{key:060x}{len(name):04x}", "sm3": f"{key:061x}{len(name):03x}"}
            self.rows.add(PublishedFile, publication_id=key, format=name, size=len(data), data=data, **sums)
        for sheet, content in zip(sheets, document["projects"], strict=True):
            row = project_of(sheet, content, str(office))
            values = {name: getattr(row, name) for name in _SHOWN}
            self.rows.add(PublishedProject, publication_id=key, organization_id=office.pk, year=year, **values)
