"""What a table would change, worked out without changing anything.

Rows of one key add up to one line: the lines of a voucher, the sums of a month. A line is then compared with the
movement of its key: new, another amount, or the same. Two tables of the same kind so come to the same movements in
whatever order and however often they are imported, and a corrected one replaces what it corrects.

Sums since January are kept as differences, so that all movements add up: a table of March that comes after that of June
takes its part out of what June had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiheng.readers.rows import Row
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.services import last_day
from jiheng.web.execution.tables.columns import Options, Way
from jiheng.web.execution.tables.entries import Entry, Refused, Skipped, entry_of
from jiheng.web.execution.tables.projects import Projects

__all__ = ["Known", "Line", "Plan", "Unknown", "add", "gather", "plan_of"]

_ZERO = Decimal(0)
_ALIAS = 40
_NOTE = 255
_STEP = 5000
_PREFIX = {Way.MONTHS: "m", Way.CUMULATIVE: "c"}


class Line(NamedTuple):
    """A movement as the table has it.

    Attributes:
        rows: numbers of the rows that add up to it.
    """

    goal: int
    source: Source
    on: date
    amount: Decimal
    note: str
    key: str
    rows: tuple[int, ...]


class Known(NamedTuple):
    """A movement that is stored; the fields of `Movement`."""

    id: int
    goal_id: int
    source: str
    on: date
    amount: Decimal
    note: str
    key: str
    table_id: int | None
    entered_by_id: int


class Unknown(NamedTuple):
    """A row whose project nobody knows."""

    entry: Entry
    problem: str


@dataclass
class Plan:
    """What becomes of a table.

    Attributes:
        kind: of all its movements.
        lines: (goal, key) → what the table has; refused, unknown, skipped: rows that become nothing.
        new, changed: what is to be written, `changed` with what it replaces; typed: what was typed and gives way.
        added, replaced, unchanged: numbers of rows.
        negative: rows with less than nothing.
        before, after: goal → sum of the kind in 万元.
    """

    kind: MovementKind
    lines: dict[tuple[int, str], Line] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    skipped: int = 0
    negative: int = 0
    rows: int = 0
    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Known, Line]] = field(default_factory=list)
    typed: list[Known] = field(default_factory=list)
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    before: dict[int, Decimal] = field(default_factory=dict)
    after: dict[int, Decimal] = field(default_factory=dict)


def gather(
    rows: Iterable[Row],
    places: Mapping[str, int],
    options: Options,
    year: int,
    *,
    projects: Projects,
    tell: Callable[[int], None] = lambda _count: None,
) -> Plan:
    """The rows of a table as lines, not compared yet.

    Args:
        rows: below the heading.
        places: field → index of its column.
        options: what a person said of the table.
        year: the budget year.
        projects: where to look them up.
        tell: called now and then with the number of rows that were looked at.
    """
    plan = Plan(MovementKind(options.kind))
    for plan.rows, row in enumerate(rows, 1):
        if plan.rows % _STEP == 0:
            tell(plan.rows)
        said = entry_of(row, places, options, year)
        if isinstance(said, Skipped):
            plan.skipped += 1
        elif isinstance(said, Refused):
            plan.refused.append(said)
        else:
            add(plan, said, options, projects)
    return plan


def add(plan: Plan, entry: Entry, options: Options, projects: Projects) -> None:
    """Put a row into the line that it belongs to, or among those that nobody knows."""
    found = projects.find(entry)
    if found.goal is None:
        plan.unknown.append(Unknown(entry, found.problem))
        return
    plan.negative += entry.amount < 0
    key = _key(entry, options, found.alias)
    line = plan.lines.get((found.goal, key))
    on = entry.on if options.way == Way.PAYMENTS else last_day(entry.on.year, entry.on.month)
    if line is None:
        made = Line(found.goal, entry.source, on, entry.amount, entry.note, key, (entry.number,))
    else:
        made = line._replace(
            on=max(line.on, on), amount=line.amount + entry.amount, note=min(line.note, entry.note),
            rows=(*line.rows, entry.number),
        )  # fmt: skip
    plan.lines[found.goal, key] = made


def _key(entry: Entry, options: Options, alias: str) -> str:
    """What makes two rows the same movement; a project under two names has both sums."""
    name = alias if len(alias) <= _ALIAS else hashlib.sha256(alias.encode()).hexdigest()[:_ALIAS]
    other, month, source = (f"@{name}" if name else ""), f"{entry.on.month:02d}", entry.source.value
    if options.way == Way.PAYMENTS:
        scope = month if options.vouchers == "month" else ""
        return f"v:{scope}:{entry.voucher}{other}:{source}"
    return f"{_PREFIX[Way(options.way)]}:{month}:{source}{other}"


def plan_of(plan: Plan) -> Plan:
    """Compare the lines of a table with the movements that are stored."""
    goals = {line.goal for line in plan.lines.values()}
    stored = _stored(goals, plan.kind)
    plan.before = _sums(stored, goals)
    _refuse_mixed(plan, stored)
    _restate_vouchers(plan, stored)
    known = {(each.goal_id, each.key): each for each in stored if each.key}
    _give_way(plan, stored)
    cumulative = {key: line for key, line in plan.lines.items() if line.key.startswith("c:")}
    wanted = _differences(cumulative, known) if cumulative else plan.lines
    for key, line in wanted.items():
        _compare(plan, line, known.get(key))
    changes: dict[int, Decimal] = dict.fromkeys(goals, _ZERO)
    for line in plan.new:
        changes[line.goal] += line.amount
    for old, line in plan.changed:
        changes[line.goal] += line.amount - old.amount
    for old in plan.typed:
        changes[old.goal_id] -= old.amount
    plan.after = {goal: plan.before.get(goal, _ZERO) + change for goal, change in changes.items()}
    return plan


def _stored(goals: set[int], kind: MovementKind) -> list[Known]:
    found: QuerySet[Movement] = Movement.objects.filter(goal__in=list(goals), kind=kind).order_by()
    return [Known(*values) for values in found.values_list(*Known._fields).iterator(chunk_size=5000)]


def _sums(stored: Iterable[Known], goals: Iterable[int]) -> dict[int, Decimal]:
    sums = dict.fromkeys(goals, _ZERO)
    for each in stored:
        sums[each.goal_id] += each.amount
    return sums


def _refuse_mixed(plan: Plan, stored: Iterable[Known]) -> None:
    """A month that came as single payments does not come as a sum as well: both would be counted."""
    there: dict[tuple[int, str], dict[str, set[int]]] = {}
    for each in stored:
        if each.key:
            ways = there.setdefault((each.goal_id, each.source), {})
            ways.setdefault(each.key[0], set()).add(each.on.month)
    for key, line in list(plan.lines.items()):
        ways = there.get((line.goal, line.source.value), {})
        if _is_mixed(line.key[0], line.on.month, ways):
            del plan.lines[key]
            reason = _("{month} 月这项资金已用另一种口径（逐笔、按月或累计）导入过，再导入会重复计算；请先撤销那次导入")
            plan.refused += [Refused(number, "", "", reason.format(month=line.on.month)) for number in line.rows]


def _is_mixed(way: str, month: int, ways: Mapping[str, set[int]]) -> bool:
    for other, months in ways.items():
        if other == way:
            continue
        if way == "c" and min(months) <= month:
            return True
        if other == "c" and max(months) >= month:
            return True
        if "c" not in {way, other} and month in months:
            return True
    return False


def _restate_vouchers(plan: Plan, stored: Iterable[Known]) -> None:
    """A voucher whose money turns out to be of another source is no second voucher: what was there becomes nothing."""
    said = {(line.goal, line.key.rpartition(":")[0]) for line in plan.lines.values() if line.key.startswith("v:")}
    for each in stored:
        at = each.goal_id, each.key
        if each.key.startswith("v:") and at not in plan.lines and (each.goal_id, each.key.rpartition(":")[0]) in said:
            plan.lines[at] = _as_line(each)._replace(amount=_ZERO)


def _give_way(plan: Plan, stored: Iterable[Known]) -> None:
    """What was typed for a month that the table has gives way to the table."""
    months: dict[tuple[int, str], set[int]] = {}
    for line in plan.lines.values():
        reach = range(1, line.on.month + 1) if line.key.startswith("c:") else (line.on.month,)
        months.setdefault((line.goal, line.source.value), set()).update(reach)
    for each in stored:
        if not each.key and each.on.month in months.get((each.goal_id, each.source), ()):
            plan.typed.append(each)


def _differences(
    lines: Mapping[tuple[int, str], Line], known: Mapping[tuple[int, str], Known]
) -> dict[tuple[int, str], Line]:
    """Sums since January as what each adds to the one before it, with later ones that this changes."""
    chains: dict[tuple[int, str], dict[int, Line]] = {}
    reached: dict[tuple[int, str], dict[int, Known]] = {}
    for (goal, key), line in lines.items():
        chains.setdefault((goal, _chain(key)), {})[line.on.month] = line
    for (goal, key), old in known.items():
        if key.startswith("c:") and (goal, _chain(key)) in chains:
            reached.setdefault((goal, _chain(key)), {})[old.on.month] = old
    made: dict[tuple[int, str], Line] = {}
    for chain, by_month in chains.items():
        there = reached.get(chain, {})
        stood = before = _ZERO
        for month in sorted({*by_month, *there}):
            stood += there[month].amount if month in there else _ZERO
            at = by_month[month] if month in by_month else _as_line(there[month])._replace(amount=stood)
            made[chain[0], at.key] = at._replace(amount=at.amount - before)
            before = at.amount
    return made


def _as_line(old: Known) -> Line:
    """A stored movement that the table does not name."""
    return Line(old.goal_id, Source(old.source), old.on, old.amount, old.note, old.key, ())


def _chain(key: str) -> str:
    """The key of a sum since January without its month: ``c:03:fiscal`` → ``fiscal``."""
    return key.split(":", 2)[2]


def _compare(plan: Plan, line: Line, old: Known | None) -> None:
    count = len(line.rows)
    if old is None:
        plan.new.append(line)
        plan.added += count
    elif (old.source, old.on, old.amount, old.note) == (line.source.value, line.on, line.amount, line.note[:_NOTE]):
        plan.unchanged += count
    else:
        plan.changed.append((old, line))
        plan.replaced += count
