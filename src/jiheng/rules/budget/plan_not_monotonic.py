"""plan-not-monotonic."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["PlanNotMonotonic"]


class PlanNotMonotonic(SheetRule):
    """支出计划前大后小

    ## 检查什么
    资金支出计划中，后面月份的百分比小于前面月份的。空白的月份跳过。一张表只报一次，指在第一次下降的月份上。

    ## 为什么重要
    表中要填的是累计百分比，只会增加、不会减少。出现下降，多半是填成了当期比例，执行进度就无从对照。

    ## 反例
    3月底 40%，6月底 30%，10月底 20%，12月底 10%。

    ## 正例
    3月底 40%，6月底 70%，10月底 90%，12月底 100%。

    ## 怎么改
    改填到各月底为止的累计支出占预算的百分比，后一栏不小于前一栏，最后一栏为 100%。
    """

    slug = "plan-not-monotonic"
    severity = Severity.ERROR
    message = N_("{month}月底的支出计划 {percent}% 小于{earlier}月底的 {before}%")
    remedy = N_("支出计划填累计百分比：{month}月底应不小于 {before}%")
    basis = ("hebei-goal-form",)

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet, at the first drop."""
        steps = [
            (step.month, step.percent, index)
            for index, step in enumerate(sheet.sheet.spending_plan)
            if step.percent is not None
        ]
        steps.sort(key=lambda step: step[0])  # columns may be printed in any order
        for (earlier, before, _), (month, percent, index) in pairwise(steps):
            if percent < before:
                yield self.finding(
                    sheet,
                    f"spending_plan[{index}]",
                    month=month,
                    percent=f"{percent.normalize():f}",
                    earlier=earlier,
                    before=f"{before.normalize():f}",
                )
                return
