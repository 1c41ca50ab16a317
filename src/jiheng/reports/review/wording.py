"""An entry in words, as the papers tell it. What is wrong and what to do is said in the language in use."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.i18n import _
from jiheng.reports.entries import Detail, Entry
from jiheng.reports.groups import Group
from jiheng.reports.labels import SIGNS

__all__ = ["advice", "finding_text", "mark", "problem"]


def mark(entry: Entry) -> str:
    """``×3``, at the cells and in the lists."""
    return f"{SIGNS[entry.severity]}{entry.number}"


def finding_text(entry: Entry) -> str:
    """For the audit sheet: where, what is wrong, what to do; what stands in each cell is told in the list."""
    lines = [entry.group.label, *_messages(entry, with_remedies=True)]
    lines += [f"→ {entry.group.remedy}"] if entry.group.remedy else ()
    return "\n".join(lines)


def problem(entry: Entry) -> str:
    """What is wrong, and what stands there."""
    lines = list(_messages(entry, with_remedies=False))
    if entry.quoted:
        lines.append(f"{_('现在是')} {_('“{text}”').format(text=entry.quoted)}")
    if entry.group.message is not None:
        lines += [f"{_row(entry.group, detail)}  {detail.text or _('（空白）')}" for detail in entry.details]
    return "\n".join(lines)


def advice(entry: Entry) -> str:
    """What to do."""
    lines = [entry.group.remedy or ""]
    if not entry.group.remedy:
        lines = [f"{_row(entry.group, detail)}  {detail.remedy}" for detail in entry.details]
    for fix in entry.fixes:
        lines.append(_("可自动修正：{before} 改为 {after}").format(before=fix.before, after=fix.after))
    return "\n".join(lines)


def _messages(entry: Entry, *, with_remedies: bool) -> Iterator[str]:
    yield entry.message
    if entry.group.message is None:
        for detail in entry.details:
            yield f"{_row(entry.group, detail)}  {detail.text}"
            if detail.remedy and with_remedies:
                yield f"→ {detail.remedy}"


def _row(group: Group, detail: Detail) -> str:
    return _("指标 {numbers}").format(numbers=detail.label) if group.rows else detail.label
