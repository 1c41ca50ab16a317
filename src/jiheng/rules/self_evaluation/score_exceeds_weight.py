"""score-exceeds-weight."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.view import SelfEvaluationView

__all__ = ["ScoreExceedsWeight"]


class ScoreExceedsWeight(SelfEvaluationRule):
    """得分高于分值

    ## 检查什么
    一项指标的得分大于它的分值，或者预算执行率的得分大于它的分值。

    ## 为什么重要
    分值就是这一项的满分。得分比满分高，不是分值填错就是得分填错，总分随之虚高。

    ## 反例
    项目完工率｜100%｜完成 100%｜分值 10｜得分 15

    ## 正例
    项目完工率｜100%｜完成 100%｜分值 10｜得分 10

    ## 怎么改
    核对分值和得分。分值无误的，得分最多等于分值；超额完成也不加分。
    """

    slug = "score-exceeds-weight"
    severity = Severity.ERROR
    message = N_("得分 {score} 高于分值 {weight}")
    remedy = N_("核对两个数；分值无误的，得分最多填 {weight}，超额完成也不加分")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a line of the funding block, one an indicator."""
        for index, line in enumerate(table.evaluation.funding):
            if line.score is not None and line.weight is not None and line.score > line.weight:
                yield self.finding(table, f"funding[{index}].score", score=f"{line.score:f}", weight=f"{line.weight:f}")
        for row in table.rows:
            score, weight = row.indicator.score, row.indicator.weight
            if score is not None and weight is not None and score > weight:
                yield self.finding(table, "score", row, score=f"{score:f}", weight=f"{weight:f}")
