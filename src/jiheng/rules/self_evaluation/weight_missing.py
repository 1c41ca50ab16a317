"""weight-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.view import SelfEvaluationView

__all__ = ["WeightMissing"]


class WeightMissing(SelfEvaluationRule):
    """指标没有分值

    ## 检查什么
    指标行的“分值”（权重）是空白。填了内容但不是数字的，由读取时的说明指出，不在此列；表式没有分值栏的不查。

    ## 为什么重要
    没有分值的指标得不了分，总分也就加不出来；分值应当在批复绩效目标时确定，自评时不能没有。

    ## 反例
    培训人次｜≥200人次｜完成 180人次｜分值（空白）｜得分 13.5

    ## 正例
    培训人次｜≥200人次｜完成 180人次｜分值 15｜得分 13.5

    ## 怎么改
    填写批复时确定的分值；没有批复的，按指标的重要程度分配。各项指标分值加预算执行率分值应为 100。

    ## 例外
    填“无”“不适用”或整行空白的指标不查。
    """

    slug = "weight-missing"
    severity = Severity.WARNING
    message = N_("没有填写分值")
    remedy = N_("填写批复时确定的分值；各项指标分值加预算执行率分值应为 100")
    basis = ("evaluation-2020", "core-indicators-2021")

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding an indicator."""
        if not table.asks("weight"):
            return
        for row in table.indicators:
            if row.indicator.weight is None and not row.is_malformed("weight"):
                yield self.finding(table, "weight", row)
