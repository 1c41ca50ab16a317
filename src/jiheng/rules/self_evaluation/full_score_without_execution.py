"""full-score-without-execution."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.scoring import EXECUTION_WEIGHT, FULL_SCORE, execution_rate, execution_score, half_up
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.view import SelfEvaluationView

__all__ = ["FullScoreWithoutExecution"]


class FullScoreWithoutExecution(SelfEvaluationRule):
    """预算没有执行完却得满分

    ## 检查什么
    总分是 100，而按金额计算的预算执行得分达不到满分。金额不全的，看印出的执行率是否低于 100%。

    ## 为什么重要
    预算执行率占 10 分。钱没有花完，这一项就得不了满分，总分不可能是 100。

    ## 反例
    全年预算数 50 万元，全年执行数 43 万元，执行率 86%，总分 100。

    ## 正例
    全年预算数 50 万元，全年执行数 43 万元，执行率 86%，预算执行得 8.60 分，总分 98.60。

    ## 怎么改
    按执行率重算预算执行得分，再重新加总。

    ## 例外
    执行率在 99.95% 以上的，得分四舍五入后仍是满分，不算。表上没有预算执行率分值和得分的，不查。
    """

    slug = "full-score-without-execution"
    severity = Severity.WARNING
    message = N_("总分是 100，但预算执行率只有 {rate}%")
    remedy = N_("预算执行得分按执行率重算为 {right}，再重新加总")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a table."""
        if table.evaluation.total_score != FULL_SCORE:
            return
        for _index, line in table.execution:
            if line.weight is None and line.score is None:
                continue
            weight = EXECUTION_WEIGHT if line.weight is None else line.weight
            rate = execution_rate(line.opening, line.adjusted, line.executed)
            if rate is None and line.rate is not None:
                rate = line.rate / 100
            right = execution_score(rate, weight)
            if rate is not None and right is not None and right < weight:
                yield self.finding(table, "total_score", rate=f"{half_up(rate * 100):f}", right=f"{right:f}")
                return
