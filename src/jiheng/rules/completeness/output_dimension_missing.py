"""output-dimension-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["OutputDimensionMissing"]


class OutputDimensionMissing(SheetRule):
    """产出指标缺少一类

    ## 检查什么
    数量、质量、时效、成本四类里，有一类下面没有任何指标。缺几类报几条。2021 年起的表式把“成本指标”列为一级指标，列在那里的也算。

    ## 为什么重要
    产出要从做多少、做得怎样、何时做完、花多少钱四个方面说清楚。缺一类，年底自评时这一类就无分可打。

    ## 反例
    产出指标下只有数量指标、质量指标和成本指标，没有时效指标。

    ## 正例
    数量：举办推介会 ≥6场；质量：签约项目履约率 ≥80%；时效：2025年11月底前完成；成本：项目总成本 ≤50万元。

    ## 怎么改
    在缺少的一类下补充至少一条指标：数量写完成多少，质量写达到什么标准，时效写何时完成，成本写控制在多少以内。

    ## 例外
    填了“无”的指标行算有，由 indicator-placeholder 指出。
    2021 年起的全国项目表和部门整体表不要求成本指标：财预〔2021〕101号只要求工程基建、大型修缮和购置等项目设置，部门整体表另列各项任务的预算。
    """

    slug = "output-dimension-missing"
    severity = Severity.WARNING
    message = N_("没有{dimension}指标")
    remedy = N_("补充至少一条{dimension}指标，写明名称、描述、指标值和确定依据")
    basis = ("goal-measures-2015", "core-indicators-2021", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a dimension."""
        present = {row.dimension for row in sheet.rows}
        for dimension in sheet.output:
            if dimension not in present:
                yield self.finding(sheet, "indicators", dimension=dimension.value)
