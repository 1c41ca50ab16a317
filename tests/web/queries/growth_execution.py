"""More of money: movements of a project, files with rows that were left out, mappings, attachments, rules of years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.web.execution.money import approved, table_at
from tests.web.factories import World
from tests.web.queries.rows import fill, with_values

from jiheng.web.attachments.models import Attachment
from jiheng.web.execution.models import (
    Movement,
    MovementKind,
    ProjectAlias,
    ReplacedMovement,
    Source,
    TableImport,
    TableMapping,
    UnknownRow,
)  # fmt: skip
from jiheng.web.execution.standing import restate_missing
from jiheng.web.organizations.models import Cycle
from jiheng.web.regulation.models import YearRegulation

__all__ = ["grow_execution"]

_NUMBERED = "成长"


def grow_execution(world: World, count: int) -> None:
    """Let there be `count` of everything."""
    unit, author = world.units[0], world.people["preparer"]
    done = TableImport.objects.filter(organization=unit, state="done").first() or table_at(world)
    fill(TableImport.objects.filter(state="done"), count, lambda n: with_values(done, name=f"{_NUMBERED}{n}.csv"))
    for table in TableImport.objects.filter(state="done"):
        fill(
            table.unknown, count, lambda n, table=table: UnknownRow(table=table, number=n, code=f"X{n}", problem="不明")
        )
    goal = unit.goals.filter(versions__is_approved=True, kind="project").first() or approved(world)
    spent = {"kind": MovementKind.SPENT, "source": Source.FISCAL, "on": date(world.year, 3, 1), "amount": Decimal(1)}
    for each in unit.goals.filter(versions__is_approved=True, kind="project").distinct():
        fill(
            Movement.objects.filter(goal=each), count,
            lambda n, each=each: Movement(goal=each, table=done, key=f"v:03:G{n}:fiscal", entered_by=author, **spent),
        )  # fmt: skip
    fill(
        ReplacedMovement.objects, count,
        lambda n: ReplacedMovement(by=done, goal=goal, entered_by=author, note=f"{n}", **spent),
    )  # fmt: skip
    mapping = {"organization": unit, "changed_by": author}
    fill(
        TableMapping.objects, count, lambda n: TableMapping(name=f"{_NUMBERED}{n}", columns={"amount": "无"}, **mapping)
    )
    alias = {"organization": unit, "year": world.year, "goal": goal}
    fill(ProjectAlias.objects, count, lambda n: ProjectAlias(code=f"{_NUMBERED}{n}", **alias))
    restate_missing()
    _grow_attachments(count)
    for cycle in Cycle.objects.filter(regulation=None):
        YearRegulation.objects.create(cycle=cycle)


def _grow_attachments(count: int) -> None:
    """As many files at each place that has one."""
    for file in list(Attachment.objects.order_by("owner", "owner_id", "anchor", "pk")):
        there = Attachment.objects.filter(owner=file.owner, owner_id=file.owner_id, anchor=file.anchor)
        fill(there, count, lambda n, file=file: with_values(file, name=f"{n}.pdf", sha256=f"{n}"))
