"""target-unit-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["TargetUnitMissing"]


class TargetUnitMissing(SheetRule):
    """指标值没有计量单位

    ## 检查什么
    指标值是数值，后面没有任何单位。

    ## 为什么重要
    “≥95”是 95%，还是 95 家？自评时各人理解不同，得分就不同；汇总时也无法与别的项目比较。

    ## 反例
    质量指标“资金支付准确率”的指标值：≥95。

    ## 正例
    质量指标“资金支付准确率”的指标值：≥95%。

    ## 怎么改
    补上单位：比率填“%”，金额填“万元”，数量填“个”“家”“人次”等。
    """

    slug = "target-unit-missing"
    severity = Severity.WARNING
    message = N_("指标值“{target}”没有计量单位")
    remedy = N_("在“{target}”后面补上计量单位：比率填“%”，金额填“万元”，数量填“个”“家”“人次”等")
    basis = ("core-indicators-2021", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            if row.quantity is not None and row.quantity.unit is None:
                yield self.finding(sheet, "target.unit", row, target=excerpt(row.quantity.raw))
