"""A table on its way: brought, read, its columns named, tried, taken over, undone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.attachments.contents import clean_name
from jiheng.web.audit.services import record
from jiheng.web.execution import policies
from jiheng.web.execution.models import ImportState, Movement, TableImport, TableMapping
from jiheng.web.execution.standing import year_hold
from jiheng.web.execution.tables import work
from jiheng.web.execution.tables.archives import unpacked
from jiheng.web.execution.tables.columns import FIELDS, Options, Way, heading_of
from jiheng.web.execution.tables.writing import put_back
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.errors import Conflict

__all__ = ["table_bring", "table_check", "table_discard", "table_take", "table_undo"]

_KEPT = timedelta(days=7)
_NAME = 64
_LONGEST = 255
_UNDER_WAY = (ImportState.READ, ImportState.CHECKED, ImportState.FAILED)


def table_bring(*, organization: Organization, year: int, name: str, data: bytes, actor: User) -> TableImport:
    """Keep a file and read it, at once or (a large one) beside the site; nothing is taken over yet.

    Of an archive or a mail it is the only table in it.

    Raises:
        PermissionDenied: `actor` brings no tables for the organization.
    """
    if not policies.may_import(actor, organization, year):
        raise PermissionDenied
    TableImport.objects.filter(state__in=_UNDER_WAY, imported_at__lt=timezone.now() - _KEPT).delete()
    given, content, problem = unpacked(clean_name(name) or "—", data)
    table = TableImport.objects.create(
        organization=organization, year=year, name=given[-_LONGEST:], sha256=hashlib.sha256(content or data).hexdigest(),
        data=content, state=ImportState.FAILED if problem else ImportState.READING, problem=problem, imported_by=actor,
    )  # fmt: skip
    if problem:
        return table
    work.start(work.Step.READ, table, is_large=len(content) > work.LARGE_FILE and work.is_readable(content))
    table.refresh_from_db()
    return table


def table_check(
    *, table: TableImport, columns: Mapping[str, str], options: Options, actor: User, remember: str = ""
) -> TableImport:
    """Say what the columns mean, and try what would become of every row; nothing is taken over yet.

    Args:
        table: was read, or tried before.
        columns: field → heading.
        options: what the amounts are.
        actor: whoever brought it.
        remember: name under which the columns are kept for the next file; empty to forget them.

    Raises:
        PermissionDenied: `actor` did not bring it.
        ValidationError: a column that is needed is not named.
        Conflict: it was taken over meanwhile.
    """
    if table.imported_by_id != actor.pk:
        raise PermissionDenied
    wanted = {name: columns[name] for name in FIELDS if columns.get(name)}
    _refuse(wanted, options)
    with transaction.atomic():
        mapping = _remember(table, wanted, options, actor, remember.strip()[:_NAME]) if remember.strip() else None
        _step(
            table, (ImportState.READ, ImportState.CHECKED), ImportState.CHECKING, columns=wanted,
            options={**table.options, **_plain(options)}, mapping=mapping or table.mapping, progress=0, report={},
        )  # fmt: skip
    work.start(work.Step.CHECK, table, is_large=table.rows > work.LARGE_ROWS)
    table.refresh_from_db()
    return table


def table_take(*, table: TableImport, actor: User) -> TableImport:
    """Take over what was tried, at once or beside the site.

    Raises:
        PermissionDenied: `actor` did not bring it, or brings no tables for the organization any more.
        Conflict: it was taken over already, or not tried.
    """
    if table.imported_by_id != actor.pk or not policies.may_import(actor, table.organization, table.year):
        raise PermissionDenied
    _step(table, (ImportState.CHECKED,), ImportState.TAKING, progress=0)
    work.start(work.Step.TAKE, table, is_large=table.rows > work.LARGE_ROWS)
    table.refresh_from_db()
    return table


def table_discard(*, table: TableImport, actor: User) -> None:
    """Throw a file away that was not taken over.

    Raises:
        PermissionDenied: `actor` did not bring it.
        Conflict: it was taken over.
    """
    if table.imported_by_id != actor.pk:
        raise PermissionDenied
    if not TableImport.objects.filter(pk=table.pk, state__in=_UNDER_WAY).delete()[0]:
        raise Conflict("import-outdated", _("这个文件已经导入或正在导入，不能丢弃"))


@transaction.atomic
def table_undo(*, table: TableImport, actor: User) -> None:
    """Take back the newest import of an organization: what it added goes, what it replaced returns.

    Raises:
        PermissionDenied: `actor` brings no tables for the organization.
        ValidationError: a later file builds upon it.
        Conflict: it is undone already.
    """
    if not policies.may_import(actor, table.organization, table.year):
        raise PermissionDenied
    year_hold(table.year)
    later = _later(table)
    if later is not None:
        message = _("“{name}”是在它之后导入的，请先撤销那一次")
        raise ValidationError(message.format(name=later.name), code="later-import")
    _step(table, (ImportState.DONE,), ImportState.UNDONE, undone_by=actor, undone_at=timezone.now())
    put_back(table)
    code = table.organization.code
    record("execution.import-undone", actor=actor, subject=table, organization=code, before=_counts(table))


def _later(table: TableImport) -> TableImport | None:
    """The newest import that was made upon this one."""
    done = TableImport.objects.filter(year=table.year, state=ImportState.DONE, pk__gt=table.pk).order_by("-pk")
    goals = Movement.objects.filter(table=table, key__startswith="c:").values("goal")
    upon = Q(organization=table.organization) | Q(replaced__of=table)
    upon |= Q(movements__goal__in=goals, movements__key__startswith="c:")  # what came after counts on its sums
    return done.filter(upon).first()


def _refuse(columns: Mapping[str, str], options: Options) -> None:
    problems = []
    if "amount" not in columns:
        problems.append(_("请指明哪一列是金额"))
    if not {"code", "name"} & set(columns):
        problems.append(_("请指明项目编码或项目名称在哪一列，否则不知道是哪个项目的钱"))
    if "date" not in columns and not options.month:
        problems.append(_("没有日期列，请选择这张表是几月的"))
    if options.way == Way.PAYMENTS and "voucher" not in columns:
        problems.append(_("逐笔导入要有凭证号列，才能认出已经导入过的；没有的话请选“按月汇总”"))
    if len(set(columns.values())) < len(columns):
        problems.append(_("同一列不能当两样用"))
    if problems:
        raise ValidationError(problems)


def _remember(table: TableImport, columns: Mapping[str, str], options: Options, actor: User, name: str) -> TableMapping:
    mapping, _made = TableMapping.objects.update_or_create(
        organization=table.organization, name=name,
        defaults={
            "columns": {field: heading_of(text) for field, text in columns.items()},
            "options": _plain(options), "changed_by": actor,
        },
    )  # fmt: skip
    return mapping


def _step(table: TableImport, old: tuple[ImportState, ...], new: ImportState, **values: Any) -> None:
    """From one state to the next; of two at once only one goes."""
    if not TableImport.objects.filter(pk=table.pk, state__in=old).update(state=new, **values):
        raise Conflict("import-outdated", _("这个文件的导入状态已经变了，请刷新页面"))
    table.refresh_from_db(fields=["state", *values])


def _plain(options: Options) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in options._asdict().items()}


def _counts(table: TableImport) -> dict[str, Any]:
    return {name: table.report.get(name) for name in ("added", "replaced", "before", "after")} | {
        "sha256": table.sha256
    }
