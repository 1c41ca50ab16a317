"""total-score-wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.self_evaluation.printed import SCORE_TOLERANCE
from jiheng.rules.view import SelfEvaluationView

__all__ = ["TotalScoreWrong"]


class TotalScoreWrong(SelfEvaluationRule):
    """总分与各项得分之和不等

    ## 检查什么
    “总分”一行的得分，与预算执行率得分加各项指标得分之和相差超过 0.005。

    ## 为什么重要
    总分决定优、良、中、差，是公开和结果应用时唯一被引用的数。加错了，等级也可能错。

    ## 反例
    预算执行 8.62 分，产出 50 分，效益 30 分，满意度 10 分，总分写 100 分。

    ## 正例
    预算执行 8.62 分，产出 50 分，效益 30 分，满意度 10 分，总分写 98.62 分。

    ## 怎么改
    先核对各项得分，再重新相加。改过任何一项得分以后，都要重算总分。

    ## 例外
    有分值而没有填得分的，填齐之前不作合计。
    """

    slug = "total-score-wrong"
    severity = Severity.ERROR
    message = N_("总分写的是 {total}，各项得分合计是 {right}")
    remedy = N_("各项得分无误的，总分改为 {right}；有误的，先更正得分再重新相加")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a table."""
        total = table.evaluation.total_score
        given = [line.score for _index, line in table.execution] + [row.indicator.score for row in table.rows]
        scores = [score for score in given if score is not None]
        if total is None or not scores or _is_incomplete(table):
            return
        right = sum(scores, Decimal(0))
        if abs(total - right) > SCORE_TOLERANCE:
            yield self.finding(table, "total_score", total=f"{total:f}", right=f"{right:f}")


def _is_incomplete(table: SelfEvaluationView) -> bool:
    """Whether a score is still to be filled in, or cannot be understood."""
    return any(
        line.score is None and (line.weight is not None or table.is_malformed(f"funding[{index}].score"))
        for index, line in table.execution
    ) or any(
        row.indicator.score is None
        and (row.is_malformed("score") or row.is_malformed("weight") or row.indicator.weight is not None)
        for row in table.rows
    )
