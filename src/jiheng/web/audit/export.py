"""The log as CSV, for a spreadsheet or another program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.audit.actions import action_label
from jiheng.web.audit.models import Entry

__all__ = ["csv_lines"]

_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """Gives back what is written: a line at a time goes out, the whole is never in memory."""

    def write(self, text: str) -> str:
        """What was written."""
        return text


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A heading and a line an entry. Names were typed by people: none of them becomes a formula."""
    writer = csv.writer(_Echo())
    heading = (
        _("序号"),
        _("时间"),
        _("人员"),
        _("来源地址"),
        _("请求编号"),
        _("操作"),
        _("操作名称"),
        _("对象"),
        _("单位编码"),
        _("之前"),
        _("之后"),
        _("摘要"),
    )
    yield "\ufeff" + writer.writerow(heading)  # the mark tells Excel that this is UTF-8
    for entry in entries:
        at = timezone.localtime(entry.at).isoformat(" ", "milliseconds")
        texts = (entry.actor, entry.address, entry.request, entry.action, action_label(entry.action), entry.title)
        rest = (entry.organization, _json(entry.before), _json(entry.after), entry.digest)
        yield writer.writerow([entry.number, at, *(_harmless(text) for text in (*texts, *rest))])


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_LIKE) else text


def _json(values: Any) -> str:
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)
