"""unit-nonstandard."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.units import standard_unit
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["UnitNonstandard"]


class UnitNonstandard(SheetRule):
    """计量单位写法不规范

    ## 检查什么
    指标值的单位有规范写法而没有采用：“百分比”“％”应写“%”，“万”“亿”应写“万元”“亿元”，“平米”应写“平方米”，“立方”应写“立方米”，“KM”“KG”应写“km”“kg”，等等。

    ## 为什么重要
    同一个单位有几种写法，汇总、比较和自动计分就会漏掉一部分；“10万”也看不出是钱还是数量。

    ## 反例
    指标值：≥60百分比。

    ## 正例
    指标值：≥60%。

    ## 怎么改
    改用规范写法。可以自动修正，只替换单位，其余文字不动。“万”“亿”不是指金额的，请写全单位，如“10万人次”。
    """

    slug = "unit-nonstandard"
    severity = Severity.INFO
    message = N_("单位“{unit}”的规范写法是“{standard}”")
    remedy = N_("把指标值改为“{after}”")
    basis = ("units-of-measure", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator, with a fix."""
        for row in sheet.indicators:
            target = row.quantity
            if target is None or target.unit is None:
                continue
            standard = standard_unit(target.unit)
            if standard is not None:
                after = target.raw.replace(target.unit, standard)  # a range can print its unit twice
                yield self.finding(
                    sheet,
                    "target.unit",
                    row,
                    fix=Fix("target", target.raw, after),
                    unit=target.unit,
                    standard=standard,
                    after=excerpt(after),
                )
