"""ratio-over-100."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.target import Operator, Target
from jiheng.domain.units import is_ratio
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["RatioOver100"]

_UPWARD = frozenset({Operator.AT_LEAST, Operator.MORE})


def _passes_100(target: Target) -> bool:
    bounds = target.bounds
    if bounds is None:
        return False
    return bounds[1] > 100 or (target.value == 100 and target.operator in _UPWARD)


class RatioOver100(SheetRule):
    """比率超过 100%

    ## 检查什么
    指标值以“%”（或“百分比”）为单位，数值大于 100；或者等于 100 而符号是“≥”“>”。范围值看上限。

    ## 为什么重要
    合格率、及时率、覆盖率最多 100%。“≥100%”要么是笔误，要么没有想过年底怎样取值，自评时无法判断超额还是完成。

    ## 反例
    质量指标“资金支付准确率”的指标值：≥100%。

    ## 正例
    质量指标“资金支付准确率”的指标值：=100%。

    ## 怎么改
    要求全部做到的，写“=100%”；允许有少量例外的，写实际能达到的比率，如“≥98%”。增长、倍数一类确实会超过 100% 的，改用“倍”或实际数量。
    """

    slug = "ratio-over-100"
    severity = Severity.ERROR
    message = N_("指标值“{target}”超出了比率的上限 100%")
    remedy = N_("要求全部做到的写“=100%”，否则写实际能达到的比率；会超过 100% 的增长，改用“倍”或实际数量")
    basis = ("core-indicators-2021", "evaluation-2020")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            target = row.quantity
            if target is not None and target.unit is not None and is_ratio(target.unit) and _passes_100(target):
                yield self.finding(sheet, "target", row, target=excerpt(target.raw))
