"""description-repeats-name."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["DescriptionRepeatsName"]


class DescriptionRepeatsName(SheetRule):
    """描述照抄指标名称

    ## 检查什么
    绩效指标描述去掉空白和标点后，与三级指标完全相同。

    ## 为什么重要
    描述是用来说清口径的：数什么、怎么算、数据从哪里来。照抄名称等于没有描述，年底各人各算。

    ## 反例
    三级指标：工作完成及时率；绩效指标描述：工作完成及时率。

    ## 正例
    三级指标：工作完成及时率；绩效指标描述：按计划时间完成的任务数占全年任务数的比例。

    ## 怎么改
    写明计算方法或统计口径。率写分子和分母，数量写统计范围，时间写以什么为完成标志。
    """

    slug = "description-repeats-name"
    severity = Severity.INFO
    message = N_("绩效指标描述与三级指标相同：“{description}”")
    remedy = N_("写明计算方法或统计口径，例如率的分子和分母、数量的统计范围")
    basis = ("core-indicators-2021", "goal-measures-2015")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            if row.description and row.description == row.name:
                description = excerpt(row.indicator.description or "")
                yield self.finding(sheet, "description", row, description=description)
