"""The steps of a table that take long: done at once where it is small, else beside the site.

A step that was cut off is done once more from its beginning: each writes its result together with the next state.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from jiheng.errors import JihengError
from jiheng.readers.rows import pack, rows_of, table_format
from jiheng.web.audit.services import record
from jiheng.web.execution.models import ImportState, TableImport, TableMapping
from jiheng.web.execution.standing import year_hold
from jiheng.web.execution.tables.columns import Options, Proposal, places_of, propose
from jiheng.web.execution.tables.plan import Plan, gather, plan_of
from jiheng.web.execution.tables.projects import Projects
from jiheng.web.execution.tables.report import report_of
from jiheng.web.execution.tables.writing import write_plan, write_rest

__all__ = ["LARGE_FILE", "LARGE_ROWS", "Step", "is_readable", "options_from", "start"]

LARGE_FILE = 300 * 1024
LARGE_ROWS = 3000
_log = logging.getLogger(__name__)


class Step(StrEnum):
    """What is to be done."""

    READ = "read"
    CHECK = "check"
    TAKE = "take"


def start(step: Step, table: TableImport, *, is_large: bool) -> None:
    """Do a step now, or put it into the queue."""
    if is_large:
        do_step.enqueue(step.value, table.pk)
    else:
        _do(step, table.pk)


def is_readable(data: bytes) -> bool:
    """Whether it looks like a table; what does not is refused at once, however large it is."""
    try:
        return bool(table_format(data))
    except JihengError:
        return False


@task()
def do_step(step: str, pk: int) -> None:
    """Do a step that waited."""
    _do(Step(step), pk)


def _do(step: Step, pk: int) -> None:
    table = TableImport.objects.select_related("organization", "imported_by").filter(pk=pk).first()
    if table is None:
        return  # thrown away meanwhile
    wanted, does, back = _STEPS[step]
    if table.state != wanted:
        return  # done by an earlier try
    with translation.override(table.imported_by.language or translation.get_language()):
        try:
            does(table)
        except JihengError as error:
            _fail(table, str(error), ImportState.FAILED)
        except Exception as error:
            _log.exception("the table %s: %s failed", pk, step)
            _fail(table, _("处理时出错，什么都没有导入；请重试，仍不行请联系管理员"), back)
            raise error from None


def _fail(table: TableImport, problem: str, state: ImportState) -> None:
    data = {"data": b""} if state == ImportState.FAILED else {}
    TableImport.objects.filter(pk=table.pk).update(state=state, problem=problem, **data)


def _read(table: TableImport) -> None:
    packed = pack(bytes(table.data))
    found = propose(rows_of(packed))
    if found is None:
        problem = _("前 30 行里没有认出表头（要有项目编码或名称、金额等列名）。请核对文件，或把表头放到最前面")
        _fail(table, problem, ImportState.FAILED)
        return
    rows = sum(1 for row in rows_of(packed) if row.sheet == found.sheet and row.number > found.heading)
    mapping, columns, options = _remembered(table, found)
    place = {"sheet": found.sheet, "heading": found.heading, "headings": list(found.headings)}
    plain = {**options._asdict(), "sources": dict(options.sources)}
    TableImport.objects.filter(pk=table.pk, state=ImportState.READING).update(
        state=ImportState.READ, data=packed, rows=rows, columns=columns, options={**place, **plain}, mapping=mapping,
        problem="",
    )  # fmt: skip


def _remembered(table: TableImport, found: Proposal) -> tuple[TableMapping | None, dict[str, str], Options]:
    """The columns that were kept for tables like this: all of their headings are there; else what was proposed."""
    fitting = TableMapping.objects.filter(organization=table.organization).order_by("-changed_at")
    for mapping in fitting:
        places = places_of(found.headings, mapping.columns)
        if len(places) == len(mapping.columns):
            columns = {name: found.headings[at] for name, at in places.items()}
            return mapping, columns, options_from(mapping.options)
    return None, found.columns, found.options


def options_from(stored: Mapping[str, Any]) -> Options:
    """Options out of JSON."""
    return Options(**{name: stored[name] for name in Options._fields if name in stored})


def _planned(table: TableImport, tell: Callable[[int], None]) -> tuple[Plan, Projects]:
    projects = Projects(table.imported_by, table.organization, table.year)
    stored = table.options
    places = places_of(stored["headings"], table.columns)
    rows = (
        row
        for row in rows_of(bytes(table.data))
        if row.sheet == stored["sheet"] and row.number > int(stored["heading"])
    )
    plan = gather(rows, places, options_from(stored), table.year, projects=projects, tell=tell)
    return plan_of(plan), projects


def _check(table: TableImport) -> None:
    def tell(count: int) -> None:
        TableImport.objects.filter(pk=table.pk).update(progress=count)

    plan, projects = _planned(table, tell)
    TableImport.objects.filter(pk=table.pk, state=ImportState.CHECKING).update(
        state=ImportState.CHECKED, report=report_of(plan, projects), problem="", progress=table.rows
    )


def _take(table: TableImport) -> None:
    with transaction.atomic():
        year_hold(table.year)
        held = TableImport.objects.select_for_update().get(pk=table.pk)
        if held.state != ImportState.TAKING:
            return
        plan, projects = _planned(table, lambda _count: None)
        write_plan(table, plan, table.imported_by_id)
        write_rest(table, plan)
        report = report_of(plan, projects)
        TableImport.objects.filter(pk=table.pk).update(
            state=ImportState.DONE, report=report, data=b"", problem="", progress=table.rows
        )
        said = {name: report[name] for name in ("added", "replaced", "unchanged", "unknown", "refused", "skipped")}
        record(
            "execution.imported", actor=table.imported_by, subject=table, organization=table.organization.code,
            before={"sum": report["before"]},
            after={**said, "sum": report["after"], "rows": table.rows, "sha256": table.sha256},
        )  # fmt: skip


_STEPS: Mapping[Step, tuple[ImportState, Callable[[TableImport], None], ImportState]] = {
    Step.READ: (ImportState.READING, _read, ImportState.FAILED),
    Step.CHECK: (ImportState.CHECKING, _check, ImportState.READ),
    Step.TAKE: (ImportState.TAKING, _take, ImportState.CHECKED),
}
