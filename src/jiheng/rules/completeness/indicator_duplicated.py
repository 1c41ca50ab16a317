"""indicator-duplicated."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["IndicatorDuplicated"]


class IndicatorDuplicated(SheetRule):
    """三级指标重复

    ## 检查什么
    同一张表里两条指标的名称，去掉空白和标点后完全相同，不论列在哪一类。报在后出现的一条上。

    ## 为什么重要
    同一件事算了两遍分。常见的是把“资金足额拨付率”既放在数量指标、又放在时效指标，其中一类实际上没有指标。

    ## 反例
    数量指标：资金足额拨付率；时效指标：资金足额拨付率。

    ## 正例
    数量指标：拨付企业户数；时效指标：资金拨付完成时间。

    ## 怎么改
    删去重复的一条，或者换成符合本类含义的指标；确实是两件事的，名称要能区分。
    """

    slug = "indicator-duplicated"
    severity = Severity.WARNING
    message = N_("三级指标“{name}”与第 {first} 行指标重复")
    remedy = N_("删去这一行，或换成符合本类含义的指标；确实是两件事的，改名加以区分")
    basis = ("goal-measures-2015", "core-indicators-2021")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding for every row but the first of a name."""
        first_at: dict[str, int] = {}
        for row in sheet.indicators:
            if row.name and (first := first_at.setdefault(row.name, row.number)) != row.number:
                yield self.finding(sheet, "name", row, name=excerpt(row.indicator.name or ""), first=first)
