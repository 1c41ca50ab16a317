"""The log as CSV, for a spreadsheet or another program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.actions import action_label
from jiheng.web.audit.models import Entry
from jiheng.web.audit.policies import may_read
from jiheng.web.audit.selectors import Wanted, entries
from jiheng.web.audit.services import record
from jiheng.web.ui.csv_export import Cell
from jiheng.web.ui.csv_export import csv_lines as table_lines

__all__ = ["csv_lines", "exported"]

_CHUNK = 2000


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A heading and a line an entry. Names were typed by people: none of them becomes a formula."""
    heading = (
        _("序号"),
        _("时间"),
        _("人员"),
        _("来源地址"),
        _("请求编号"),
        _("途径"),
        _("操作"),
        _("操作名称"),
        _("对象"),
        _("单位编码"),
        _("之前"),
        _("之后"),
        _("摘要"),
    )
    return table_lines(heading, map(_row, entries))


def exported(*, actor: User | AnonymousUser, wanted: Wanted) -> Iterator[str]:
    """The log as CSV, oldest first; that it was taken out is itself an entry.

    Raises:
        PermissionDenied: `actor` does not read the log.
    """
    if not may_read(actor) or not isinstance(actor, User):
        raise PermissionDenied
    found = entries(actor=actor, wanted=wanted).order_by("number")
    record("audit.exported", actor=actor, after={name: value for name, value in wanted._asdict().items() if value})
    return csv_lines(found.iterator(chunk_size=_CHUNK))


def _row(entry: Entry) -> list[Cell]:
    at = timezone.localtime(entry.at).isoformat(" ", "milliseconds")
    texts = (
        entry.actor,
        entry.address,
        entry.request,
        entry.means,
        entry.action,
        action_label(entry.action),
        entry.title,
    )
    return [entry.number, at, *texts, entry.organization, _json(entry.before), _json(entry.after), entry.digest]


def _json(values: Any) -> str:
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)
