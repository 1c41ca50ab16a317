"""Approved projects and tables of a payment system, for the tests of this folder."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from django.utils import timezone
from tests.web.disclosure.approved import make_sheet

from jiheng.web.execution.models import ImportState, Movement, MovementKind, TableImport
from jiheng.web.execution.standing import restate
from jiheng.web.execution.tables.columns import Options
from jiheng.web.execution.tables.services import table_bring, table_check, table_take
from jiheng.web.execution.tables.work import options_from
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal, GoalState, Version
from jiheng.web.submissions.digests import digest_of

HEADINGS = ("项目编码", "项目名称", "资金性质", "支付日期", "支付金额（元）", "支付凭证号", "摘要")


def approved(world, *, code="P1", name="校舍维修", unit=0, total="100", fiscal="80", other="20"):
    """A project with an approved version, straight into the tables."""
    author = world.people["preparer" if unit == 0 else "other_preparer"]
    content = content_of(make_sheet(world.units[unit]))
    content |= {"code": code, "name": name}
    content["budget"] |= {"total": total, "fiscal": fiscal, "other": other, "currency_unit": "万元"}
    goal = Goal.objects.create(
        organization=world.units[unit], year=world.year, content=content, code=code, name=name, amount=Decimal(total),
        state=GoalState.APPROVED, created_by=author, changed_by=author,
    )  # fmt: skip
    version(goal, content)
    return goal


def version(goal, content):
    """One more approved version of a goal."""
    made = Version.objects.create(
        goal=goal, number=goal.versions.count() + 1, content=content, digest=digest_of(content), is_approved=True,
        submitted_by=goal.created_by, approved_at=timezone.now(),
    )  # fmt: skip
    restate([goal.pk])
    return made


def table_of(*rows, headings=HEADINGS, encoding="utf-8-sig"):
    """The bytes of a CSV file."""
    made = io.StringIO()
    csv.writer(made).writerows([headings, *rows])
    return made.getvalue().encode(encoding)


def brought(world, data, *, actor="preparer", unit=0, name="支付.csv"):
    """The file, read."""
    return table_bring(organization=world.units[unit], year=world.year, name=name, data=data, actor=world.people[actor])


def checked(table, **options):
    """The file, tried with what was proposed but for `options`."""
    wanted = options_from(table.options)._replace(**options) if options else options_from(table.options)
    assert isinstance(wanted, Options)
    return table_check(table=table, columns=table.columns, options=wanted, actor=table.imported_by)


def taken(world, data, name="支付.csv", **options):
    """The file, taken over as proposed; every row has to be accounted for."""
    table = checked(brought(world, data, name=name), **options)
    assert table.state == ImportState.CHECKED, table.problem
    tried = table.report
    table = table_take(table=table, actor=table.imported_by)
    assert table.state == ImportState.DONE, table.problem
    assert table.report == tried
    counted = {name: table.report[name] for name in ("added", "replaced", "unchanged", "unknown", "refused", "skipped")}
    assert sum(counted.values()) == table.rows
    assert TableImport.objects.get(pk=table.pk).data == b""
    return {name: count for name, count in counted.items() if count}


def table_at(world, unit=0, *, done=True):
    """A table of a unit, with a project of its own: taken over, or tried only."""
    place = world.units[unit]
    if not place.goals.filter(code=f"P{unit}").exists():
        approved(world, code=f"P{unit}", name=f"项目{unit}", unit=unit)
    data = table_of(
        (f"P{unit}", "", "财政", "2027-03-01", "100", "K1", ""), ("?", "", "财政", "2027-03-01", "1", "K2", "")
    )
    table = brought(world, data, actor="preparer" if unit == 0 else "other_preparer", unit=unit)
    table = checked(table)
    return table_take(table=table, actor=table.imported_by) if done else table


def spent(goal, kind=MovementKind.SPENT):
    """The sum of a goal in 万元."""
    return sum((each.amount for each in Movement.objects.filter(goal=goal, kind=kind)), Decimal(0))
