"""budget-sum-mismatch."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.money import differs, in_wan
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["BudgetSumMismatch"]

_NOTHING = Decimal(0)


class BudgetSumMismatch(SheetRule):
    """预算数与分项之和不等

    ## 检查什么
    “预算数”和“财政资金”都已填写，但预算数不等于财政资金与其他资金之和。其他资金空白按 0 计；换算成万元后相差不超过 0.005 的，视为四舍五入。

    ## 为什么重要
    三个数里至少有一个是错的。成本指标、支出计划和执行率都以预算数为准，数错了，后面每一步都跟着错。

    ## 反例
    预算数 60.00，其中：财政资金 52.00，其他资金空白。

    ## 正例
    预算数 60.00，其中：财政资金 52.00，其他资金 8.00。

    ## 怎么改
    与预算批复核对三个数。财政资金和其他资金无误的，改预算数；预算数无误的，改正或补填这两项。

    ## 例外
    其他资金填了内容但不是金额的，由读取时的说明指出，改正之前不作比较。
    """

    slug = "budget-sum-mismatch"
    severity = Severity.ERROR
    message = N_("预算数是 {total}{unit}，财政资金 {fiscal} 加其他资金 {other} 是 {parts}{unit}")
    remedy = N_("与预算批复核对：分项无误的，预算数改为 {parts}{unit}；预算数无误的，改正或补填财政资金、其他资金")
    basis = ("goal-measures-2015", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        budget = sheet.sheet.budget
        total, fiscal, other, unit = budget.total, budget.fiscal, budget.other, budget.currency_unit
        if total is None or fiscal is None or (other is None and "budget.other" in sheet.sheet.malformed):
            return
        other = _NOTHING if other is None else other
        # The national form prints money carried over from last year as a part of its own.
        parts = fiscal + other + (budget.carried_over or _NOTHING)
        gap = in_wan(total - parts, unit)
        # Of an unknown unit only the tolerance of the printed digits is left: the three amounts share the unit anyway.
        if differs(total - parts if gap is None else gap, _NOTHING):
            yield self.finding(
                sheet,
                "budget.total",
                total=f"{total:f}",
                fiscal=f"{fiscal:f}",
                other=f"{other:f}",
                parts=f"{parts:f}",
                unit=unit or "",
            )
