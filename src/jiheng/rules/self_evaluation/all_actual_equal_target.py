"""all-actual-equal-target."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.achievement import comparable
from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.view import SelfEvaluationView

__all__ = ["AllActualEqualTarget"]

_FEWEST = 3


class AllActualEqualTarget(SelfEvaluationRule):
    """实际完成值全部等于指标值

    ## 检查什么
    表里的定量指标至少有 3 条，每一条的实际完成值都恰好等于指标值。

    ## 为什么重要
    真实的执行结果很少与年初的预计分毫不差。全部相等，多半是把指标值抄了一遍，没有去统计。

    ## 反例
    ≥200人次，完成 200人次；≥95%，完成 95%；≤30万元，完成 30万元。

    ## 正例
    ≥200人次，完成 212人次；≥95%，完成 96.4%；≤30万元，完成 29.6万元。

    ## 怎么改
    按业务台账、支付记录和问卷结果填写实际数值；确实恰好相等的，保留佐证材料，无需修改。

    ## 例外
    有定量指标没有填完成值、或者写的不是数值的，不作判断。指标值是一段范围的不计。
    """

    slug = "all-actual-equal-target"
    severity = Severity.INFO
    message = N_("{count} 条定量指标的实际完成值都恰好等于指标值")
    remedy = N_("按业务台账、支付记录和问卷结果核对实际数值；确实恰好相等的，保留佐证材料")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a table."""
        count = 0
        for row in table.indicators:
            if row.quantity is None or row.quantity.value is None:
                continue
            if comparable(row.quantity, row.actual) != row.quantity.value:
                return
            count += 1
        if count >= _FEWEST:
            yield self.finding(table, "indicators", count=count)
