"""The 绩效目标审核表: what the checks found, filed under what the reviewer judges. The judgement is left to him."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from jiheng.forms import load_form
from jiheng.reports.cells import Sheet
from jiheng.reports.review.grid import cell, counts_text, label, row
from jiheng.reports.review.part import Part
from jiheng.reports.review.wording import finding_text, mark
from jiheng.rules.audit import AuditItem, audit_items
from jiheng.writers.form_table import CellKind, PrintedRow, PrintedTable, RowKind
from jiheng.writers.values import head_value

__all__ = ["audit_sheet", "audit_title"]

# 审核内容 (two columns), the marker of a finding, its text (three columns, which the head divides), 审核意见.
_WIDTHS = (6, 14, 7, 23, 13, 22, 15)
_ITEM, _MARK, _TEXT, _OPINION = 1, 2, 3, 6
_BESIDE = 4  # where the second field of a row of the head begins
_CHOICE = "优□　良□\n中□　差□"
_OVERALL = "优□　　良□　　中□　　差□\n\n\n"
_OTHER = AuditItem("其他", "其他发现", "不属于以上各项的检查发现", frozenset())


def audit_title(sheet: Sheet) -> str:
    """What the form is called."""
    return f"{'部门整体支出' if _is_department(sheet) else ''}绩效目标审核表"


def audit_sheet(part: Part, sheet: Sheet) -> PrintedTable:
    """The form for `sheet`, the table of `part`."""
    opening = [*_head(part, sheet), _heading()]
    return PrintedTable(_WIDTHS, (*opening, *_items(part), *_closing()), len(opening), is_landscape=False)


def _is_department(sheet: Sheet) -> bool:
    return "name" not in load_form(sheet.form).fields


# ── Above and below ───────────────────────────────────────────────────────────────────────────────────────────────────


def _head(part: Part, sheet: Sheet) -> Iterator[PrintedRow]:
    fields = {name: head_value(sheet, name).text for name in ("name", "code", "organization", "budget.total")}
    unit = head_value(sheet, "budget.currency_unit").text or load_form(sheet.form).currency_unit
    budget = f"{fields['budget.total']} {unit}".rstrip() if fields["budget.total"] else ""
    if not _is_department(sheet):
        yield _pair("项目名称", fields["name"], "项目编码", fields["code"])
    yield _pair("预算单位", fields["organization"], "预算数", budget)
    result = counts_text(part.counts)
    if part.waived:
        result += f"（另有已豁免 {len(part.waived)} 处）"
    yield row(RowKind.HEAD, label(0, "系统检查结果", 2), cell(_MARK, result, len(_WIDTHS) - _MARK))


def _pair(first: str, text: str, second: str, beside: str) -> PrintedRow:
    return row(
        RowKind.HEAD,
        label(0, first, 2),
        cell(_MARK, text, _BESIDE - _MARK),
        label(_BESIDE, second),
        cell(_BESIDE + 1, beside, len(_WIDTHS) - _BESIDE - 1),
    )


def _heading() -> PrintedRow:
    return row(
        RowKind.HEADING,
        label(0, "审核内容", 2),
        label(_MARK, "审核要点与系统检查发现", _OPINION - _MARK),
        label(_OPINION, "审核意见"),
    )


def _closing() -> Iterator[PrintedRow]:
    yield row(RowKind.TOTAL, label(0, "总体意见", 2), cell(_MARK, _OVERALL, len(_WIDTHS) - _MARK))
    yield _pair("审核人（签字）", "", "日期", "　　年　　月　　日")


# ── The items ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _items(part: Part) -> Iterator[PrintedRow]:
    blocks = [(item, _found(part, item)) for item in _all_items(part)]
    for group, members in groupby(blocks, key=lambda block: block[0].group):
        block = list(members)
        beside = [label(0, group, height=sum(1 + len(found) for _item, found in block))]
        for item, found in block:
            height = 1 + len(found)
            yield row(
                RowKind.BLOCK,
                *beside,
                label(_ITEM, item.name, height=height),
                cell(_MARK, item.question if found else f"{item.question}\n{_remark(part, item)}", _OPINION - _MARK),
                cell(_OPINION, _CHOICE, height=height, kind=CellKind.SHORT),
            )
            yield from found
            beside = []


def _all_items(part: Part) -> list[AuditItem]:
    items = list(audit_items())
    # A rule from outside the package may belong to none of them.
    others = {entry.group.rule for entry in part.entries}.difference(*(item.rules for item in items))
    return [*items, _OTHER._replace(rules=frozenset(others))] if others else items


def _found(part: Part, item: AuditItem) -> list[PrintedRow]:
    return [
        row(
            RowKind.BLOCK,
            cell(_MARK, "", kind=CellKind.SHORT, mark=mark(entry)),
            cell(_TEXT, finding_text(entry), _OPINION - _TEXT),
        )
        for entry in part.entries
        if entry.group.rule in item.rules
    ]


def _remark(part: Part, item: AuditItem) -> str:
    """What to say of an item without a finding: that nothing is wrong only where somebody looked."""
    run = item.rules if part.rules is None else item.rules & part.rules
    if not run:
        return "系统不检查本项，请人工审核"
    if len(run) < len(item.rules):
        return f"系统检查：未发现问题（本项共 {len(item.rules)} 条规则，这次检查了 {len(run)} 条）"
    return "系统检查：未发现问题"
