"""indicator-set-copied."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.text import normalise
from jiheng.i18n import N_
from jiheng.rules.base import DocumentRule
from jiheng.rules.document.table_numbers import TableNumbers
from jiheng.rules.view import DocumentView, SheetView

__all__ = ["IndicatorSetCopied"]


class IndicatorSetCopied(DocumentRule):
    """指标整套照搬

    ## 检查什么
    同一份文件里，两张表的二级指标、三级指标和指标值全部相同（不计空格、标点和行的先后）。每张表各报一次，指出与哪几张表相同。

    ## 为什么重要
    两个项目的钱和事不同，指标和指标值却一字不差，说明至少有一张表是复制来的，反映不出本项目要做什么、做到什么程度。

    ## 反例
    “国际招商组专项经费”（115 万元）与“招商引资专项经费”（150 万元）的 9 行指标和指标值完全相同，都是“举办招商引资活动数量 ≥2场”。

    ## 正例
    “国际招商组专项经费”写“赴境外举办推介会 ≥2场”，“招商引资专项经费”写“接待来访客商 ≥60批次”。

    ## 怎么改
    按本项目的实际内容重新设定指标和指标值。两张表其实是同一个项目的，合并成一张。

    ## 例外
    没有指标行的表不比较。只有指标值不同的不算照搬。
    """

    slug = "indicator-set-copied"
    severity = Severity.WARNING
    message = N_("全部指标和指标值（{count} 行）与第 {others} 张表相同")
    remedy = N_("按本项目的实际内容重新设定指标和指标值；其实是同一个项目的，合并成一张表")
    basis = ("goal-measures-2015", "core-indicators-2021")

    def check(self, document: DocumentView) -> Iterator[Finding]:
        """One finding for every sheet whose indicators stand in another one, too."""
        sets = [_indicator_set(sheet) for sheet in document.sheets]
        holders: dict[frozenset[tuple[str, str, str]], list[SheetView]] = {}
        for sheet, indicators in zip(document.sheets, sets, strict=True):
            holders.setdefault(indicators, []).append(sheet)
        for sheet, indicators in zip(document.sheets, sets, strict=True):
            others = TableNumbers.of(other.sheet.number for other in holders[indicators] if other is not sheet)
            if indicators and others:
                yield self.finding(sheet, "indicators", count=len(sheet.rows), others=others)


def _indicator_set(sheet: SheetView) -> frozenset[tuple[str, str, str]]:
    return frozenset((normalise(row.indicator.level2 or ""), row.name, row.target_text) for row in sheet.rows)
