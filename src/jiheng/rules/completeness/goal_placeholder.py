"""goal-placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.text import normalise
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["GoalPlaceholder"]

_PLACEHOLDER = re.compile(r"目标内容\d*|[无略/\-—]")


class GoalPlaceholder(SheetRule):
    """占位的绩效目标

    ## 检查什么
    某一条绩效目标去掉空白和标点后，是系统预置的“目标内容”（可带序号），或者只有“无”“略”“/”“-”“—”。

    ## 为什么重要
    占位文字等于没有目标：指标没有依据，年底也没有可以对照自评的内容。它最常见的来历是系统里的示例没有替换就提交了。

    ## 反例
    1. 目标内容1

    ## 正例
    1. 完成产业园区综合管网 3.2 公里改造，年内通过竣工验收。

    ## 怎么改
    换成这个项目自己的目标：当年完成什么、达到什么效果。多余的条目删去。
    """

    slug = "goal-placeholder"
    severity = Severity.ERROR
    message = N_("第 {number} 条绩效目标只写了“{goal}”，是占位文字")
    remedy = N_("换成项目自己的目标，写明当年完成什么、达到什么效果；多余的条目删去")
    basis = ("goal-measures-2015", "opinion-2018")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a goal."""
        for index, text in enumerate(sheet.sheet.goals):
            if _PLACEHOLDER.fullmatch(normalise(text)):
                yield self.finding(sheet, f"goals[{index}]", number=index + 1, goal=excerpt(text))
