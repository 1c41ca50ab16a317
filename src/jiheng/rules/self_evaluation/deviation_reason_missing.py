"""deviation-reason-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.achievement import Outcome
from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SelfEvaluationView

__all__ = ["DeviationReasonMissing"]

_DEDUCTED = N_("得分 {score} 低于分值 {weight}，没有说明扣分原因")
_DEDUCTED_REMEDY = N_("在“偏差原因分析及改进措施”一栏写明扣分的具体原因和改进措施；没有偏差的，得分应等于分值")
_OVERSHOT = N_("指标值“{target}”，实际完成“{actual}”，超过指标值的 130%，没有说明原因")
_OVERSHOT_REMEDY = N_("写明大幅超额的原因；指标值定得过低的，按偏离程度调减得分，编制下年目标时调高")
_TEXTS = {Outcome.MISSED: (None, None), Outcome.OVERSHOT: (_OVERSHOT, _OVERSHOT_REMEDY)}


class DeviationReasonMissing(SelfEvaluationRule):
    """偏差没有说明原因

    ## 检查什么
    下列三种情况，“偏差原因分析及改进措施”（未完成原因分析）一栏是空白或者只写了“无”：实际完成值没有达到指标值；实际完成值超过指标值的 130%；得分低于分值。

    ## 为什么重要
    自评的用处在于找出差距和原因。扣了分不说原因，既看不出问题在哪里，也没有整改的依据；大幅超额多半是当初指标值定得太低。

    ## 反例
    培训人次｜≥200人次｜完成 150人次｜分值 15｜得分 11.25｜偏差原因（空白）

    ## 正例
    培训人次｜≥200人次｜完成 150人次｜分值 15｜得分 11.25｜第四季度因防汛任务停办一期，已列入明年一季度计划

    ## 怎么改
    写明没有完成、扣分或大幅超额的具体原因，以及下一步怎么做。指标值定得过低的，按偏离程度调减得分，并在编制下年目标时调高。

    ## 例外
    两个值的单位不同、无法比较的，只看得分。没有符号的指标值和“=”：成本、时间和 0（如事故起数）越少越好，其余越多越好。表式没有原因栏的不查。
    """

    slug = "deviation-reason-missing"
    severity = Severity.ERROR
    message = N_("指标值“{target}”，实际完成“{actual}”，没有达到，也没有说明原因")
    remedy = N_("在“偏差原因分析及改进措施”一栏写明没有完成的具体原因和下一步措施")
    basis = ("evaluation-2020", "core-indicators-2021")

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding an indicator."""
        if not table.asks("reason"):
            return
        for row in table.rows:
            if row.has_reason or row.is_malformed("reason"):
                continue
            outcome = None if row.is_void else row.outcome
            score, weight = row.indicator.score, row.indicator.weight
            if outcome in _TEXTS and row.quantity and row.actual:
                message, remedy = _TEXTS[outcome]
                yield self.finding(
                    table,
                    "reason",
                    row,
                    message=message,
                    remedy=remedy,
                    target=excerpt(row.quantity.raw),
                    actual=excerpt(row.actual.raw),
                )
            elif score is not None and weight is not None and score < weight:
                yield self.finding(
                    table,
                    "reason",
                    row,
                    message=_DEDUCTED,
                    remedy=_DEDUCTED_REMEDY,
                    score=f"{score:f}",
                    weight=f"{weight:f}",
                )
