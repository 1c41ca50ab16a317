"""Data validation: lists to choose from, bounds of numbers, and what Excel says beside a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.domain.money import CURRENCY_UNITS
from jiheng.domain.scoring import Grade
from jiheng.domain.target import Operator
from jiheng.writers.template.fields import Kind, Slot, hint_of

__all__ = ["FORMATS", "add_year", "guard", "guard_label"]

FORMATS = {Kind.AMOUNT: "0.00####", Kind.PERCENT: "0.00%", Kind.PLAN: "0.00%", Kind.POINTS: "General"}
"""Number formats that show all digits of what is typed; cells of other kinds are set to text."""

_TITLE, _PROMPT = 32, 255  # characters that Excel shows
_OFTEN = ("万元", "元")
_SIGNS = (*(operator.sign for operator in Operator), "定性")
_BOUNDS: dict[Kind, tuple[str, str | None, str, str]] = {
    Kind.AMOUNT: ("0", None, "金额", "请填不小于 0 的数字，不写单位。"),
    Kind.PERCENT: ("0", "1", "百分比", "请填 0% 至 100%。"),
    Kind.POINTS: ("0", "100", "分数", "请填 0 至 100 的数字。"),
}
_CHOICES = {Kind.SIGN: _SIGNS, Kind.GRADE: tuple(grade.value for grade in Grade), Kind.TICK: ("√",)}
_OTHER_LEVEL = "表式里没有这一级指标。一定要这样写吗？"


def guard(sheet: Worksheet, slots: Iterable[Slot], choices: dict[Kind, str]) -> None:
    """Give every slot its validation and its hint; `choices`: the ranges with the lists that are too long for a rule."""
    plan: list[Slot] = []
    rules: dict[tuple[Kind, str, str], DataValidation] = {}
    for slot in slots:
        if slot.kind is Kind.PLAN:
            _add(sheet, _plan_rule(slot, plan), slot.label, hint_of(slot), slot.cell)
            plan.append(slot)
            continue
        key = (slot.kind, slot.label, hint_of(slot))
        if key not in rules:
            rules[key] = _rule(slot.kind, choices)
            _add(sheet, rules[key], slot.label, hint_of(slot), slot.cell)
        else:
            rules[key].add(slot.cell)


def _rule(kind: Kind, choices: dict[Kind, str]) -> DataValidation:
    if kind in _BOUNDS:
        return _number(*_BOUNDS[kind])
    if kind in _CHOICES:
        return _list(_inline(_CHOICES[kind]), "stop", "请从列表中选。")
    if kind in choices:
        is_free = kind is Kind.UNIT  # no list of units is complete
        return _list(choices[kind], None if is_free else "warning", "" if is_free else _OTHER_LEVEL)
    if kind is Kind.CODE:
        return DataValidation(
            type="textLength", operator="equal", formula1="21", allow_blank=True, showErrorMessage=True,
            errorStyle="warning", errorTitle="项目编码", error="项目编码一般是 21 位。一定要这样写吗？",
        )  # fmt: skip
    return DataValidation(allow_blank=True)


def _number(low: str, high: str | None, title: str, error: str) -> DataValidation:
    return DataValidation(
        type="decimal", operator="between" if high else "greaterThanOrEqual", formula1=low, formula2=high,
        allow_blank=True, showErrorMessage=True, errorStyle="stop", errorTitle=title, error=error,
    )  # fmt: skip


def _list(choices: str, style: Literal["stop", "warning"] | None, error: str) -> DataValidation:
    return DataValidation(
        type="list", formula1=choices, allow_blank=True, showErrorMessage=style is not None, errorStyle=style,
        errorTitle="请核对" if style else None, error=error or None,
    )  # fmt: skip


def _inline(choices: Sequence[str]) -> str:
    return '"' + ",".join(choices) + '"'


def _plan_rule(slot: Slot, before: Sequence[Slot]) -> DataValidation:
    """A percentage that is not below those before it."""
    own = slot.cell.coordinate
    floor = f",{own}>=MAX({','.join(other.cell.coordinate for other in before)})" if before else ""
    return DataValidation(
        type="custom", formula1=f"AND(ISNUMBER({own}),{own}>=0,{own}<=1{floor})", allow_blank=True,
        showErrorMessage=True, errorStyle="stop", errorTitle="资金支出计划",
        error="请填 0% 至 100% 的累计百分比，不小于前面的月份。",
    )  # fmt: skip


def guard_label(sheet: Worksheet, cell: Cell, text: str, unit: str) -> None:
    """A printed label whose words hold a value: a currency unit to choose, a month or points to be written over."""
    if unit in text:
        units = (unit, *(other for other in _OFTEN if other != unit and other in CURRENCY_UNITS))
        rule = _list(_inline([text.replace(unit, other) for other in units]), "stop", "请从列表中选。")
        _add(sheet, rule, "金额单位", "从列表中选。", cell)
    else:
        _add(sheet, DataValidation(allow_blank=True), "可以改写", "只改其中的数字，其余文字不动。", cell)


def add_year(sheet: Worksheet, cell: Cell) -> None:
    """The cell for the fiscal year."""
    rule = DataValidation(
        type="whole", operator="between", formula1="2000", formula2="2099", allow_blank=True, showErrorMessage=True,
        errorStyle="stop", errorTitle="年度", error="请填四位数的年份，如 2026。",
    )  # fmt: skip
    _add(sheet, rule, "年度", "填四位数的年份，如 2026，括号和“年度”自动显示。", cell)


def _add(sheet: Worksheet, rule: DataValidation, title: str, prompt: str, cell: Cell) -> None:
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = title[:_TITLE], prompt[:_PROMPT]
    rule.add(cell)
    sheet.add_data_validation(rule)
