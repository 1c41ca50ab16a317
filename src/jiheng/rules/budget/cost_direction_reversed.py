"""cost-direction-reversed."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.target import Operator
from jiheng.domain.taxonomy import Dimension
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["CostDirectionReversed"]

_UPWARD = frozenset({Operator.AT_LEAST, Operator.MORE})


class CostDirectionReversed(SheetRule):
    """成本指标方向反了

    ## 检查什么
    成本指标的指标值是数值，而符号是“≥”或“>”（“不低于”“超过”等说法同样算）。

    ## 为什么重要
    成本越低越好，指标值应当是上限。写成下限，等于要求多花钱；自评时超支反而得满分。

    ## 反例
    成本指标“项目资金支付率”的指标值：≥60百分比。

    ## 正例
    成本指标“项目总成本”的指标值：≤115万元。

    ## 怎么改
    指标值确实是成本的，把“≥”改为“≤”。支付率、执行率、节约率不是成本：成本指标改填总成本或单位成本的上限，成本节约率可移到经济效益指标。
    """

    slug = "cost-direction-reversed"
    severity = Severity.WARNING
    message = N_("成本指标值“{target}”是下限，成本应当设上限")
    remedy = N_("符号改为“≤”，写成不超过的金额；支付率、执行率、节约率不是成本，应改填总成本或单位成本")
    basis = ("core-indicators-2021", "evaluation-2020")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.under(Dimension.COST):
            target = row.quantity
            if target is not None and target.operator in _UPWARD:
                yield self.finding(sheet, "target", row, target=excerpt(target.raw))
