"""basis-repeats."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["BasisRepeats"]


class BasisRepeats(SheetRule):
    """依据照抄本行其他栏

    ## 检查什么
    指标值确定依据不是空白，但去掉空白和标点后，与本行的三级指标、绩效指标描述或指标值完全相同。

    ## 为什么重要
    依据要回答“这个数从哪里来”。照抄名称、描述或指标值，回答不了，审核人无法判断指标值是高是低。

    ## 反例
    三级指标：资金足额拨付率；指标值：100%；指标值确定依据：资金足额拨付率。

    ## 正例
    三级指标：资金足额拨付率；指标值：100%；指标值确定依据：专项资金管理办法第九条。

    ## 怎么改
    写出文件、计划、行业标准或历年数据的名称，例如“2025年招商工作计划”“近三年平均值”。
    """

    slug = "basis-repeats"
    severity = Severity.INFO
    message = N_("指标值确定依据“{basis}”与本行的{labels}相同，没有说明指标值从哪里来")
    remedy = N_("写出指标值依据的文件、计划、行业标准或历年数据的名称")
    basis = ("core-indicators-2021", "goal-measures-2015")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            basis = row.basis
            if basis and basis in (row.name, row.description, row.target_text):
                cells = ((row.name, "三级指标"), (row.description, "绩效指标描述"), (row.target_text, "指标值"))
                labels = "、".join(label for text, label in cells if text == basis)
                yield self.finding(sheet, "basis", row, basis=excerpt(row.indicator.basis or ""), labels=labels)
