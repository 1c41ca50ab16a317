"""target-repeats-indicator."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["TargetRepeatsIndicator"]


class TargetRepeatsIndicator(SheetRule):
    """指标值照抄指标名称或描述

    ## 检查什么
    指标值是文字，去掉空白和标点后，与本行的三级指标名称或绩效指标描述相同。

    ## 为什么重要
    指标值要说“做到什么程度”。照抄名称或描述，等于没有填，自评时怎么写都算完成。

    ## 反例
    指标“运行正常”，描述：网络平台平稳流畅、安全运行；指标值：网络平台平稳流畅、安全运行。

    ## 正例
    指标“网络平台可用率”，描述：平台可访问时间占全年的比例；指标值：≥99.5%。

    ## 怎么改
    改成可以核对的程度：有数字的写数字，没有数字的写看得见的结果，如“通过验收”“全年无中断”。
    """

    slug = "target-repeats-indicator"
    severity = Severity.WARNING
    message = N_("指标值“{target}”与指标名称或描述相同")
    remedy = N_("写明做到什么程度：能计数的写“符号+数值+计量单位”，不能的写可以核对的结果，如“通过验收”")
    basis = ("goal-measures-2015", "evaluation-2020")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            text = row.target_text
            if row.quality is not None and text and text in (row.name, row.description):
                yield self.finding(sheet, "target", row, target=excerpt(row.quality.raw))
