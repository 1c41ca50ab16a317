"""execution-score-wrong."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.scoring import EXECUTION_WEIGHT, execution_base, execution_rate, execution_score
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.self_evaluation.printed import SCORE_TOLERANCE, rate_base
from jiheng.rules.view import SelfEvaluationView

__all__ = ["ExecutionScoreWrong"]


class ExecutionScoreWrong(SelfEvaluationRule):
    """预算执行得分算错

    ## 检查什么
    预算执行率的得分，与“分值 × 执行率”算出来的相差超过 0.005。得分最高为分值，保留两位小数；表上没有印分值的，按 10 分计算。

    ## 为什么重要
    预算执行得分是由金额直接算出的，没有商量的余地。多给的分让总分虚高，复核时第一个被查出来。

    ## 反例
    全年预算数 43.2 万元，全年执行数 37.24 万元，分值 10，得分 9。

    ## 正例
    全年预算数 43.2 万元，全年执行数 37.24 万元，分值 10，得分 8.62。

    ## 怎么改
    按“分值 × 全年执行数 ÷ 全年预算数”重算，四舍五入保留两位小数。执行数超过预算数的，得满分。金额有误的，先更正金额。

    ## 例外
    预算数是 0 或空白的，算不出得分，不比较；这时应当说明原因。
    """

    slug = "execution-score-wrong"
    severity = Severity.ERROR
    message = N_("预算执行得分写的是 {score}，按全年执行数 {executed} ÷ {label} {base}、分值 {weight} 计算是 {right}")
    remedy = N_("金额无误的，得分改为 {right}；金额有误的，先更正金额")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a scored line."""
        for index, line in table.execution:
            if table.is_malformed(f"funding[{index}].adjusted") or table.is_malformed(f"funding[{index}].weight"):
                continue
            weight = EXECUTION_WEIGHT if line.weight is None else line.weight
            base = execution_base(line.opening, line.adjusted)
            right = execution_score(execution_rate(line.opening, line.adjusted, line.executed), weight)
            if line.score is None or right is None or base is None or line.executed is None:
                continue
            if abs(line.score - right) > SCORE_TOLERANCE:
                yield self.finding(
                    table,
                    f"funding[{index}].score",
                    score=f"{line.score:f}",
                    executed=f"{line.executed:f}",
                    label=rate_base(line),
                    base=f"{base:f}",
                    weight=f"{weight:f}",
                    right=f"{right:f}",
                )
