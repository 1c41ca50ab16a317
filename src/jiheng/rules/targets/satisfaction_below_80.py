"""satisfaction-below-80."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.taxonomy import Level1
from jiheng.domain.units import is_ratio
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["SatisfactionBelow80"]


class SatisfactionBelow80(SheetRule):
    """满意度低于 80%

    ## 检查什么
    满意度指标的指标值以“%”（或“百分比”）为单位，数值小于 80。范围值看上限。

    ## 为什么重要
    满意度目标定在 60%，等于允许四成服务对象不满意。目标定得过低，年底必然超额完成，这一项就失去了意义。

    ## 反例
    满意度指标“企业满意度”的指标值：≥60百分比。

    ## 正例
    满意度指标“企业满意度”的指标值：≥90%。

    ## 怎么改
    参照上年问卷结果，把目标定在 80% 以上。基础确实较差的，在“指标值确定依据”里写明上年实际值和今年的提高幅度。
    """

    slug = "satisfaction-below-80"
    severity = Severity.WARNING
    message = N_("满意度指标值“{target}”低于 80%")
    remedy = N_("参照上年问卷结果，提高到 80% 以上；确有困难的，在依据中写明上年实际值")
    basis = ("core-indicators-2021", "evaluation-2020")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            if row.level1 is not Level1.SATISFACTION:
                continue
            target = row.quantity
            if target is None or target.unit is None or not is_ratio(target.unit):
                continue
            bounds = target.bounds
            if bounds is not None and bounds[1] < 80:
                yield self.finding(sheet, "target", row, target=excerpt(target.raw))
