"""Plans into the tables, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from jiheng.web.execution.models import Movement, MovementKind, ReplacedMovement, Source, TableImport, UnknownRow
from jiheng.web.execution.standing import restate
from jiheng.web.execution.tables.entries import Entry
from jiheng.web.execution.tables.plan import Known, Line, Plan, Unknown

__all__ = ["entry_from", "put_back", "write_plan", "write_rest"]

_BATCH = 2000
_NOTE = 255
_SHARED = ("goal_id", "source", "on", "amount", "note", "key", "entered_by_id")
_T = TypeVar("_T")


def write_plan(table: TableImport, plan: Plan, actor_id: int) -> None:
    """The movements of a plan, with what they replace kept; in a transaction of the caller's."""
    gone = [old for old, _line in plan.changed] + plan.typed
    for batch in _batches(gone):
        ReplacedMovement.objects.bulk_create(
            ReplacedMovement(by=table, of_id=old.table_id, kind=plan.kind, **_values(old)) for old in batch
        )
        Movement.objects.filter(pk__in=[old.id for old in batch]).delete()
    lines = [*plan.new, *(line for _old, line in plan.changed)]
    for written in _batches(lines):
        Movement.objects.bulk_create(_movement(table, line, plan.kind, actor_id) for line in written)
    restate([*(old.goal_id for old in gone), *(line.goal for line in lines)])


def write_rest(table: TableImport, plan: Plan) -> None:
    """The rows that became nothing."""
    for batch in _batches(_rest(table, plan)):
        UnknownRow.objects.bulk_create(batch)


def put_back(table: TableImport) -> None:
    """What the import added goes, what it replaced returns; in a transaction of the caller's."""
    goals = set(Movement.objects.filter(table=table).order_by().values_list("goal", flat=True).distinct())
    Movement.objects.filter(table=table).delete()
    replaced = ReplacedMovement.objects.filter(by=table).order_by("pk")
    for batch in _batches(replaced.iterator(chunk_size=_BATCH)):
        Movement.objects.bulk_create(
            Movement(kind=old.kind, table_id=old.of_id, **{name: getattr(old, name) for name in _SHARED})
            for old in batch
        )
    goals.update(replaced.order_by().values_list("goal", flat=True).distinct())
    replaced.delete()
    restate(goals)
    UnknownRow.objects.filter(table=table).delete()


def entry_from(row: UnknownRow) -> Entry:
    """What was understood of a row that nobody knew the project of."""
    cells = row.cells
    return Entry(
        row.number, row.code, row.name, cells["unit_code"], Source(cells["source"]), date.fromisoformat(cells["on"]),
        Decimal(cells["amount"]), cells["voucher"], cells["note"],
    )  # fmt: skip


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    """A list at a time: a database takes no hundred thousand rows at once."""
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _movement(table: TableImport, line: Line, kind: MovementKind, actor_id: int) -> Movement:
    return Movement(
        goal_id=line.goal, kind=kind, source=line.source, on=line.on, amount=line.amount, note=line.note[:_NOTE],
        key=line.key, table=table, entered_by_id=actor_id,
    )  # fmt: skip


def _values(old: Known) -> dict[str, Any]:
    return {name: getattr(old, name) for name in _SHARED}


def _rest(table: TableImport, plan: Plan) -> Iterator[UnknownRow]:
    for each in plan.refused:
        yield UnknownRow(
            table=table, number=each.number, code=each.code, name=each.name, problem=each.reason[:255], is_refused=True
        )
    for unknown in plan.unknown:
        yield _unknown(table, unknown)


def _unknown(table: TableImport, unknown: Unknown) -> UnknownRow:
    entry = unknown.entry
    cells = {
        "unit_code": entry.unit_code, "source": entry.source.value, "on": entry.on.isoformat(),
        "amount": str(entry.amount), "voucher": entry.voucher, "note": entry.note,
    }  # fmt: skip
    return UnknownRow(
        table=table, number=entry.number, code=entry.code, name=entry.name, amount=entry.amount,
        problem=unknown.problem[:255], cells=cells,
    )  # fmt: skip
