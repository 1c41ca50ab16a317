"""name-is-category."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.taxonomy import Dimension, Level1
from jiheng.domain.text import normalise
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["NameIsCategory"]

_POINTS = re.compile(r"\d+[分%％]?$")  # 数量指标（20分）, normalised


class NameIsCategory(SheetRule):
    """三级指标只写了类别

    ## 检查什么
    满意度指标以外，三级指标的名称就是它所在二级指标的名称（有没有“指标”二字不论）。

    ## 为什么重要
    “数量”“经济效益”是类别，没有说衡量什么。填报人、审核人和评价人各有各的理解，数据无从采集。

    ## 反例
    产出指标—数量指标—三级指标“数量”；效益指标—经济效益指标—三级指标“经济效益”。

    ## 正例
    产出指标—数量指标—三级指标“举办招商推介会场次”；效益指标—经济效益指标—三级指标“新增签约投资额”。

    ## 怎么改
    写出具体衡量什么：什么事、什么量，例如“新增签约投资额”。

    ## 例外
    满意度指标下写“服务对象满意度”的不报：这一类的名称本身就说明了衡量什么。
    """

    slug = "name-is-category"
    severity = Severity.WARNING
    message = N_("三级指标“{name}”只是二级指标的类别名称，没有说衡量什么")
    remedy = N_("改成具体的指标名称，写明衡量什么，如“举办推介会场次”“新增签约投资额”")
    basis = ("goal-measures-2015", "core-indicators-2021")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            name = row.name.removesuffix("指标")
            category = normalise(row.indicator.level2 or "")
            if (
                name
                and row.level1 is not Level1.SATISFACTION
                and row.dimension is not Dimension.SATISFACTION
                and category.startswith(name)
                and _POINTS.sub("", category).removesuffix("指标") == name
            ):
                yield self.finding(sheet, "name", row, name=excerpt(row.indicator.name or ""))
