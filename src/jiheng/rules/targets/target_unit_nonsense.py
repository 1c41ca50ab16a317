"""target-unit-nonsense."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.text import normalise
from jiheng.domain.units import is_measure
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["TargetUnitNonsense"]

_REPEATS = N_("指标值“{target}”中的“{unit}”与指标名称或描述相同，没有说明按什么计量")


class TargetUnitNonsense(SheetRule):
    """计量单位不是单位

    ## 检查什么
    指标值是数值，数值后面的文字却不是计量单位：不是“%”、金额、时间、长度、面积等单位，也不是量词（个、家、人次、个项目……），或者与本行的指标名称、描述相同。

    ## 为什么重要
    系统把符号、数值、单位三栏连起来打印。单位一栏填成了“工程进度”“及时性”，就成了“1工程进度”“≥80及时性”：80 个什么、还是 80%，谁也说不清，年底无法计分。

    ## 反例
    质量指标“工程验收合格率”的指标值：1合格率。

    ## 正例
    质量指标“工程验收合格率”的指标值：=100%。

    ## 怎么改
    在单位一栏填计量单位：比率填“%”，金额填“万元”，数量填“个”“家”“人次”等。没有单位可填的，说明这个指标还没有量化，应先想清楚用什么衡量。
    """

    slug = "target-unit-nonsense"
    severity = Severity.ERROR
    message = N_("指标值“{target}”中的“{unit}”不是计量单位")
    remedy = N_("在数值 {number} 后面改填计量单位：比率填“%”，金额填“万元”，数量填“个”“家”“人次”等")
    basis = ("core-indicators-2021", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            target = row.quantity
            if target is None or target.unit is None:
                continue
            unit = target.unit
            measure = is_measure(unit)
            if measure and normalise(unit) not in (row.name, row.description):
                continue
            finding = self.finding(
                sheet, "target.unit", row, target=excerpt(target.raw), unit=excerpt(unit), number=target.number
            )
            yield finding._replace(template=_REPEATS) if measure else finding
