"""target-vague."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["EMPTY_PHRASES", "TargetVague"]

# What reviewers criticised in published tables.
_CRITICISED = "完成情况 满意程度 有所促进 得到促进 更加完善 稳定性更高 基本保障 提高资金使用率"
# What would be measured, without a result.
_NO_RESULT = "完成程度 完成质量 完成进度 实现程度 改善程度 提升程度 提高程度 影响程度 满意情况 执行情况"
# A direction without a distance.
_NO_DISTANCE = """
    提高 提升 增强 改善 促进 推动 完善 优化 加强 保障
    有所提高 有所提升 有所增强 有所改善 有所完善 有所优化 有所增加 有所增长 有所好转 有所下降 有所减少
    不断提高 不断提升 不断增强 不断改善 不断完善 不断优化 不断加强 持续提高 持续提升 持续改善 持续完善 持续优化
    逐步提高 逐步提升 逐步增强 逐步改善 逐步完善 逐步优化 逐年提高 稳步提高 稳步提升 有效提高 有效提升 有效改善 有效促进
    进一步提高 进一步提升 进一步增强 进一步改善 进一步完善 进一步优化 进一步加强
    得到提高 得到提升 得到增强 得到改善 得到保障 得到加强 得到优化 更加优化
    明显提高 明显提升 明显增强 明显改善 显著提高 显著提升 显著增强 显著改善
"""
# A grade without a scale, a time without an end.
_NO_SCALE = "较好 较高 良好 显著 明显 效果明显 效果显著 效果良好 效果较好 成效显著 基本满足 基本满意 长期 持续 长期有效 持续有效"

EMPTY_PHRASES = frozenset(f"{_CRITICISED} {_NO_RESULT} {_NO_DISTANCE} {_NO_SCALE}".split())
"""Targets, normalised, that say neither how much nor what would be seen."""


class TargetVague(SheetRule):
    """指标值空泛

    ## 检查什么
    指标值整个就是一句空话：有方向没有程度（“有所提高”“进一步完善”），有评价没有标准（“较好”“效果显著”），或者只是说要看什么（“完成情况”“满意程度”）。带有具体内容的文字不算。

    ## 为什么重要
    定性指标也要能打分。“有所促进”怎样算达到、怎样算没有达到，年底谁都可以说完成了。

    ## 反例
    可持续影响指标“开发区经济发展”的指标值：得到促进。

    ## 正例
    可持续影响指标“规上工业增加值增速”的指标值：≥6%。

    ## 怎么改
    能计数的写“符号 + 数值 + 计量单位”；不能计数的，写可以核对的事实，如“出台管理办法并印发到各企业”“全年无责任事故”。
    """

    slug = "target-vague"
    severity = Severity.INFO
    message = N_("指标值“{target}”没有说明做到什么程度")
    remedy = N_("改写成数值或可以核对的事实，如“≥90%”“全年无责任事故”")
    basis = ("goal-measures-2015", "core-indicators-2021")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in sheet.indicators:
            if row.quality is not None and row.target_text in EMPTY_PHRASES:
                yield self.finding(sheet, "target", row, target=excerpt(row.quality.raw))
