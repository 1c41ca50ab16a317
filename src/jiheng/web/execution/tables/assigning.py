"""Rows of projects that nobody knew: a person says which project it is, for this file and all further ones."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.execution import policies
from jiheng.web.execution.models import ImportState, MovementKind, ProjectAlias, TableImport, UnknownRow
from jiheng.web.execution.standing import year_hold
from jiheng.web.execution.tables.plan import Plan, add, plan_of
from jiheng.web.execution.tables.projects import Projects, importable
from jiheng.web.execution.tables.work import options_from
from jiheng.web.execution.tables.writing import entry_from, write_plan
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization

__all__ = ["unknown_assign"]


@transaction.atomic
def unknown_assign(*, organization: Organization, year: int, code: str, name: str, goal: Goal, actor: User) -> int:
    """Say which project the payment system means by a code and name, and take over the rows that waited for that.

    Returns:
        How many rows were taken over.

    Raises:
        PermissionDenied: `actor` brings no tables for the organization.
        ValidationError: the project is none that a table of the organization may move.
    """
    if not policies.may_import(actor, organization, year):
        raise PermissionDenied
    if not importable(actor, organization, year).filter(pk=goal.pk).exists():
        raise ValidationError(_("只能指定到本单位（及下属单位）已批复的项目"), code="goal")
    year_hold(year)
    ProjectAlias.objects.update_or_create(
        organization=organization, year=year, code=code, name=name, defaults={"goal": goal}
    )
    waiting = UnknownRow.objects.filter(
        code=code, name=name, is_refused=False, goal=None, table__organization=organization, table__year=year,
        table__state=ImportState.DONE,
    )  # fmt: skip
    projects = Projects(actor, organization, year)
    tables = TableImport.objects.filter(unknown__in=waiting).distinct().order_by("pk").defer("data")
    count = sum(_take_rows(table, waiting, goal, projects, actor) for table in tables)
    after = {"code": code, "name": name, "rows": count}
    record("execution.assigned", actor=actor, subject=goal, organization=organization.code, after=after)
    return count


def _take_rows(table: TableImport, waiting: QuerySet[UnknownRow], goal: Goal, projects: Projects, actor: User) -> int:
    """The rows of one file, oldest file first, so that a later one corrects an earlier one here as well."""
    rows = list(UnknownRow.objects.filter(table=table, pk__in=waiting.values("pk")))
    options = options_from(table.options)
    plan = Plan(MovementKind(options.kind))
    for row in rows:
        add(plan, entry_from(row), options, projects)
    plan_of(plan)
    write_plan(table, plan, actor.pk)
    refused = {each.number: each.reason for each in plan.refused}
    for row in rows:
        row.goal = goal
        if row.number in refused:
            row.is_refused, row.problem, row.goal = True, refused[row.number][:255], None
    UnknownRow.objects.bulk_update(rows, ["goal", "is_refused", "problem"], batch_size=500)
    report = dict(table.report)
    for name, more in (("added", plan.added), ("replaced", plan.replaced), ("unchanged", plan.unchanged)):
        report[name] = report.get(name, 0) + more
    report["unknown"] = report.get("unknown", 0) - len(rows)
    report["refused"] = report.get("refused", 0) + len(refused)
    grown = sum(plan.after.values(), Decimal(0)) - sum(plan.before.values(), Decimal(0))
    report["after"] = format((Decimal(report.get("after", "0")) + grown).normalize(), "f")
    strangers = report.get("strangers", [])
    report["strangers"] = [each for each in strangers if (each["code"], each["name"]) != (rows[0].code, rows[0].name)]
    TableImport.objects.filter(pk=table.pk).update(report=report)
    return len(rows) - len(refused)
