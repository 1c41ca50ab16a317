"""weights-sum."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.scoring import EXECUTION_WEIGHT, FULL_SCORE
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.view import SelfEvaluationView

__all__ = ["WeightsSum"]

_ALONE = frozenset({FULL_SCORE, FULL_SCORE - EXECUTION_WEIGHT})
_ALONE_MESSAGE = N_("指标分值合计 {weights}，应为 90（预算执行率另计 10 分）或 100")
_ALONE_REMEDY = N_("逐项核对分值，使指标分值合计为 90；预算执行率不单独计分的，合计为 100")


class WeightsSum(SelfEvaluationRule):
    """分值合计不是 100

    ## 检查什么
    各项指标分值加上预算执行率的分值不等于 100。表上没有预算执行率分值的，指标分值合计应为 90 或 100。

    ## 为什么重要
    满分不是 100 的表，总分无法与别的项目比较，也无法对应优、良、中、差的等级。

    ## 反例
    预算执行率 10 分，产出指标 70 分，效益指标 20 分，满意度指标 10 分，合计 110 分。

    ## 正例
    预算执行率 10 分，产出指标 50 分，效益指标 30 分，满意度指标 10 分，合计 100 分。

    ## 怎么改
    对照批复的分值逐项核对，改正填错的分值。分值没有批复的，按指标的重要程度分配，使指标分值合计为 90。

    ## 例外
    有指标没有填分值的，由 weight-missing 指出，填齐之前不作合计。填“无”或整行空白的指标，没有分值也不算缺。
    """

    slug = "weights-sum"
    severity = Severity.ERROR
    message = N_("指标分值合计 {weights}，加预算执行率分值 {execution} 是 {total}，应为 100")
    remedy = N_("逐项核对分值，使指标分值合计为 {right}；预算执行率的分值一般是 10")
    basis = ("evaluation-2020", "core-indicators-2021")

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a table."""
        weights = [row.indicator.weight for row in table.rows if row.indicator.weight is not None]
        if not weights or any(row.indicator.weight is None for row in table.indicators):
            return
        if any(table.is_malformed(f"funding[{index}].weight") for index, _line in table.execution):
            return
        total = sum(weights, Decimal(0))
        execution = [line.weight for _index, line in table.execution if line.weight is not None]
        if not execution:
            if total not in _ALONE:
                yield self.finding(
                    table, "indicators", message=_ALONE_MESSAGE, remedy=_ALONE_REMEDY, weights=f"{total:f}"
                )
            return
        extra = sum(execution, Decimal(0))
        if total + extra != FULL_SCORE:
            yield self.finding(
                table,
                "indicators",
                weights=f"{total:f}",
                execution=f"{extra:f}",
                total=f"{total + extra:f}",
                right=f"{FULL_SCORE - extra:f}",
            )
