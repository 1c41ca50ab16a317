"""benefit-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.taxonomy import Level1
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["BenefitMissing"]


class BenefitMissing(SheetRule):
    """效益指标缺失

    ## 检查什么
    一级指标“效益指标”下面没有任何指标。

    ## 为什么重要
    产出说做了什么，效益说带来了什么。没有效益指标，就说明不了这笔钱为什么要花，自评中效益部分的分数也无从计算。

    ## 反例
    只有产出指标和满意度指标，没有效益指标。

    ## 正例
    效益指标—社会效益指标—新增就业岗位：落地项目提供的岗位数，≥120个。

    ## 怎么改
    在经济效益、社会效益、生态效益、可持续影响中选与项目相关的，至少补充一条，写明项目带来的变化。

    ## 例外
    填了“无”的指标行算有，由 indicator-placeholder 指出。
    """

    slug = "benefit-missing"
    severity = Severity.ERROR
    message = N_("没有效益指标")
    remedy = N_("在经济效益、社会效益、生态效益、可持续影响中选与项目相关的，至少补充一条指标")
    basis = ("goal-measures-2015", "core-indicators-2021", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        if not any(row.level1 is Level1.BENEFIT for row in sheet.rows):
            yield self.finding(sheet, "indicators")
