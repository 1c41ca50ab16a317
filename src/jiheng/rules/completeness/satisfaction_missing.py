"""satisfaction-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.taxonomy import Level1
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["SatisfactionMissing"]


class SatisfactionMissing(SheetRule):
    """满意度指标缺失

    ## 检查什么
    一级指标“满意度指标”下面没有任何指标。

    ## 为什么重要
    钱花得好不好，服务对象最有发言权。自评表为满意度留有分值，申报时不设指标，年底就补不出来。

    ## 反例
    只有产出指标和效益指标，没有满意度指标。

    ## 正例
    满意度指标—服务对象满意度指标—参会企业满意度：问卷中满意及以上的企业占比，≥90%。

    ## 怎么改
    补充一条服务对象满意度指标，写明调查谁、怎样计算、达到多少。

    ## 例外
    填了“无”的指标行算有，由 indicator-placeholder 指出。项目确实没有服务对象的，可在配置中豁免并写明理由。
    """

    slug = "satisfaction-missing"
    severity = Severity.WARNING
    message = N_("没有满意度指标")
    remedy = N_("补充一条服务对象满意度指标，写明调查谁、怎样计算、达到多少")
    basis = ("goal-measures-2015", "core-indicators-2021", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        if not any(row.level1 is Level1.SATISFACTION for row in sheet.rows):
            yield self.finding(sheet, "indicators")
