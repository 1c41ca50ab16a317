"""budget-total-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["BudgetTotalMissing"]


class BudgetTotalMissing(SheetRule):
    """预算数留空

    ## 检查什么
    “预算数”一栏是空白。写了内容但不是金额的，由读取时的说明指出，不在此列。

    ## 为什么重要
    预算数是成本指标、资金用途和支出计划的比较基准。结转项目常只填财政资金，总数就无从核对，审核人只能退回。

    ## 反例
    预算数空白，其中：财政资金 52.00，其他资金空白。

    ## 正例
    预算数 52.00，其中：财政资金 52.00，其他资金 0。

    ## 怎么改
    填写预算数，使其等于财政资金与其他资金之和。
    """

    slug = "budget-total-missing"
    severity = Severity.ERROR
    message = N_("预算数没有填写")
    remedy = N_("填写预算数，应等于财政资金与其他资金之和")
    basis = ("goal-measures-2015", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        if sheet.sheet.budget.total is None and "budget.total" not in sheet.sheet.malformed:
            yield self.finding(sheet, "budget.total")
