"""quantity-not-quantified."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.taxonomy import Dimension
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["QuantityNotQuantified"]


class QuantityNotQuantified(SheetRule):
    """数量指标没有数字

    ## 检查什么
    数量指标的指标值只有文字，没有数值。写成日期的（如“2025年6月底前完成”）不在此列。

    ## 为什么重要
    数量指标回答“做多少”。没有数字，做一件和做一百件都算完成，资金与工作量也对不上。

    ## 反例
    数量指标“缴纳医疗保险人数”的指标值：改制企业退休职工需要缴纳医疗保险。

    ## 正例
    数量指标“缴纳医疗保险人数”的指标值：=326人。

    ## 怎么改
    写成“符号 + 数值 + 计量单位”。确实说不出数量的，这一行不是数量指标，移到质量指标或效益指标。
    """

    slug = "quantity-not-quantified"
    severity = Severity.ERROR
    message = N_("数量指标的指标值“{target}”没有量化")
    remedy = N_("写成“符号+数值+计量单位”，如“≥6场”；说不出数量的，移到质量指标或效益指标")
    basis = ("goal-measures-2015", "core-indicators-2021")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.under(Dimension.QUANTITY):
            if row.quality is not None:
                yield self.finding(sheet, "target", row, target=excerpt(row.quality.raw))
