"""actual-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.view import SelfEvaluationView

__all__ = ["ActualMissing"]


class ActualMissing(SelfEvaluationRule):
    """没有实际完成值

    ## 检查什么
    指标行的“实际完成值”（完成值）是空白，或者只画了一道横线、斜线。

    ## 为什么重要
    没有完成值就没有打分的依据，给出的得分也无法核对。

    ## 反例
    培训人次｜≥200人次｜完成值（空白）｜分值 15｜得分 15

    ## 正例
    培训人次｜≥200人次｜完成值 212人次｜分值 15｜得分 15

    ## 怎么改
    填写年底实际达到的数值或情况；还没有数据的，写明数据何时产生，先不打分。

    ## 例外
    填“无”“不适用”或整行空白的指标不查；表式没有完成值栏的不查。
    """

    slug = "actual-missing"
    severity = Severity.WARNING
    message = N_("没有填写实际完成值")
    remedy = N_("填写年底实际达到的数值或情况；没有完成值的指标不能打分")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding an indicator."""
        if not table.asks("actual"):
            return
        for row in table.indicators:
            if row.actual is None and not row.is_malformed("actual"):
                yield self.finding(table, "actual", row)
