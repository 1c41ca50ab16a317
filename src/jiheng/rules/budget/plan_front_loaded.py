"""plan-front-loaded."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["PlanFrontLoaded"]


class PlanFrontLoaded(SheetRule):
    """一季度就计划花完

    ## 检查什么
    资金支出计划中，3月底已经达到 100%。

    ## 为什么重要
    一季度花完的项目确实有，例如偿还欠款、一次性补偿；日常运转、全年开展的工作则不可能。照实填写，执行监控才有意义，否则二季度起都会被判为进度滞后。

    ## 反例
    定额公用经费用于全年运转，支出计划：3月底 100%，6月底 100%，10月底 100%，12月底 100%。

    ## 正例
    定额公用经费用于全年运转，支出计划：3月底 25%，6月底 50%，10月底 80%，12月底 100%。

    ## 怎么改
    按实际用款时间填写各月底的累计百分比。确实在一季度一次付清的，保留即可。
    """

    slug = "plan-front-loaded"
    severity = Severity.INFO
    message = N_("支出计划到3月底已是 {percent}%")
    remedy = N_("请核对：全年开展的工作，按实际用款时间填写各月底的累计百分比；确实在一季度付清的，不必修改")
    basis = ("hebei-goal-form", "budget-law-2018")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        for index, step in enumerate(sheet.sheet.spending_plan):
            if step.month == 3 and step.percent is not None and step.percent >= 100:
                yield self.finding(sheet, f"spending_plan[{index}]", percent=f"{step.percent.normalize():f}")
