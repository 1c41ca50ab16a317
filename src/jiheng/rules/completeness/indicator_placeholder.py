"""indicator-placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["IndicatorPlaceholder"]

_NONE = "无"


class IndicatorPlaceholder(SheetRule):
    """指标填“无”

    ## 检查什么
    三级指标或指标值去掉空白和标点后只有一个“无”字。这样的一行只报这一条，其他检查都跳过它。

    ## 为什么重要
    填“无”是占了位置而没有指标，自评时既不能打分，也不能说明为什么不打分。

    ## 反例
    效益指标—生态效益指标：三级指标“无”，指标值“无”。

    ## 正例
    删去这一行；或者换成真实的指标，如：单位面积能耗，≤35千瓦时/平方米。

    ## 怎么改
    与项目有关的，换成能够衡量的指标和指标值；确实不涉及这一类的，整行删去。
    """

    slug = "indicator-placeholder"
    severity = Severity.ERROR
    message = N_("{labels}填的是“无”")
    remedy = N_("换成能够衡量的指标；确实不涉及这一类的，整行删去")
    basis = ("goal-measures-2015", "evaluation-2020")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator, at its first such cell."""
        for row in sheet.rows:
            if row.is_placeholder:
                cells = (("name", row.name, "三级指标"), ("target", row.target_text, "指标值"))
                found = [(field, label) for field, text, label in cells if text == _NONE]
                yield self.finding(sheet, found[0][0], row, labels="、".join(label for _field, label in found))
