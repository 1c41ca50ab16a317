"""goal-missing."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.text import normalise
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["GoalMissing"]


class GoalMissing(SheetRule):
    """绩效目标留空

    ## 检查什么
    “绩效目标”一栏没有文字。

    ## 为什么重要
    指标是目标的细化，没有目标，指标就没有出处，审核人无从判断钱花得值不值。未设定绩效目标的项目不得安排预算。

    ## 反例
    绩效目标一栏空白，下面直接列指标。

    ## 正例
    1. 全年举办招商推介会 6 场，签约项目 10 个。
    2. 签约项目年内开工率达到 60% 以上。

    ## 怎么改
    分条写明项目当年要完成什么、达到什么效果，每一条都能在指标里找到对应。
    """

    slug = "goal-missing"
    severity = Severity.ERROR
    message = N_("绩效目标没有填写")
    remedy = N_("分条写明项目当年要完成什么、达到什么效果，并与下面的指标对应")
    basis = ("goal-measures-2015", "opinion-2018", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        if not any(map(normalise, sheet.sheet.goals)):
            yield self.finding(sheet, "goals")
