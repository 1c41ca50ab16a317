"""indicator-field-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["IndicatorFieldMissing"]

# Field, its normalised text in the view, its printed label.
_CELLS = (
    ("name", "name", "三级指标"),
    ("description", "description", "绩效指标描述"),
    ("target", "target_text", "指标值"),
    ("basis", "basis", "指标值确定依据"),
)


class IndicatorFieldMissing(SheetRule):
    """指标栏目留空

    ## 检查什么
    一条指标的三级指标、绩效指标描述、指标值、指标值确定依据中有空白。一条指标只报一次，列出全部空白栏；表式里没有的栏不查。

    ## 为什么重要
    名称和描述说明衡量什么，指标值说明做到多少，依据说明这个数从哪里来。缺一栏，审核人就无法判断，年底也无法打分。

    ## 反例
    按期完成率｜当年按期完成的项目占比｜≥80%｜（空白）

    ## 正例
    按期完成率｜当年按期完成的项目占比｜≥80%｜年度工作计划

    ## 怎么改
    补填空白的栏。依据写文件、计划、行业标准或历年数据的名称；不需要的指标整行删去。

    ## 例外
    填了“无”的指标行由 indicator-placeholder 指出，不再查空白。
    """

    slug = "indicator-field-missing"
    severity = Severity.WARNING
    message = N_("没有填写：{labels}")
    remedy = N_("补填{labels}；不需要的指标整行删去")
    basis = ("goal-measures-2015", "core-indicators-2021", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator, at its first blank cell."""
        cells = [cell for cell in _CELLS if cell[0] in sheet.columns]
        for row in sheet.indicators:
            blank = [(field, label) for field, text, label in cells if not getattr(row, text)]
            if blank:
                yield self.finding(sheet, blank[0][0], row, labels="、".join(label for _field, label in blank))
