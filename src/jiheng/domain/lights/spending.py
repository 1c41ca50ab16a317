"""Money: spent, held against the project's own spending plan."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.lights.light import Colour, Light, LightRule, light, percent
from jiheng.domain.lights.plan import Progress
from jiheng.i18n import N_

__all__ = ["Money", "judge_spending"]

_NO_BUDGET = N_("没有预算，也没有支出")
_SPENT_WITHOUT_BUDGET = N_("没有预算却支出了 {spent} 万元")
_NOTHING_ENTERED = N_("还没有录入支出数")
_OVERSPENT = N_("已支出 {spent} 万元，超过预算 {budget} 万元")
_NEGATIVE = N_("累计支出是负数（{spent} 万元），请核对冲销记录")
_NOT_DUE = N_("按{plan}，到 {day} 还不需要支出")
_AHEAD = N_("到 {day} 按{plan}应支出 {due}，实际已支出 {share}，比计划快 {gap}，请看看计划是否要改")
_ON_PLAN = N_("到 {day} 按{plan}应支出 {due}，实际支出 {share}（{spent} 万元）")
_BEHIND = N_("到 {day} 按{plan}应支出 {due}，实际只支出 {share}（{spent} 万元），完成了应支出的 {ratio}")
_NOT_ARRIVED = N_(
    "到 {day} 按{plan}应支出 {due}，实际支出 {share}；资金只到位 {arrived}，到位的已支出 {used}，主要是资金没有到位"
)
_OWN_PLAN, _TIME = N_("支出计划"), N_("时间进度")
_USED = Decimal("0.80")  # who has spent so much of what arrived is not to blame


class Money(NamedTuple):
    """A project's money in 万元, all sources together.

    Attributes:
        budget: 全年预算数, after adjustments.
        spent: 执行数 so far; None where nothing was entered.
        arrived: 到位数 so far; None where it is not recorded.
    """

    budget: Decimal
    spent: Decimal | None
    arrived: Decimal | None = None


def judge_spending(money: Money, progress: Progress, rule: LightRule | None = None) -> Light:
    """The light of a project's spending."""
    limits = rule or LightRule()
    budget, spent = money.budget, money.spent
    if spent is None:
        return light(Colour.RED if progress.is_over and budget > 0 else Colour.NONE, _NOTHING_ENTERED)
    if spent < 0:
        return light(Colour.RED, _NEGATIVE, spent=spent)
    if budget <= 0:
        return light(Colour.RED, _SPENT_WITHOUT_BUDGET, spent=spent) if spent else light(Colour.NONE, _NO_BUDGET)
    if spent > budget:
        return light(Colour.RED, _OVERSPENT, spent=spent, budget=budget)
    return _against_plan(money, spent, progress, limits)


def _against_plan(money: Money, spent: Decimal, progress: Progress, limits: LightRule) -> Light:
    share, due = spent / money.budget, progress.due
    values = {
        "day": f"{progress.at:%Y-%m-%d}",
        "plan": _OWN_PLAN if progress.has_plan else _TIME,
        "due": percent(due),
        "share": percent(share),
        "spent": spent,
    }
    if share - due >= limits.ahead:
        return light(Colour.BLUE, _AHEAD, **values, gap=percent(share - due))
    if due == 0 and spent == 0:
        return light(Colour.GREEN, _NOT_DUE, **values)
    if due == 0 or share >= due * limits.yellow_below or (due - share <= limits.allowed_gap and not progress.is_over):
        return light(Colour.GREEN, _ON_PLAN, **values)
    colour = Colour.RED if share < due * limits.red_below else Colour.YELLOW
    if money.arrived is not None and 0 <= money.arrived < due * money.budget and not progress.is_over:
        used = spent / money.arrived if money.arrived else Decimal(1)
        if used >= _USED:
            arrived = percent(money.arrived / money.budget)
            return light(Colour.YELLOW, _NOT_ARRIVED, **values, arrived=arrived, used=percent(min(used, Decimal(1))))
    return light(colour, _BEHIND, **values, ratio=percent(share / due))
