"""goal-duplicated."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.text import normalise
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["GoalDuplicated"]


class GoalDuplicated(SheetRule):
    """绩效目标重复

    ## 检查什么
    同一张表里有两条绩效目标，去掉空白和标点后完全相同。一张表只报一次，指在第一条重复的目标上。

    ## 为什么重要
    重复的条目是凑数，看上去有三条，其实只有一条。审核人会退回，指标也无法与目标一一对应。

    ## 反例
    1. 拨付企业预交款
    2. 拨付企业预交款
    3. 拨付企业预交款

    ## 正例
    1. 年内拨付企业预交款 138 万元，涉及企业 4 家。
    2. 预交款全部拨付后，企业垫付问题清零。

    ## 怎么改
    重复的合并成一条；确有几项目标的，分别写明各自的内容。
    """

    slug = "goal-duplicated"
    severity = Severity.WARNING
    message = N_("第 {number} 条绩效目标与第 {first} 条相同：“{goal}”")
    remedy = N_("合并相同的目标（全表共重复 {count} 条），确有几项目标的，分别写明各自的内容")
    basis = ("goal-measures-2015",)

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet, at the first goal that says again what an earlier one says."""
        goals = sheet.sheet.goals
        first_at: dict[str, int] = {}
        repeats = []
        for index, text in enumerate(goals):
            goal = normalise(text)
            if goal and first_at.setdefault(goal, index) != index:
                repeats.append((index, first_at[goal]))
        if repeats:
            index, first = repeats[0]
            yield self.finding(
                sheet,
                f"goals[{index}]",
                number=index + 1,
                first=first + 1,
                goal=excerpt(goals[index]),
                count=len(repeats),
            )
